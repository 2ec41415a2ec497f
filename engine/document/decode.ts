import type { Diagnostic } from './diagnostic.js';
import { fault } from './fault.js';
import { SourceText } from './source-text.js';

/** Documents are refused above this, before anything is parsed. */
export const MAX_BYTES = 10 * 1024 * 1024;

/** A file's bytes as text; a BOM is dropped. A file that is no text gives one fault, at the byte that shows it. */
export function decode(file: string, bytes: Uint8Array): { text?: SourceText; diagnostics: Diagnostic[] } {
  const start = new SourceText(file, '').place(0);
  if (bytes.length > MAX_BYTES) {
    const megabytes = (bytes.length / 1024 / 1024).toFixed(1);
    const message = `the file has ${megabytes} MB; documents may have 10 MB`;
    return {
      diagnostics: [fault('ASSAY1003', start, message, 'name a policy or subject document, not data or a model')],
    };
  }
  const bad = firstInvalid(bytes);
  const nul = bytes.indexOf(0);
  if (nul !== -1 && (bad === -1 || nul < bad)) {
    const place = placeOfByte(file, bytes, nul);
    return {
      diagnostics: [fault('ASSAY1005', place, 'the file holds a NUL byte: it is not text', 'save it as UTF-8 text')],
    };
  }
  if (bad !== -1) {
    const byte = bytes[bad]!.toString(16).padStart(2, '0');
    const message = `byte ${bad} (0x${byte}) is not UTF-8`;
    return { diagnostics: [fault('ASSAY1006', placeOfByte(file, bytes, bad), message, 'save the file as UTF-8')] };
  }
  const text = new SourceText(file, new TextDecoder().decode(bytes));
  return { text, diagnostics: controlCharacters(text) };
}

/** YAML 1.2, c-printable: of the control characters only tab and line ends (and NEL). */
const CONTROL = /[\u0001-\u0008\u000b\u000c\u000e-\u001f\u007f-\u0084\u0086-\u009f\ufffe\uffff]/g;

function controlCharacters(text: SourceText): Diagnostic[] {
  const found: Diagnostic[] = [];
  for (const match of text.text.matchAll(CONTROL)) {
    const code = match[0].charCodeAt(0).toString(16).padStart(4, '0');
    const place = text.place(match.index, match.index + 1);
    found.push(
      fault(
        'ASSAY1007',
        place,
        `control character U+${code.toUpperCase()}`,
        `write "\\u${code}" in a double-quoted text`,
      ),
    );
    if (found.length === 10) break;
  }
  return found;
}

function placeOfByte(file: string, bytes: Uint8Array, at: number) {
  const before = new TextDecoder().decode(bytes.subarray(0, at));
  const lineEnd = bytes.indexOf(10, at);
  const rest = new TextDecoder().decode(
    bytes.subarray(at, lineEnd === -1 ? Math.min(bytes.length, at + 200) : lineEnd),
  );
  return new SourceText(file, before + rest).place(before.length, before.length + 1);
}

/** Offset of the first byte that is no UTF-8 (Unicode 15, table 3-7), or −1. */
function firstInvalid(bytes: Uint8Array): number {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return -1;
  } catch {
    for (let at = 0; at < bytes.length;) {
      const length = sequenceLength(bytes, at);
      if (length === 0) return at;
      at += length;
    }
    return -1;
  }
}

function sequenceLength(bytes: Uint8Array, at: number): number {
  const a = bytes[at]!;
  const b = bytes[at + 1] ?? 0;
  const c = bytes[at + 2] ?? 0;
  const d = bytes[at + 3] ?? 0;
  if (a <= 0x7f) return 1;
  if (a >= 0xc2 && a <= 0xdf) return trails(b) ? 2 : 0;
  if (a >= 0xe0 && a <= 0xef) {
    const valid = trails(b) && trails(c) && !(a === 0xe0 && b < 0xa0) && !(a === 0xed && b > 0x9f);
    return valid ? 3 : 0;
  }
  if (a >= 0xf0 && a <= 0xf4) {
    const valid = trails(b) && trails(c) && trails(d) && !(a === 0xf0 && b < 0x90) && !(a === 0xf4 && b > 0x8f);
    return valid ? 4 : 0;
  }
  return 0;
}

const trails = (byte: number): boolean => byte >= 0x80 && byte <= 0xbf;

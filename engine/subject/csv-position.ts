/** From byte offsets in a CSV file to diagnostics with lines and columns. Rows of data are never quoted: no personal data in logs. */
import type { Diagnostic, Range } from '../document/diagnostic.js';

/** Faults of one file beyond this number are counted, not listed. */
export const MAX_LISTED = 20;

/** The range of bytes [start, end): lines end with LF, CRLF or CR; columns count UTF-16 code units. */
export function rangeOf(bytes: Uint8Array, start: number, end: number): Range {
  let line = 1;
  let lineStart = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  for (let at = lineStart; at < start; at += 1) {
    if (bytes[at] === 0x0a || (bytes[at] === 0x0d && bytes[at + 1] !== 0x0a)) {
      line += 1;
      lineStart = at + 1;
    }
  }
  const units = (from: number, to: number): number =>
    new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes.subarray(from, to)).length;
  const column = 1 + units(lineStart, start);
  let lineEnd = start;
  while (lineEnd < end && bytes[lineEnd] !== 0x0a && bytes[lineEnd] !== 0x0d) lineEnd += 1;
  return { line, column, endLine: line, endColumn: Math.max(column + 1, column + units(start, lineEnd)) };
}

/** A value without its content: letters become `a`, digits `9`; `"1,5 €"` is `"9,9 €"`. */
export function shapeOf(value: string): string {
  const shape = value.replace(/\p{L}/gu, 'a').replace(/\p{Nd}/gu, '9');
  return `"${shape.length > 24 ? `${shape.slice(0, 23)}…` : shape}"`;
}

/** Collects the faults of one CSV file. */
export class CsvFaults {
  readonly list: Diagnostic[] = [];
  private unlisted = 0;

  constructor(
    private readonly bytes: Uint8Array,
    private readonly file: string,
  ) {}

  get some(): boolean {
    return this.list.length > 0;
  }

  add(code: string, start: number, end: number, message: string, hint?: string): void {
    if (this.list.length >= MAX_LISTED) {
      this.unlisted += 1;
      return;
    }
    const range = rangeOf(this.bytes, start, end);
    this.list.push({
      code,
      severity: 'error',
      message,
      file: this.file,
      range,
      ...(hint === undefined ? {} : { hint }),
    });
  }

  /** In the order of the file; the last one says how many more there are. */
  diagnostics(): readonly Diagnostic[] {
    const last = this.list.at(-1);
    if (last === undefined || this.unlisted === 0) return this.list;
    return [
      ...this.list.slice(0, -1),
      { ...last, message: `${last.message} (and ${this.unlisted} more faults in this file)` },
    ];
  }
}

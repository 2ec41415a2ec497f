/** Open documents before files, each parsed once as long as its text is the same. */
import { DocumentParts } from '../document/document-parts.js';
import { parseDocument, type ParsedDocument } from '../document/parse-document.js';
import type { Source } from '../document/source.js';

export interface OpenSource extends Source {
  /** The text that is being edited counts as the file's. */
  open(path: string, text: string): void;
  /** The file counts again. */
  close(path: string): void;
}

interface Known {
  readonly bytes: Uint8Array;
  readonly parsed: ParsedDocument;
}

export function openSource(files: Source): OpenSource {
  const opened = new Map<string, Uint8Array>();
  const known = new Map<string, Known>();
  const parts = new Map<string, DocumentParts>();
  return {
    open(path, text) {
      opened.set(path, new TextEncoder().encode(text));
      if (!parts.has(path)) parts.set(path, new DocumentParts());
    },
    close(path) {
      opened.delete(path);
      parts.delete(path);
    },
    kind: (path) => (opened.has(path) ? 'file' : files.kind(path)),
    read: (path) => opened.get(path) ?? files.read(path),
    list: (path) => files.list(path),
    parsed(path, bytes) {
      const before = known.get(path);
      if (before !== undefined && sameBytes(before.bytes, bytes)) return before.parsed;
      const parsed = parseDocument(path, bytes, parts.get(path));
      known.set(path, { bytes, parsed });
      return parsed;
    },
  };
}

const sameBytes = (a: Uint8Array, b: Uint8Array): boolean =>
  a === b || (a.length === b.length && Buffer.compare(a, b) === 0);

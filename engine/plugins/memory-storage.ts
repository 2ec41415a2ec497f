import type { StorageView, StoredFile } from '../subject/view.js';

/** Data at rest that need no files: for contract tests. */
export const memoryStorage = (
  files: Readonly<Record<string, Uint8Array>>,
  code: Readonly<Record<string, string>> = {},
  more: Pick<StorageView, 'opens'> & { readonly columns?: readonly string[] } = {},
): StorageView => ({
  files: Object.entries(files).map(([name, bytes]) => storedFile(name, bytes)),
  code: Object.entries(code).map(([name, text]) => storedFile(name, new TextEncoder().encode(text))),
  columns: more.columns ?? [],
  ...(more.opens && { opens: more.opens }),
});

const PIECE = 1 << 16;

const storedFile = (name: string, bytes: Uint8Array): StoredFile => ({
  name,
  size: bytes.length,
  read: async (from, to) => bytes.slice(from, to),
  async *chunks() {
    for (let at = 0; at < bytes.length; at += PIECE) yield bytes.slice(at, at + PIECE);
  },
});

import type { ParsedDocument } from './parse-document.js';

/** The only way in which pure parts of the engine reach files. Paths are absolute, or relative to the working folder. */
export interface Source {
  /** The file's bytes, or `undefined` where there is none. Throws only on faults of the machine. */
  read(path: string): Uint8Array | undefined;
  /** `file`, `folder`, or `undefined` where there is nothing. Symbolic links are followed. */
  kind(path: string): 'file' | 'folder' | undefined;
  /** Names in a folder, sorted; empty where there is none. */
  list(path: string): readonly string[];
  /** The document that a file's bytes are, of whoever keeps parsed ones; else it is parsed anew. */
  readonly parsed?: (path: string, bytes: Uint8Array) => ParsedDocument;
}

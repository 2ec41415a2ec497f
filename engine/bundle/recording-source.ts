import { resolve } from 'node:path';
import type { Source } from '../document/source.js';

/** Keeps what is read through it, by absolute path. */
export function recordingSource(source: Source): Source & { readonly taken: ReadonlyMap<string, Uint8Array> } {
  const taken = new Map<string, Uint8Array>();
  return {
    taken,
    kind: (path) => source.kind(path),
    list: (path) => source.list(path),
    read: (path) => {
      const known = taken.get(resolve(path)) ?? source.read(path);
      if (known !== undefined) taken.set(resolve(path), known);
      return known;
    },
  };
}

import type { Source } from './source.js';

/** The same bytes each time a file is read: what was looked at is what is used, whatever happens to the file meanwhile. */
export function rememberingSource(source: Source): Source {
  const known = new Map<string, Uint8Array | undefined>();
  return {
    ...source,
    read: (path) => {
      if (!known.has(path)) known.set(path, source.read(path));
      return known.get(path);
    },
  };
}

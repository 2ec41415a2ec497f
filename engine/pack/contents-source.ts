import { posix } from 'node:path';
import type { Source } from '../document/source.js';
import { SIGNATURES_FILE, type PackContents } from './pack-contents.js';

/** A pack's contents as a folder of this name, with nothing around it. */
export function contentsSource(folder: string, { files, signatures }: PackContents): Source {
  const all = new Map([...files].map(([path, bytes]) => [posix.join(folder, path), bytes]));
  if (signatures !== undefined) all.set(posix.join(folder, SIGNATURES_FILE), signatures);
  const folders = new Map<string, Set<string>>();
  for (const path of all.keys()) {
    for (let child = path; child !== posix.dirname(child); child = posix.dirname(child)) {
      const names = folders.get(posix.dirname(child)) ?? new Set();
      folders.set(posix.dirname(child), names.add(posix.basename(child)));
    }
  }
  return {
    read: (path) => all.get(path),
    kind: (path) => (all.has(path) ? 'file' : folders.has(path) ? 'folder' : undefined),
    list: (path) => [...(folders.get(path) ?? [])].sort(),
  };
}

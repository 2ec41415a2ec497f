/** An in-memory `Source`, for tests of what reads documents. */
import { posix } from 'node:path';
import type { Source } from '../document/source.js';

/** @param files contents by path; folders are implied */
export function memorySource(files: Readonly<Record<string, string>>): Source {
  const isFolder = (path: string): boolean => Object.keys(files).some((file) => file.startsWith(`${path}/`));
  return {
    read: (path) =>
      Object.hasOwn(files, posix.normalize(path)) ? new TextEncoder().encode(files[posix.normalize(path)]) : undefined,
    kind: (path) => {
      const normal = posix.normalize(path).replace(/\/$/, '');
      return Object.hasOwn(files, normal) ? 'file' : isFolder(normal) ? 'folder' : undefined;
    },
    list: (path) => {
      const below = Object.keys(files).filter((file) => file.startsWith(`${path}/`));
      return [...new Set(below.map((file) => file.slice(path.length + 1).split('/')[0]!))].sort();
    },
  };
}

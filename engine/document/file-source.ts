import { readdirSync, readFileSync, statSync } from 'node:fs';
import type { Source } from './source.js';

/** Real files. Devices, sockets and pipes are nothing: reading one may never end. */
export function fileSource(): Source {
  return {
    read: (path) => absentAs(undefined, () => (statSync(path).isFile() ? readFileSync(path) : undefined)),
    kind: (path) =>
      absentAs(undefined, () => {
        const status = statSync(path);
        return status.isFile() ? 'file' : status.isDirectory() ? 'folder' : undefined;
      }),
    list: (path) => absentAs([], () => (statSync(path).isDirectory() ? readdirSync(path).toSorted() : [])),
  };
}

/** What cannot be because no such path is possible, is absent; every other fault is the machine's. */
const ABSENT = new Set(['ENOENT', 'ENOTDIR', 'ENAMETOOLONG', 'ELOOP', 'ERR_INVALID_ARG_VALUE']);

function absentAs<T>(absent: T, look: () => T): T {
  try {
    return look();
  } catch (error) {
    if (error instanceof Error && 'code' in error && ABSENT.has(String(error.code))) return absent;
    throw error;
  }
}

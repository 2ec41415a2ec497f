/** The lock, and the folder of added packs beside it. */
import { posix } from 'node:path';
import { isError, type Diagnostic } from '../../document/diagnostic.js';
import { fileSource } from '../../document/file-source.js';
import { EMPTY_LOCK, lockText, readLock, type Lock, type PackSource } from '../../pack/lock.js';
import { shown } from '../shown-path.js';
import { lockFileOf } from '../supply.js';
import { writeWhole } from './write-whole.js';

/** Where added packs lie, beside the lock: in sight, for they are read, and are committed or taken again by the lock. */
export const ADDED_FOLDER = 'assay_packs';

export interface LockPlace {
  /** Absent where it is there and cannot be read. */
  readonly lock?: Lock;
  readonly file: string;
  readonly diagnostics: readonly Diagnostic[];
}

export function lockPlace(): LockPlace {
  const source = fileSource();
  const file = lockFileOf(source);
  if (source.kind(file) !== 'file') return { file, lock: EMPTY_LOCK, diagnostics: [] };
  const { lock, diagnostics } = readLock(source, file);
  return { file, ...(lock !== undefined && !diagnostics.some(isError) && { lock }), diagnostics };
}

export const writeLock = (file: string, lock: Lock): void => writeWhole(file, lockText(lock));

export const addedAt = (lockFile: string, id: string): string => posix.join(posix.dirname(lockFile), ADDED_FOLDER, id);

/** With its paths relative to the lock. */
export const asLocked = (source: PackSource, lockFile: string): PackSource =>
  withPaths(source, (path) =>
    posix.isAbsolute(path) ? path : posix.relative(posix.dirname(lockFile), shown(path)) || '.',
  );

/** With its paths relative to the working folder. */
export const asGiven = (source: PackSource, lockFile: string): PackSource =>
  withPaths(source, (path) => (posix.isAbsolute(path) ? path : posix.join(posix.dirname(lockFile), path)));

function withPaths(source: PackSource, change: (path: string) => string): PackSource {
  switch (source.type) {
    case 'npm':
      return source;
    case 'registry':
      return { ...source, folder: change(source.folder) };
    case 'path':
      return { ...source, path: change(source.path) };
  }
}

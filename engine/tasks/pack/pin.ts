/** `check --update-lock`: the lock pins what was loaded. */
import type { Diagnostic } from '../../document/diagnostic.js';
import { locked } from '../../pack/lock.js';
import type { Policies } from '../policies.js';
import { caught } from './faults.js';
import { lockPlace, writeLock } from './lock-place.js';

export function pin({ packs, plugins }: Policies['supplied']): readonly Diagnostic[] {
  const { lock, file, diagnostics } = lockPlace();
  if (lock === undefined) return diagnostics;
  try {
    writeLock(file, locked(lock, packs, plugins));
    return [];
  } catch (error) {
    return [caught(error, file)];
  }
}

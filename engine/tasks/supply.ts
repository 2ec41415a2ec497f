/** Trust roots and lock: which files say what may be loaded, and where they are. */
import { resolve } from 'node:path';
import type { Supply } from '../running-api.js';
import type { Diagnostic } from '../document/diagnostic.js';
import type { Source } from '../document/source.js';
import { Admission, openAdmission } from '../pack/admission.js';
import { LOCK_FILE, readLock, type Lock, type LockUse } from '../pack/lock.js';
import { readTrustRoots, type TrustRoots } from '../trust/trust-roots.js';
import { shown } from './shown-path.js';

export const TRUST_FILE = 'assay.trust.yaml';

/** As all tasks take it, or `own`: a publisher's own pack, which is about to be built or signed. */
export type SupplyOf = Supply | 'own';

export interface Terms {
  readonly trust?: TrustRoots;
  readonly lock?: Lock;
  readonly diagnostics: readonly Diagnostic[];
}

/** The documents that apply. Where one cannot be read, nothing is admitted on its strength: its faults are errors. */
export function supplyTerms(source: Source, { trust, frozen = false }: Supply): Terms {
  const trustFile = trust === undefined ? nearestFile(source, TRUST_FILE) : shown(trust);
  const lockFile = nearestFile(source, LOCK_FILE);
  const roots = trustFile === undefined ? undefined : readTrustRoots(source, trustFile);
  const lock = lockFile === undefined ? undefined : readLock(source, lockFile);
  const noLock: Diagnostic[] =
    frozen && lockFile === undefined
      ? [{ code: 'ASSAY1937', severity: 'error', message: `there is no ${LOCK_FILE}`, file: LOCK_FILE }]
      : [];
  return {
    ...(roots?.roots !== undefined && { trust: roots.roots }),
    ...(lock?.lock !== undefined && { lock: lock.lock }),
    diagnostics: [...(roots?.diagnostics ?? []), ...(lock?.diagnostics ?? []), ...noLock],
  };
}

export function admissionOf(
  source: Source,
  supply: SupplyOf,
  at: Date,
): {
  readonly admission: Admission;
  readonly lock?: Lock;
  readonly lockUse: LockUse;
  readonly diagnostics: readonly Diagnostic[];
} {
  if (supply === 'own') return { admission: openAdmission(), lockUse: 'told', diagnostics: [] };
  const lockUse = supply.frozen ? 'frozen' : supply.updateLock ? 'updated' : 'told';
  const { trust, lock, diagnostics } = supplyTerms(source, supply);
  const terms = { ...(trust !== undefined && { trust }), ...(lock !== undefined && { lock }) };
  const admission = new Admission({ ...terms, lockUse, at });
  return { admission, ...(lock !== undefined && { lock }), lockUse, diagnostics };
}

/** The file of this name in the working folder, else in the nearest folder above it. */
export function nearestFile(source: Source, name: string): string | undefined {
  for (let folder = resolve(''); ; folder = resolve(folder, '..')) {
    const file = shown(resolve(folder, name));
    if (source.kind(file) === 'file') return file;
    if (folder === resolve(folder, '..')) return undefined;
  }
}

/** The lock there is, else the place of a new one: the working folder. */
export const lockFileOf = (source: Source): string => nearestFile(source, LOCK_FILE) ?? LOCK_FILE;

import { partsOf, readsMeter } from '../plugins/contract.js';
import type { CatalogueEntry, Comparison } from '../plugins/contract.js';
import { digestValue } from '../trust/digest.js';
import type { PlanSubject } from './plan-subject.js';
import { readableInputs, readableRoots } from './relevant.js';

export interface KeyParts {
  readonly entry: CatalogueEntry;
  /** Defaults filled in. */
  readonly with: Readonly<Record<string, unknown>>;
  readonly subject: PlanSubject;
  readonly seed: number;
  /** Backend and its version; they bear on what runs a model or trains one. */
  readonly backends: Readonly<Record<string, string>>;
  /** The adapter that it is to run on; absent for the processor. */
  readonly device?: string;
  /** What a metered measurement reads. */
  readonly meter?: string;
  /** Bytes of memory that a measurement is held against, where it says so. */
  readonly budget?: number;
  /** When it may end, where it ends early. */
  readonly comparisons?: readonly Comparison[];
  /** Digest of a third party's code, which may change without its version. */
  readonly code?: string;
}

/** The identity of a measurement: SHA-256 of RFC 8785 of all that its figures are a function of. */
export function measurementKey({
  entry,
  with: parameters,
  subject,
  seed,
  backends,
  device,
  meter,
  budget,
  comparisons,
  code,
}: KeyParts): string {
  const roots = readableRoots(entry);
  const runsModels = (['model', 'predecessor', 'estimator'] as const).some((need) => partsOf(entry).includes(need));
  return digestValue({
    plugin: entry.id,
    version: entry.version,
    code: code ?? null,
    with: parameters,
    task: subject.task,
    inputs: readableInputs(partsOf(entry), subject.inputs).map(({ role, digest }) => [role, digest]),
    settings: roots.map((root) => [root, subject.settings[root] ?? null]),
    lacks: entry.needs.filter((need) => subject.lacks.includes(need)).sort(),
    seed,
    backends: runsModels ? backends : {},
    ...(device !== undefined && { device }),
    ...(meter !== undefined && readsMeter(entry, parameters) && { meter }),
    ...(budget !== undefined && entry.budgeted === true && { budget }),
    ...(comparisons !== undefined && { comparisons }),
  });
}

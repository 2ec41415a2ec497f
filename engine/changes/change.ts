/** What changed between two versions of a policy: plain data. */
import type { Origin } from '../pack/policy.js';
import type { Strictness } from '../rules/strictness.js';

/** `changed`: neither stricter nor weaker, or not plainly so. `neutral`: nothing that bears on a verdict. */
export type Effect = 'stricter' | 'weaker' | 'changed' | 'neutral';

export const CHANGE_KINDS = [
  'pack',
  'rule-added',
  'rule-removed',
  'level',
  'transition',
  'effective',
  'when',
  'require',
  'confidence',
  'basis',
  'max-age',
  'waivable',
  'measure',
  'rule-clause',
  'rule-text',
  'parameter-added',
  'parameter-removed',
  'value',
  'unit',
  'moves',
  'parameter-text',
  'fact-added',
  'fact-removed',
  'fact',
  'clause-added',
  'clause-removed',
  'clause-text',
  'clause-title',
  'citation',
  'in-effect',
  'waiver-added',
  'waiver-removed',
] as const;
export type ChangeKind = (typeof CHANGE_KINDS)[number];

export interface PolicyChange {
  readonly kind: ChangeKind;
  readonly effect: Effect;
  /** What changed: `law/GOOD`, `law.least`, `law 4.1`, an alias after its rule (`law/GOOD cv`). */
  readonly of: string;
  /** Before and after; absent where there was, or is, none. Conditions in words. */
  readonly from?: unknown;
  readonly to?: unknown;
  /** Of a number: in `unit`, the later one's. */
  readonly by?: number;
  readonly unit?: string;
  readonly before?: Origin;
  readonly after?: Origin;
}

export const effectOf = (strictness: Strictness): Effect =>
  strictness === 'same' ? 'neutral' : strictness === 'unknown' ? 'changed' : strictness;

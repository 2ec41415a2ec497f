/** What a proof took for granted, so that who reads it can judge it. */
import type { EffectiveRule } from '../pack/policy.js';
import type { EncodedPolicy } from './encode-policy.js';
import type { Encoder } from './encoder.js';

export const ASSUMPTIONS = [
  /** Any evidence that judging takes: exact, a band, with chance, of any basis, or none. */
  'any-evidence',
  /** One plugin with the same settings gives one figure; with others, an unrelated one. */
  'same-settings-same-figure',
  /** Estimates lie in the range, and are whole numbers, as plugins declare. */
  'declared-ranges',
  /** Support of an opposite is 1 less the support, without rounding. */
  'exact-support',
  /** Waivers that somebody may yet write are left out, but rules that cannot be waived must be met by such rules. */
  'no-waivers-to-come',
  /** Where none of a policy's rules applies, it holds nobody back. */
  'no-rule-applies',
  /** Ages of readings, answers of servers and dated evidence are open, and the same for both policies. */
  'any-age',
  /** Dates of rules and waivers: on every day from `asOf` on. */
  'from-as-of',
  /** Expressions of several figures are unknowns of their own. */
  'expressions-apart',
  /** Lists of any length, by an item that stands for any. */
  'lists-by-item',
] as const;
export type Assumption = (typeof ASSUMPTIONS)[number];

export function assumptionsOf(encoder: Encoder, ...policies: readonly EncodedPolicy[]): readonly Assumption[] {
  const absent = new Set<Assumption>();
  if (encoder.comparisons.compounds.size === 0) absent.add('expressions-apart');
  if (!encoder.lists.isUsed) absent.add('lists-by-item');
  if (encoder.ages.all.size === 0) absent.add('any-age');
  if (!policies.some(({ policy }) => policy.waivers.length > 0 || policy.rules.some(isDated))) absent.add('from-as-of');
  if (policies.every(({ policy }) => policy.rules.every(({ waiver }) => waiver === 'forbidden')))
    absent.add('no-waivers-to-come');
  return ASSUMPTIONS.filter((assumption) => !absent.has(assumption));
}

const isDated = ({ effectiveFrom, effectiveUntil, transition }: EffectiveRule): boolean =>
  [effectiveFrom, effectiveUntil, transition].some((date) => date !== undefined);

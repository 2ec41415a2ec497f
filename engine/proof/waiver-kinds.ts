/** Waivers that somebody may yet write: which a rule takes, and which it does not. */
import type { EffectiveRule } from '../pack/policy.js';

export interface WaiverKind {
  /** From issue to end. */
  readonly days: number;
  /** `Infinity`: as many as any rule asks for. */
  readonly approvers: number;
}

type Terms = Pick<EffectiveRule, 'waiver' | 'waiverTerms'>;

export const takes = ({ waiver, waiverTerms: { longest = Infinity, approvers = 1 } = {} }: Terms, kind: WaiverKind) =>
  waiver === 'allowed' && kind.days <= longest && kind.approvers >= approvers;

/** The easiest to get of each sort that a rule does not take: where another takes none of them, it is no easier to waive. */
export function refusedKinds({ waiver, waiverTerms: { longest, approvers = 1 } = {} }: Terms): readonly WaiverKind[] {
  if (waiver === 'forbidden') return [{ days: 1, approvers: Infinity }];
  return [
    ...(longest === undefined ? [] : [{ days: longest + 1, approvers: Infinity }]),
    ...(approvers > 1 ? [{ days: 1, approvers: approvers - 1 }] : []),
  ];
}

export const isNoEasierToWaive = (one: Terms, than: Terms): boolean =>
  refusedKinds(than).every((kind) => !takes(one, kind));

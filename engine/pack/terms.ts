/** What a rule asks for beside its conditions: as its author wrote it, and as profiles have tightened it. */
import type { Rule, WaiverTerms } from '../document/types.generated.js';
import { BASES, type Basis } from '../plugins/figure.js';
import type { Strictness } from '../rules/strictness.js';
import type { Layer, RuleDraft } from './layer.js';
import type { Terms, Waivable } from './policy.js';

/** Days of `90d`. */
export const daysOf = (text: string): number => Number(text.slice(0, -1));

/** As written in its own document. */
export function ownTerms(rule: Rule, { defaults = {} }: Layer['document']): Terms {
  const maxAge = rule.maxAge ?? defaults.maxAge;
  return {
    confidence: rule.confidence ?? defaults.confidence ?? 0.95,
    basis: (rule.basis as readonly Basis[] | undefined) ?? BASES.filter((basis) => basis !== 'declared'),
    ...waiverOf(rule.waiver ?? defaults.waiver ?? 'allowed'),
    ...(maxAge === undefined ? {} : { maxAge: daysOf(maxAge) }),
  };
}

/** As they stand after all layers. */
export function termsOf({ rule, layer, tightened = {} }: Pick<RuleDraft, 'rule' | 'layer' | 'tightened'>): Terms {
  const { waiver, waiverTerms, ...own } = ownTerms(rule, layer.document);
  const { confidence, basis, maxAge } = tightened;
  return {
    ...own,
    ...(confidence && { confidence: confidence.value }),
    ...(basis && { basis: basis.value }),
    ...(tightened.waiver?.value ?? { waiver, ...(waiverTerms && { waiverTerms }) }),
    ...(maxAge && { maxAge: maxAge.value }),
  };
}

/** Whether and how a rule can be waived. */
export function waiverOf(written: WaiverTerms): Waivable {
  if (typeof written === 'string') return { waiver: written };
  const { longest, approvers } = written;
  return {
    waiver: 'allowed',
    waiverTerms: {
      ...(longest === undefined ? {} : { longest: daysOf(longest) }),
      ...(approvers === undefined ? {} : { approvers }),
    },
  };
}

const byNumber = (before: number, after: number): Strictness =>
  after === before ? 'same' : after > before ? 'stricter' : 'weaker';

/** A verdict that uncertainty plays no part in is the weakest. */
export const confidenceStrictness = (before: Terms['confidence'], after: Terms['confidence']): Strictness =>
  byNumber(before === 'point' ? 0 : before, after === 'point' ? 0 : after);

export function basisStrictness(before: readonly Basis[], after: readonly Basis[]): Strictness {
  const fewer = after.every((basis) => before.includes(basis));
  const more = before.every((basis) => after.includes(basis));
  return fewer && more ? 'same' : fewer ? 'stricter' : more ? 'weaker' : 'unknown';
}

export function waiverStrictness(before: Waivable, after: Waivable): Strictness {
  if (before.waiver !== after.waiver) return after.waiver === 'forbidden' ? 'stricter' : 'weaker';
  if (before.waiver === 'forbidden') return 'same';
  const [from, to] = [before.waiverTerms ?? {}, after.waiverTerms ?? {}];
  const parts = [
    byNumber(-(from.longest ?? Infinity), -(to.longest ?? Infinity)),
    byNumber(from.approvers ?? 1, to.approvers ?? 1),
  ].filter((part) => part !== 'same');
  return new Set(parts).size > 1 ? 'unknown' : (parts[0] ?? 'same');
}

/** Evidence of any age is accepted where nothing is said. */
export const ageStrictness = (before: number | undefined, after: number | undefined): Strictness =>
  byNumber(-(before ?? Infinity), -(after ?? Infinity));

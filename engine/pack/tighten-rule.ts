/** `tighten` of a profile: what an imported rule asks for more strictly. Anything weaker is refused, with both places. */
import type { TightenedRule } from '../document/types.generated.js';
import type { Basis } from '../plugins/figure.js';
import type { Strictness } from '../rules/strictness.js';
import { originOf, type Fault, type Layer, type RuleDraft, type Tightened } from './layer.js';
import {
  ageStrictness,
  basisStrictness,
  confidenceStrictness,
  daysOf,
  termsOf,
  waiverOf,
  waiverStrictness,
} from './terms.js';

type Field = keyof Tightened;

export interface FieldFault {
  readonly field: Field;
  readonly fault: Fault;
}

export function tightenRule(
  draft: RuleDraft,
  wanted: TightenedRule,
  layer: Layer,
): { readonly draft: RuleDraft; readonly faults: readonly FieldFault[] } {
  const faults: FieldFault[] = [];
  const before = termsOf(draft);
  const found: { -readonly [Key in Field]?: NonNullable<Tightened[Key]> } = { ...draft.tightened };
  const origin = (field: Field) => originOf(layer, ['tighten', draft.id, field]);
  const weigh = (field: Field, strictness: Strictness, code: string, message: string, hint: string): boolean => {
    if (strictness === 'stricter' || strictness === 'same') return strictness === 'stricter';
    faults.push({ field, fault: { code, message: `${message} (${placeOf(draft, field)})`, hint } });
    return false;
  };
  const { confidence, basis, waiver, maxAge, when } = wanted;
  if (confidence !== undefined) {
    const strictness = confidenceStrictness(before.confidence, confidence);
    const message = `${draft.id} is judged at confidence ${before.confidence}, and ${confidence === 'point' ? 'points ask for none' : `${confidence} is less`}`;
    if (weigh('confidence', strictness, 'ASSAY1351', message, 'a profile may only raise it'))
      found.confidence = { value: confidence, origin: origin('confidence') };
  }
  if (basis !== undefined) {
    const value = basis as readonly Basis[];
    const more = value.filter((one) => !before.basis.includes(one)).join(', ');
    const message = `${draft.id} accepts figures that are ${before.basis.join(', ')}, and not ${more}`;
    if (weigh('basis', basisStrictness(before.basis, value), 'ASSAY1352', message, 'a profile may only leave some out'))
      found.basis = { value, origin: origin('basis') };
  }
  if (waiver !== undefined) {
    // What is not said stays as it is.
    const value = waiverOf(waiver);
    const merged = {
      ...value,
      ...(value.waiver === 'allowed' && { waiverTerms: { ...before.waiverTerms, ...value.waiverTerms } }),
    };
    const { longest, approvers = 1 } = before.waiverTerms ?? {};
    const terms = [
      ...(longest === undefined ? [] : [`for at most ${longest} days`]),
      ...(approvers > 1 ? [`by ${approvers} approvers`] : []),
    ].join(' and ');
    const message =
      before.waiver === 'forbidden'
        ? `${draft.id} cannot be waived`
        : `${draft.id} can be waived ${terms === '' ? 'only as the layer below says' : terms}, and this is more lenient`;
    const hint = 'a profile may forbid waivers, shorten their longest term, or ask for more approvers';
    if (weigh('waiver', waiverStrictness(before, merged), 'ASSAY1353', message, hint))
      found.waiver = { value: merged, origin: origin('waiver') };
  }
  if (maxAge !== undefined) {
    const message = `${draft.id} takes evidence of at most ${before.maxAge ?? 0} days, and ${daysOf(maxAge)} are more`;
    if (
      weigh('maxAge', ageStrictness(before.maxAge, daysOf(maxAge)), 'ASSAY1356', message, 'a profile may only lower it')
    )
      found.maxAge = { value: daysOf(maxAge), origin: origin('maxAge') };
  }
  // Whether it holds wherever the rule's own does is known once both are typed: see check-rules.
  if (when !== undefined) {
    found.when = { value: when, origin: origin('when'), layer };
  }
  return { draft: { ...draft, tightened: found }, faults };
}

/** Where a field was last set: by a profile in between, in the rule, by its document's defaults; else the rule itself. */
export function placeOf(draft: RuleDraft, field: Field): string {
  const set = draft.tightened?.[field];
  if (set !== undefined) return `${set.origin.file}:${set.origin.range.line}`;
  const { positions, document, file } = draft.layer;
  const inDefaults = field !== 'when' && field !== 'basis' && document.defaults?.[field] !== undefined;
  const at =
    draft.rule[field] !== undefined
      ? ['rules', draft.index, field]
      : inDefaults
        ? ['defaults', field]
        : ['rules', draft.index];
  return `${file}:${positions.value(at).range.line}`;
}

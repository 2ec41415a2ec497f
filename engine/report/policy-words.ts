/** How a policy's limits and layers are put in words, on every page of them. */
import type { PolicyLayer, PolicyPage, PolicyRule } from '../api.js';
import type { EffectiveParameter, EffectiveRule, Origin } from '../pack/policy.js';
import type { Messages } from './messages/messages.js';
import { parameterText } from './parameter-text.js';

export const placeOf = ({ file, range }: Origin): string => `${file}:${range.line}`;

export const valueText = (value: EffectiveParameter['value'], unit: string | undefined, m: Messages): string =>
  parameterText({ value, ...(unit !== undefined && { unit }) }, m);

export const nameOf = ({ id }: EffectiveParameter): string => id.slice(id.indexOf('.') + 1);

/** Which way layers above may move it. */
export function movesText({ tighten, adjustable }: EffectiveParameter, m: Messages): string {
  if (adjustable === false) return m.policy.moves.fixed;
  return m.policy.moves[tighten ?? (adjustable === true ? 'adjustable' : 'fixed')];
}

/** Who set it, with the place where that is not its owner, and what it was before, the latest first. */
export function settersText(parameter: EffectiveParameter, m: Messages): readonly string[] {
  const { origin, earlier = [], unit } = parameter;
  return [
    earlier.length === 0 ? origin.layer : `${origin.layer} (${placeOf(origin)})`,
    ...earlier.toReversed().map((before) => m.policy.before(valueText(before.value, unit, m), before.origin.layer)),
  ];
}

/** Whether and how a rule can be waived. */
export function waivableText({ waiver, waiverTerms = {} }: EffectiveRule, m: Messages): string {
  if (waiver === 'forbidden') return m.policy.waivable.forbidden;
  return m.policy.waivable.allowed(waiverTerms.longest, waiverTerms.approvers ?? 1);
}

/** From when a rule counts, and how old its evidence may be, in sentences. */
export function datesText(rule: EffectiveRule, m: Messages): readonly string[] {
  const { effectiveFrom, effectiveUntil, transition, maxAge } = rule;
  return [
    ...(effectiveFrom === undefined && effectiveUntil === undefined
      ? []
      : [m.policy.ruleInEffect(m.policy.inEffect(effectiveFrom, effectiveUntil))]),
    ...(transition === undefined ? [] : [m.policy.shallFrom(transition.until)]),
    ...(maxAge === undefined ? [] : [m.policy.maxAge(maxAge)]),
  ];
}

/** What profiles ask for more strictly, each with who asks. */
export const tightenedText = (tightened: PolicyRule['tightened'], m: Messages): readonly string[] =>
  (['confidence', 'basis', 'waiver', 'maxAge', 'when'] as const).flatMap((field) => {
    const origin = tightened?.[field];
    return origin === undefined ? [] : [m.policy.tightened[field](origin.layer, placeOf(origin))];
  });

/** Where a layer comes from, and from when on it counts. */
export function aboutLayer(
  { publisher, owner, effectiveFrom, effectiveUntil }: PolicyLayer,
  say: (text: PolicyLayer['title'] | undefined) => string,
  m: Messages,
): readonly string[] {
  return [
    publisher === undefined ? '' : m.policy.publishedBy(say(publisher)),
    owner === undefined ? '' : m.policy.ownedBy(say(owner)),
    m.policy.inEffect(effectiveFrom, effectiveUntil),
  ].filter((part) => part !== '');
}

/** The rules of each clause, then those of none; a profile's rules may cite a clause of any standard. */
export function rulesByClause(layer: PolicyLayer): {
  readonly clauses: readonly {
    readonly clause: PolicyLayer['clauses'][number];
    readonly rules: PolicyLayer['rules'];
  }[];
  readonly others: PolicyLayer['rules'];
} {
  const known = new Set(layer.clauses.map(({ id }) => id));
  return {
    clauses: layer.clauses.map((clause) => ({
      clause,
      rules: layer.rules.filter(({ rule }) => rule.clause === clause.id),
    })),
    others: layer.rules.filter(({ rule }) => rule.clause === undefined || !known.has(rule.clause)),
  };
}

export const layersWithContent = ({ layers }: PolicyPage): readonly PolicyLayer[] =>
  layers.filter(({ rules, clauses, parameters }) => rules.length + clauses.length + parameters.length > 0);

/** A clause's text and its parts stand in paragraphs of their own. */
export const paragraphs = (text: string): readonly string[] => text.split(/\n{2,}/).filter((one) => one.trim() !== '');

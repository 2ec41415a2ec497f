/** What changed in one rule. */
import { ageStrictness, basisStrictness, confidenceStrictness, waiverStrictness } from '../pack/terms.js';
import type { EffectiveRule } from '../pack/policy.js';
import { rangesIn } from '../pack/ranges.js';
import type { Condition } from '../rules/ast.js';
import { opposite, strictnessOf, together, withParameter, type Strictness } from '../rules/strictness.js';
import { effectOf, type ChangeKind, type Effect, type PolicyChange } from './change.js';
import { isEqual, type Side } from './side.js';

export function rulesChanged(
  before: EffectiveRule | undefined,
  after: EffectiveRule | undefined,
  [old, late]: readonly [Side, Side],
): readonly PolicyChange[] {
  const rule = after ?? before!;
  const places = { ...(before && { before: before.origin }), ...(after && { after: after.origin }) };
  if (before === undefined || after === undefined) {
    const [kind, ofShall, side] =
      before === undefined ? (['rule-added', 'stricter', late] as const) : (['rule-removed', 'weaker', old] as const);
    const effect: Effect = rule.level === 'shall' ? ofShall : 'changed';
    const words = side.inWords(rule.require, rule);
    return [{ kind, effect, of: rule.id, ...(before === undefined ? { to: words } : { from: words }), ...places }];
  }
  const found: PolicyChange[] = [];
  const tell = (kind: ChangeKind, effect: Effect, from: unknown, to: unknown, of = rule.id): void => {
    if (isEqual(from, to)) return;
    found.push({
      kind,
      effect,
      of,
      ...(from === undefined ? {} : { from }),
      ...(to === undefined ? {} : { to }),
      ...places,
    });
  };
  tell('level', after.level === 'shall' ? 'stricter' : 'weaker', before.level, after.level);
  tell(
    'transition',
    effectOf(later(before.transition?.until, after.transition?.until, '')),
    before.transition?.until,
    after.transition?.until,
  );
  tell('effective', effectOf(spanStrictness(before, after)), spanOf(before), spanOf(after));
  tell(
    'confidence',
    effectOf(confidenceStrictness(before.confidence, after.confidence)),
    before.confidence,
    after.confidence,
  );
  tell('basis', effectOf(basisStrictness(before.basis, after.basis)), before.basis, after.basis);
  tell('max-age', effectOf(ageStrictness(before.maxAge, after.maxAge)), before.maxAge, after.maxAge);
  tell('waivable', effectOf(waiverStrictness(before, after)), waivable(before), waivable(after));
  found.push(...conditionChanges(before, after, [old, late]));
  const aliases = new Set([...Object.keys(before.measurements), ...Object.keys(after.measurements)]);
  for (const alias of aliases) {
    tell('measure', 'changed', before.measurements[alias], after.measurements[alias], `${rule.id} ${alias}`);
  }
  tell('rule-clause', 'neutral', before.clause, after.clause);
  tell('rule-text', 'neutral', [before.title, before.remedy], [after.title, after.remedy]);
  return found;
}

type Span = Pick<EffectiveRule, 'effectiveFrom' | 'effectiveUntil'>;

const spanOf = ({ effectiveFrom, effectiveUntil }: Span): Span => ({
  ...(effectiveFrom === undefined ? {} : { effectiveFrom }),
  ...(effectiveUntil === undefined ? {} : { effectiveUntil }),
});

/** @param absent the day that none stands for */
const later = (before: string | undefined, after: string | undefined, absent: string): Strictness => {
  const [from, to] = [before ?? absent, after ?? absent];
  return from === to ? 'same' : to > from ? 'weaker' : 'stricter';
};

/** Longer in effect is stricter. */
export const spanStrictness = (before: Span, after: Span): Strictness =>
  together([
    later(before.effectiveFrom, after.effectiveFrom, ''),
    opposite(later(before.effectiveUntil, after.effectiveUntil, '9999-99-99')),
  ]);

const waivable = ({ waiver, waiverTerms }: EffectiveRule): object => ({ waiver, ...(waiverTerms && { waiverTerms }) });

/** Conditions with the parameters of the earlier, so that a limit that moved is told once, as the parameter's. */
function conditionChanges(
  before: EffectiveRule,
  after: EffectiveRule,
  [old, late]: readonly [Side, Side],
): readonly PolicyChange[] {
  const places = { before: before.origin, after: after.origin };
  const at = (condition: Condition): Condition =>
    Object.entries(before.parameters).reduce((sum, [name, { value, unit }]) => {
      return after.parameters[name]?.unit === unit ? withParameter(sum, name, value) : sum;
    }, condition);
  const found: PolicyChange[] = [];
  const tell = (kind: 'when' | 'require', effect: Effect, from?: Condition, to?: Condition): void => {
    const words = {
      ...(from === undefined ? {} : { from: old.inWords(from, before) }),
      ...(to === undefined ? {} : { to: late.inWords(to, after) }),
    };
    found.push({ kind, effect, of: after.id, ...words, ...places });
  };
  if (!isEqual(before.requireLogic, after.requireLogic)) {
    const strictness = strictnessOf(before.require, at(after.require), rangesIn(after.measurements, late.catalogue));
    tell('require', effectOf(strictness), before.require, after.require);
  }
  if (!isEqual(before.whenLogic, after.whenLogic)) {
    // A rule that applies to more is a stricter one.
    const strictness =
      before.when === undefined
        ? 'weaker'
        : after.when === undefined
          ? 'stricter'
          : opposite(strictnessOf(before.when, at(after.when), rangesIn({}, {})));
    tell('when', effectOf(strictness), before.when, after.when);
  }
  return found;
}

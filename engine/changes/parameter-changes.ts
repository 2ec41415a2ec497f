/** What changed in one parameter, and whether that makes the rules that read it stricter. */
import type { EffectiveParameter, EffectiveRule } from '../pack/policy.js';
import { rangesIn } from '../pack/ranges.js';
import { opposite, strictnessOf, together, withParameter, type Strictness } from '../rules/strictness.js';
import { fromBase, isUnitFault, parseUnit, sameDimension, toBase } from '../rules/units.js';
import { effectOf, type ChangeKind, type Effect, type PolicyChange } from './change.js';
import { isEqual, type Side } from './side.js';

export function parameterChanges(
  before: EffectiveParameter | undefined,
  after: EffectiveParameter | undefined,
  sides: readonly [Side, Side],
): readonly PolicyChange[] {
  const { id } = after ?? before!;
  const places = { ...(before && { before: before.origin }), ...(after && { after: after.origin }) };
  if (before === undefined)
    return [{ kind: 'parameter-added', effect: 'neutral', of: id, ...valueOf(after!), ...places }];
  if (after === undefined)
    return [{ kind: 'parameter-removed', effect: 'neutral', of: id, from: before.value, ...places }];
  const found: PolicyChange[] = [];
  const tell = (
    kind: ChangeKind,
    effect: Effect,
    from: unknown,
    to: unknown,
    more: Partial<PolicyChange> = {},
  ): void => {
    found.push({ kind, effect, of: id, from, to, ...more, ...places });
  };
  const converted = inUnitOf(before, after);
  if (before.unit !== after.unit) {
    const isSame = converted !== undefined && (before.unit === undefined) === (after.unit === undefined);
    tell('unit', isSame ? 'neutral' : 'changed', before.unit ?? '1', after.unit ?? '1');
  }
  const from = converted ?? before.value;
  if (!isEqual(from, after.value)) {
    const by = typeof from === 'number' && typeof after.value === 'number' ? { by: after.value - from } : {};
    const unit = after.unit === undefined ? {} : { unit: after.unit };
    tell('value', effectOf(valueStrictness(before, after, from, sides)), from, after.value, { ...by, ...unit });
  }
  const [oldMove, newMove] = [moves(before), moves(after)];
  if (oldMove !== newMove) tell('moves', movesEffect(oldMove, newMove), oldMove, newMove);
  if (!isEqual(before.title, after.title)) tell('parameter-text', 'neutral', before.title, after.title);
  return found;
}

const valueOf = ({ value, unit }: EffectiveParameter): { to: unknown; unit?: string } => ({
  to: value,
  ...(unit === undefined ? {} : { unit }),
});

/** The earlier value in the later unit; `undefined` where that cannot be. */
function inUnitOf(before: EffectiveParameter, after: EffectiveParameter): number | undefined {
  if (typeof before.value !== 'number') return undefined;
  if (before.unit === after.unit) return before.value;
  const [from, to] = [parseUnit(before.unit ?? '1'), parseUnit(after.unit ?? '1')];
  if (isUnitFault(from) || isUnitFault(to) || !sameDimension(from.dimension, to.dimension)) return undefined;
  return fromBase(toBase(before.value, from.factor), to.factor);
}

/** By `tighten`; without it, by what the rules that read it become. */
function valueStrictness(
  before: EffectiveParameter,
  after: EffectiveParameter,
  from: unknown,
  [old, late]: readonly [Side, Side],
): Strictness {
  const { value, tighten } = after;
  if (tighten !== undefined && tighten === before.tighten && typeof from === 'number' && typeof value === 'number') {
    return value > from === (tighten === 'up') ? 'stricter' : 'weaker';
  }
  const later = new Set(late.policy.rules.map(({ id }) => id));
  const read = old.policy.rules
    .filter(({ id }) => later.has(id))
    .flatMap((rule) => {
      const name = Object.keys(rule.parameters).find((one) => one === after.id || `${rule.layer}.${one}` === after.id);
      return name === undefined ? [] : [{ rule, name }];
    });
  // In another unit the number itself says nothing.
  const set = before.unit === after.unit ? value : undefined;
  if (set === undefined || read.length === 0) return 'unknown';
  return together(read.map(({ rule, name }) => underValue(rule, name, set, late)));
}

function underValue(rule: EffectiveRule, name: string, value: unknown, side: Side): Strictness {
  const { require, when, measurements } = rule;
  const rangeOf = rangesIn(measurements, side.catalogue);
  const ofRequire = strictnessOf(require, withParameter(require, name, value), rangeOf);
  if (when === undefined) return ofRequire;
  return together([ofRequire, opposite(strictnessOf(when, withParameter(when, name, value), rangeOf))]);
}

type Moves = 'up' | 'down' | 'adjustable' | 'fixed';

const moves = ({ tighten, adjustable }: EffectiveParameter): Moves =>
  adjustable === false ? 'fixed' : (tighten ?? (adjustable === true ? 'adjustable' : 'fixed'));

/** Freedom of the layers above: none, one way, any. */
const FREEDOM: Readonly<Record<Moves, number>> = { fixed: 0, up: 1, down: 1, adjustable: 2 };

const movesEffect = (before: Moves, after: Moves): Effect => {
  const more = FREEDOM[after] - FREEDOM[before];
  // One way may be the stricter one only, which weakens nothing.
  if (before === 'fixed' && after !== 'adjustable') return 'neutral';
  return more > 0 ? 'weaker' : more < 0 ? 'stricter' : 'changed';
};

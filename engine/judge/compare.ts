/** A comparison of numbers as a leaf of the judged tree: evidence for people, support for the recursion. */
import { weakest } from '../plugins/figure.js';
import type { Condition, NumberExpression } from '../rules/ast.js';
import { fromBase } from '../rules/units.js';
import { causeAmong } from './cause.js';
import { compareNumbers, type Comparison } from './comparison.js';
import { compareIntervals, MIRRORED } from './fixed.js';
import type { Support } from './kinds/spread.js';
import { pointNumber, textOf } from './point.js';
import { isUnknown, type Scope, type Unknown } from './resolve.js';
import { needOfComparison } from './settle.js';
import { evaluateTerm, Inputs, type Mention } from './term.js';
import type { Judged, Leaf, Need } from './tree.js';
import type { Cause, Evidence } from './verdict.js';

type Compare = Condition & { kind: 'compare' };

/** `confidence` is what evidence draws its interval at; `point` draws none. */
export function judgeComparison(condition: Compare, scope: Scope, confidence: number | 'point'): Judged {
  const split = splitExtremum(condition, scope);
  if (split) {
    return { kind: split.kind, parts: split.parts.map((part) => judgeComparison(part, scope, confidence)) };
  }
  return { kind: 'leaf', leaf: new ComparisonLeaf(condition, scope, confidence) };
}

/**
 * `max(a, b) ≥ c` is `a ≥ c or b ≥ c`, and so on: judged so, each part has its own evidence, and the corner that
 * draws would judge wrongly (see `shape.ts`) is gone.
 */
function splitExtremum(
  condition: Compare,
  scope: Scope,
): { kind: 'and' | 'or'; parts: readonly Compare[] } | undefined {
  const { operator } = condition;
  if (operator === '==' || operator === '!=') return undefined;
  for (const side of ['left', 'right'] as const) {
    const expression = condition[side];
    if (expression.kind !== 'arithmetic' || (expression.operator !== 'min' && expression.operator !== 'max')) continue;
    const inputs = new Inputs();
    inputs.termOf(expression, scope);
    if (inputs.mentions.filter(({ role }) => role === 'measured').length < 2) continue;
    const rising = (operator === '>=' || operator === '>') === (side === 'left');
    const kind = rising === (expression.operator === 'max') ? 'or' : 'and';
    return { kind, parts: expression.parts.map((part) => ({ ...condition, [side]: part })) };
  }
  return undefined;
}

/** What people read of it is made when it is asked for: most verdicts need the support alone. */
class ComparisonLeaf implements Leaf {
  readonly support: Support;
  readonly chance: boolean;
  readonly #comparison: Comparison;

  constructor(
    private readonly condition: Compare,
    private readonly scope: Scope,
    private readonly confidence: number | 'point',
  ) {
    const comparison = compareNumbers(condition, scope);
    const { mentions, chance } = comparison.inputs;
    this.#comparison = comparison;
    this.support = comparison.support;
    // What is unmeasured might have been uncertain: it counts.
    this.chance = chance.length > 0 || mentions.some(({ role, value }) => role === 'measured' && isUnknown(value));
  }

  get cause(): Cause {
    return causeOf(this.#comparison, this.#unknowns);
  }

  get facts(): Leaf['facts'] {
    return this.#comparison.inputs.mentions.flatMap(({ role, name, value }) =>
      role === 'fact' && !isUnknown(value) ? [{ fact: name, value: value.estimate }] : [],
    );
  }

  get evidence(): Leaf['evidence'] {
    return evidenceOf(this.condition, this.#comparison, this.scope, this.confidence, this.#unknowns);
  }

  need(error: number, wanted: boolean): Need {
    return needOfComparison(this.#comparison, pointOf(this.condition, this.scope), error, wanted);
  }

  get #unknowns(): readonly Unknown[] {
    return this.#comparison.inputs.mentions.map(({ value }) => value).filter(isUnknown);
  }
}

const pointOf = ({ left, right }: Compare, scope: Scope): readonly [number, number] | undefined => {
  const a = pointNumber(left, scope);
  const b = pointNumber(right, scope);
  return a === undefined || b === undefined ? undefined : [a, b];
};

function causeOf({ left, operator, right, inputs }: Comparison, unknowns: readonly Unknown[]): Cause {
  if (unknowns.length > 0) return causeAmong(unknowns.map(({ cause }) => cause));
  const points = inputs.chance.map(({ estimate }) => [estimate, estimate] as const);
  const [a, b] = [evaluateTerm(left, points), evaluateTerm(right, points)];
  if (![...a, ...b].every(Number.isFinite)) return 'failed';
  const [lowest, highest] = compareIntervals(a, operator, b);
  // Were the estimates exact, a band alone would still straddle the limit.
  return lowest === 0 && highest === 1 ? 'bounded' : 'uncertain';
}

/** Which side evidence speaks of: the measured one, else the subject's fact, else the left. */
type View = 'left' | 'right' | 'difference';

function viewOf({ left, right }: Compare, scope: Scope): View {
  const rank = (expression: NumberExpression): number => {
    const inputs = new Inputs();
    inputs.termOf(expression, scope);
    const roles = inputs.mentions.map(({ role }) => role);
    return roles.includes('measured') ? 2 : roles.includes('fact') ? 1 : 0;
  };
  const [a, b] = [rank(left), rank(right)];
  if (a === 2 && b === 2) return 'difference';
  return b > a ? 'right' : 'left';
}

function evidenceOf(
  condition: Compare,
  comparison: Comparison,
  scope: Scope,
  confidence: number | 'point',
  unknowns: readonly Unknown[],
): Leaf['evidence'] {
  const view = viewOf(condition, scope);
  const { mentions } = comparison.inputs;
  const measured = mentions.filter(({ role }) => role !== 'parameter');
  const { unit, factor } = displayUnit(condition, view, measured);
  const left = pointNumber(condition.left, scope);
  const right = pointNumber(condition.right, scope);
  const shown = { left, right, difference: left === undefined || right === undefined ? undefined : left - right }[view];
  const other = { left: right, right: left, difference: 0 }[view];
  const estimate = inUnit(shown, factor);
  const limit = inUnit(other, factor);
  const operator = view === 'right' ? MIRRORED[condition.operator] : condition.operator;
  const bases = measured.flatMap(({ value }) => (value.basis === undefined ? [] : [value.basis]));
  const known = unknowns.length === 0;
  return {
    output:
      view === 'difference'
        ? `${textOf(condition.left, scope)} - ${textOf(condition.right, scope)}`
        : textOf(condition[view], scope),
    estimate: known ? estimate : null,
    ...(known && confidence !== 'point' ? intervalIn(comparison, view, other, factor, confidence) : {}),
    ...(unit === undefined ? {} : { unit }),
    operator,
    limit,
    ...(known && estimate !== null && limit !== null ? { distance: distanceOf(estimate, operator, limit) } : {}),
    ...(bases.length === 0 ? {} : { basis: weakest(...bases) }),
    ...(known ? {} : { detail: unknowns.map(({ detail }) => detail).join('; ') }),
  };
}

const inUnit = (value: number | undefined, factor: number): number | null =>
  value === undefined || !Number.isFinite(value) ? null : fromBase(value, factor);

function distanceOf(estimate: number, operator: string, limit: number): number {
  if (operator === '==') return -Math.abs(estimate - limit);
  if (operator === '!=') return Math.abs(estimate - limit);
  return operator === '>=' || operator === '>' ? estimate - limit : limit - estimate;
}

/**
 * The unit that evidence is shown in: that of a bare output, or of all of them in a sum; else base units, unnamed.
 */
function displayUnit(
  condition: Compare,
  view: View,
  mentions: readonly Mention[],
): { readonly unit?: string; readonly factor: number } {
  const [first] = mentions;
  if (!first) return { factor: 1 };
  const shown = view === 'difference' ? [condition.left, condition.right] : [condition[view]];
  const alike = mentions.every(({ unit, factor }) => unit === first.unit && factor === first.factor);
  const plain = first.unit === '1' || shown.every(keepsUnit);
  return alike && plain ? { unit: first.unit, factor: first.factor } : { factor: 1 };
}

const keepsUnit = (expression: NumberExpression): boolean =>
  expression.kind !== 'arithmetic' ||
  (['+', '-', 'min', 'max'].includes(expression.operator) && expression.parts.every(keepsUnit));

function intervalIn(
  comparison: Comparison,
  view: View,
  limit: number | undefined,
  factor: number,
  confidence: number,
): Pick<Evidence, 'interval' | 'level'> {
  const exact = comparison.inputs.chance.length === 0;
  if (limit === undefined || (!exact && confidence <= 0.5)) return {};
  const [lower, upper] = ends(comparison, view, limit, factor, 1 - confidence);
  if (!Number.isFinite(lower) || !Number.isFinite(upper) || (exact && lower === upper)) return {};
  return { interval: [lower, upper], ...(exact ? {} : { level: 2 * confidence - 1 }) };
}

function ends(
  { left, right, inputs, solved, bound }: Comparison,
  view: View,
  limit: number,
  factor: number,
  error: number,
): readonly [number, number] {
  const shown = { left, right, difference: undefined }[view];
  if (solved && shown?.kind === 'chance') {
    const { spread } = inputs.chance[solved.input]!;
    return [spread.lower(error), spread.upper(error)];
  }
  const [low, high] = [bound(error, 'low'), bound(error, 'high')];
  const shift = view === 'right' ? [limit - high, limit - low] : [limit + low, limit + high];
  return [fromBase(shift[0]!, factor), fromBase(shift[1]!, factor)];
}

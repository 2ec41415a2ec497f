/** A comparison of numbers (`judge/compare.ts`) as formulas over what evidence may say. */
import { compareIntervals, MIRRORED } from '../judge/fixed.js';
import { isPoint } from '../judge/interval.js';
import { solveFor, type Solved } from '../judge/peel.js';
import { evaluateTerm, isFixed, type Term } from '../judge/term.js';
import type { Condition, Equality, NumberExpression, Ordering } from '../rules/ast.js';
import { and, atMost, below, FALSE, not, or, real, TRUE, type Formula, type Theory } from './formula.js';
import { Inputs, isTransparent, termKey } from './terms.js';
import { leastDouble, nextUp } from './threshold.js';
import { constantNode, type Leaf, type Node } from './tree.js';
import { boundsAt, endsOf, hasChance, isKnown } from './unknowns.js';
import type { NumberUnknown, Reading, Span, Unknowns } from './unknowns.js';

export type Compare = Condition & { kind: 'compare' };
type Operator = Ordering | Equality;

/** An expression of several figures, or of one in a way that cannot be solved for it: an unknown of its own. */
export interface Compound extends Span {
  readonly left: Term;
  readonly right: Term;
  readonly inputs: readonly NumberUnknown[];
}

export class Comparisons {
  readonly compounds = new Map<string, Compound>();

  constructor(
    private readonly theory: Theory,
    private readonly unknowns: Unknowns,
  ) {}

  node(condition: Compare, reading: Reading, resolve: ConstructorParameters<typeof Inputs>[0]): Node {
    const split = splitExtremum(condition);
    if (split) return { kind: split.kind, parts: split.parts.map((part) => this.node(part, reading, resolve)) };
    const inputs = new Inputs(resolve);
    const left = inputs.termOf(condition.left);
    const right = inputs.termOf(condition.right);
    const { operator } = condition;
    if (inputs.unknowns.length === 0) {
      const [lowest, highest] = compareIntervals(evaluateTerm(left, []), operator, evaluateTerm(right, []));
      return lowest === highest ? constantNode(lowest === 1) : { kind: 'leaf', leaf: OPEN_LEAF };
    }
    const solved = inputs.mentions === 1 ? solve(left, operator, right) : undefined;
    return {
      kind: 'leaf',
      leaf: solved
        ? this.#single(inputs.unknowns[0]!, solved, { left, operator, right }, reading)
        : this.#compound({ left, operator, right }, inputs.unknowns, reading),
    };
  }

  /** One figure against a limit. */
  #single(figure: NumberUnknown, solved: Solved, written: Written, reading: Reading): Leaf {
    const known = isKnown(figure, reading);
    const chance = hasChance(figure, reading);
    const ends = endsOf(figure, reading);
    const rising = isRising(written);
    const points = turningPoints(written, rising);
    const [holds, fails] = withoutChance(points, rising, ends, figure);
    const { operator, limit } = solved;
    const turns = operator === '>=' || operator === '<' ? points.from : points.beyond;
    const leaf = leafOf({
      definite: and(known, not(chance)),
      holds,
      fails,
      sampled: chance,
      span: figure,
      operator,
      limit,
      chance: figure.place.kind === 'fact' ? FALSE : or(chance, not(known)),
      theory: this.theory,
    });
    return { ...leaf, limited: { figure, operator, limit, turns } };
  }

  #compound(written: Written, inputs: readonly NumberUnknown[], reading: Reading): Leaf {
    const { left, right, operator, limit } = towardsConstant(written);
    const transparent = isTransparent(left) && isTransparent(right);
    // How joint draws judge a product may hang on its limit's sign; what is unknown in a part may still be decided.
    const ages = inputs.map(({ place }) => reading.fresh(place)).join();
    const context = transparent ? '' : `${Math.sign(limit)} ${reading.point} ${reading.accepted?.join() ?? ''} ${ages}`;
    const key = `${termKey(left, inputs)} ${termKey(right, inputs)} ${context}`;
    let span = this.compounds.get(key);
    if (span === undefined) {
      span = { ...this.unknowns.span(), left, right, inputs };
      this.theory.assert(atMost(span.low, span.high));
      this.compounds.set(key, span);
    }
    const allKnown = and(...inputs.map((input) => isKnown(input, reading)));
    const sampled = or(...inputs.map((input) => hasChance(input, reading)));
    const measured = inputs.filter(({ place }) => place.kind !== 'fact');
    const chance = or(sampled, ...measured.map((input) => not(isKnown(input, reading))));
    const [holds, fails] = withoutChance(limitPoints(operator, limit), true, span, undefined);
    return leafOf({
      definite: transparent ? and(allKnown, not(sampled)) : not(chance),
      holds,
      fails,
      sampled: transparent ? and(allKnown, sampled) : chance,
      span,
      operator,
      limit,
      chance,
      theory: this.theory,
    });
  }
}

interface Written {
  readonly left: Term;
  readonly operator: Operator;
  readonly right: Term;
}

const ZERO: Term = { kind: 'fixed', interval: [0, 0] };
const OPEN_LEAF: Leaf = { settled: () => FALSE, chance: FALSE, certain: [FALSE, FALSE] };

/** `judge/compare.ts`: `max(a, b) ≥ c` is `a ≥ c or b ≥ c`. */
function splitExtremum(condition: Compare): { kind: 'and' | 'or'; parts: readonly Compare[] } | undefined {
  const { operator } = condition;
  if (operator === '==' || operator === '!=') return undefined;
  for (const side of ['left', 'right'] as const) {
    const expression = condition[side];
    if (expression.kind !== 'arithmetic' || (expression.operator !== 'min' && expression.operator !== 'max')) continue;
    if (measuredIn(expression) < 2) continue;
    const rising = (operator === '>=' || operator === '>') === (side === 'left');
    const kind = rising === (expression.operator === 'max') ? 'or' : 'and';
    return { kind, parts: expression.parts.map((part) => ({ ...condition, [side]: part })) };
  }
  return undefined;
}

function measuredIn(expression: NumberExpression): number {
  if (expression.kind === 'arithmetic') return expression.parts.reduce((sum, part) => sum + measuredIn(part), 0);
  if (expression.kind === 'literal') return 0;
  return expression.reference.root === 'measurement' || expression.reference.root === 'item' ? 1 : 0;
}

/** `judge/comparison.ts` */
function solve(left: Term, operator: Operator, right: Term): Solved | undefined {
  const [moving, still, direction] = isFixed(right) ? [left, right, operator] : [right, left, MIRRORED[operator]];
  if (!isFixed(still)) return undefined;
  const limit = evaluateTerm(still, []);
  return isPoint(limit) ? solveFor(moving, direction, limit[0]) : undefined;
}

/** Whether the side with the figure, less the other, rises with the figure. */
function isRising({ left, right }: Written): boolean {
  const operator = solve(left, '>=', right)?.operator;
  return operator === '>=';
}

/** The least values at which `≥`, and at which `>`, come to hold; of what falls, at which `≤` and `<`. */
type TurningPoints = { readonly operator: Operator; readonly from: number; readonly beyond: number };

/** Of an exact figure, to the last bit of what judging computes from it. */
function turningPoints({ left, operator, right }: Written, rising: boolean): TurningPoints {
  const at = (asked: Ordering): number =>
    leastDouble((value) => {
      const box = [[value, value]] as const;
      return compareIntervals(evaluateTerm(left, box), asked, evaluateTerm(right, box))[0] === 1;
    });
  return { operator, from: at(rising ? '>=' : '<='), beyond: at(rising ? '>' : '<') };
}

const limitPoints = (operator: Operator, limit: number): TurningPoints => ({
  operator,
  from: limit,
  beyond: nextUp(limit),
});

/**
 * Whether a comparison holds, and fails, of all values between two ends.
 *
 * @param rising whether larger values are on the side of `≥`
 */
function withoutChance(
  { operator, from, beyond }: TurningPoints,
  rising: boolean,
  { low, high }: { readonly low: string; readonly high: string },
  figure: NumberUnknown | undefined,
): readonly [Formula, Formula] {
  for (const limit of [from, beyond]) if (Number.isFinite(limit)) figure?.limits.add(limit);
  const all = (limit: number): Formula => reaches(limit, low);
  const none = (limit: number): Formula => not(reaches(limit, high));
  switch (rising ? operator : MIRRORED[operator]) {
    case '>=':
      return [all(from), none(from)];
    case '>':
      return [all(beyond), none(beyond)];
    case '<':
      return [none(from), all(from)];
    case '<=':
      return [none(beyond), all(beyond)];
    case '==':
      return [and(all(from), none(beyond)), or(none(from), all(beyond))];
    case '!=':
      return [or(none(from), all(beyond)), and(all(from), none(beyond))];
  }
}

function reaches(limit: number, value: string): Formula {
  if (limit === Infinity) return FALSE;
  return limit === -Infinity ? TRUE : atMost(real(limit), value);
}

interface LeafParts {
  /** Known, and without chance: then `holds` and `fails` decide. */
  readonly definite: Formula;
  readonly holds: Formula;
  readonly fails: Formula;
  /** Known, and with chance: then bounds do. */
  readonly sampled: Formula;
  readonly span: Span;
  readonly operator: Operator;
  readonly limit: number;
  readonly chance: Formula;
  readonly theory: Theory;
}

function leafOf({ definite, holds, fails, sampled, span, operator, limit, chance, theory }: LeafParts): Leaf {
  const certain = [theory.define(and(definite, holds)), theory.define(and(definite, fails))] as const;
  return {
    chance,
    certain,
    settled: (wanted, error) =>
      or(
        certain[wanted ? 0 : 1],
        sampled === FALSE ? FALSE : and(sampled, byBounds(theory, span, operator, limit, wanted, error)),
      ),
  };
}

/** `judge/kinds/spread.ts`: whether support of `figure operator limit` is enough at an error. */
function byBounds(
  theory: Theory,
  span: Span,
  operator: Operator,
  limit: number,
  wanted: boolean,
  error: number,
): Formula {
  const c = real(limit);
  const passes = (asked: Ordering, at: number): Formula => {
    const { lower, upper } = boundsAt(theory, span, at);
    switch (asked) {
      case '>=':
        return atMost(c, lower);
      case '>':
        return below(c, lower);
      case '<':
        return below(upper, c);
      case '<=':
        return atMost(upper, c);
    }
  };
  const opposites: Readonly<Record<Ordering, Ordering>> = { '>=': '<', '>': '<=', '<=': '>', '<': '>=' };
  switch (operator) {
    case '==':
    case '!=':
      return wanted === (operator === '==')
        ? and(passes('>=', error), passes('<=', error))
        : or(passes('<', error / 2), passes('>', error / 2));
    default:
      return passes(wanted ? operator : opposites[operator], error);
  }
}

/** With the constant side, where there is one, as the limit of the other. */
function towardsConstant({ left, operator, right }: Written): Written & { readonly limit: number } {
  const constant = (term: Term): number | undefined => {
    const value = isFixed(term) ? evaluateTerm(term, []) : undefined;
    return value !== undefined && isPoint(value) && Number.isFinite(value[0]) ? value[0] : undefined;
  };
  const [a, b] = [constant(left), constant(right)];
  if (b !== undefined) return { left, operator, right: ZERO, limit: b };
  if (a !== undefined) return { left: right, operator: MIRRORED[operator], right: ZERO, limit: a };
  return { left, operator, right, limit: 0 };
}

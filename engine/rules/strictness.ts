/**
 * Which of two conditions holds for less: by their structure, where both are alike but for limits, parts and operators.
 * What is not alike so is `unknown`; a proof is `assay compare`.
 */
import type { Condition, DiscreteExpression, NumberExpression, Reference } from './ast.js';
import { combineIntervals, EVERYTHING, type Interval } from './interval.js';
import { toBase } from './units.js';

/** Of the later of two: `stricter` holds for less, `weaker` for more. */
export type Strictness = 'same' | 'stricter' | 'weaker' | 'unknown';

/** What a measured value can be, in its own unit. */
export type RangeOf = (reference: Reference) => Interval;

export function together(parts: readonly Strictness[]): Strictness {
  const moved = [...new Set(parts.filter((part) => part !== 'same'))];
  return moved.length > 1 ? 'unknown' : (moved[0] ?? 'same');
}

export const opposite = (strictness: Strictness): Strictness =>
  strictness === 'stricter' ? 'weaker' : strictness === 'weaker' ? 'stricter' : strictness;

export function strictnessOf(before: Condition, after: Condition, rangeOf: RangeOf): Strictness {
  if (meaning(before) === meaning(after)) return 'same';
  const of = (a: Condition, b: Condition): Strictness => strictnessOf(a, b, rangeOf);
  for (const kind of ['and', 'or'] as const) {
    if (before.kind === kind || after.kind === kind) return ofParts(partsOf(before, kind), partsOf(after, kind));
  }
  if (before.kind === 'not' && after.kind === 'not') return opposite(of(before.part, after.part));
  if (before.kind === 'if' && after.kind === 'if' && meaning(before.test) === meaning(after.test)) {
    return together([of(before.then, after.then), of(before.otherwise, after.otherwise)]);
  }
  if ('body' in before && 'body' in after && before.kind === after.kind && same(before.list, after.list)) {
    const body = of(before.body, after.body);
    return before.kind === 'none' ? opposite(body) : body;
  }
  const [earlier, later] = [membershipIn(before), membershipIn(after)];
  if (earlier && later && meaning(earlier.needle) === meaning(later.needle)) {
    return ofLists(earlier.texts, later.texts);
  }
  if (before.kind === 'compare' && after.kind === 'compare') return ofComparisons(before, after, rangeOf);
  return 'unknown';

  function ofParts(a: readonly Condition[], b: readonly Condition[]): Strictness {
    const kept = new Set(a.map(meaning).filter((part) => b.some((other) => meaning(other) === part)));
    const [gone, come] = [a, b].map((parts) => parts.filter((part) => !kept.has(meaning(part)))) as [
      Condition[],
      Condition[],
    ];
    const isAnd = before.kind === 'and' || after.kind === 'and';
    if (gone.length === 0) return isAnd ? 'stricter' : 'weaker';
    if (come.length === 0) return isAnd ? 'weaker' : 'stricter';
    return gone.length === come.length ? together(gone.map((part, index) => of(part, come[index]!))) : 'unknown';
  }
}

const partsOf = (condition: Condition, kind: 'and' | 'or'): readonly Condition[] =>
  condition.kind === kind ? (condition as Condition & { kind: 'and' | 'or' }).parts : [condition];

const same = (a: Reference, b: Reference): boolean => JSON.stringify(a) === JSON.stringify(b);

interface Membership {
  readonly needle: DiscreteExpression;
  readonly texts: readonly string[];
}

/** `in` of texts that are known, or `==` with one. */
function membershipIn(condition: Condition): Membership | undefined {
  if (condition.kind === 'in') {
    const texts = textsOf(condition.haystack);
    return texts && { needle: condition.needle, texts };
  }
  if (condition.kind !== 'equal' || condition.operator !== '==') return undefined;
  const { left, right } = condition;
  for (const [text, needle] of [[fixedIn(right), left] as const, [fixedIn(left), right] as const]) {
    if (typeof text === 'string') return { needle, texts: [text] };
  }
  return undefined;
}

/** A value in a list of fewer holds for less. */
function ofLists(before: readonly string[], after: readonly string[]): Strictness {
  const fewer = after.every((item) => before.includes(item));
  const more = before.every((item) => after.includes(item));
  return fewer && more ? 'same' : fewer ? 'stricter' : more ? 'weaker' : 'unknown';
}

function textsOf(list: (Condition & { kind: 'in' })['haystack']): readonly string[] | undefined {
  if (list.kind === 'list') {
    const texts = list.items.flatMap(textsIn);
    return list.items.every((item) => textsIn(item).length === 1) ? texts : undefined;
  }
  const texts = textsIn(list);
  return texts.length === 0 ? undefined : texts;
}

function textsIn(expression: DiscreteExpression): readonly string[] {
  const value = fixedIn(expression);
  return typeof value === 'string' ? [value] : Array.isArray(value) ? (value as readonly string[]) : [];
}

/** What an expression is whatever the evidence. */
const fixedIn = (expression: DiscreteExpression): unknown =>
  expression.kind === 'literal'
    ? expression.value
    : expression.reference.root === 'parameters'
      ? expression.reference.value
      : undefined;

type Compare = Condition & { readonly kind: 'compare' };

const MIRRORED = { '<': '>', '<=': '>=', '>': '>', '>=': '>=', '==': '==', '!=': '!=' } as const;

function ofComparisons(before: Compare, after: Compare, rangeOf: RangeOf): Strictness {
  const [a, b] = [upright(before), upright(after)];
  const isOrdered = (operator: Compare['operator']): boolean => operator !== '==' && operator !== '!=';
  if (!isOrdered(a.operator) || !isOrdered(b.operator)) return 'unknown';
  const left = moveOf(a.left, b.left, rangeOf);
  const right = moveOf(a.right, b.right, rangeOf);
  // A higher left side makes `left >= right` hold for more.
  const ofMoves = [left, right].map((move, side): Strictness => {
    if (move === 'same' || move === 'unknown') return move;
    return (move === 'higher') === (side === 0) ? 'weaker' : 'stricter';
  });
  const ofOperator: Strictness = a.operator === b.operator ? 'same' : b.operator === '>' ? 'stricter' : 'weaker';
  return together([...ofMoves, ofOperator]);
}

/** As `left > right` or `left >= right`. */
function upright({ operator, left, right }: Compare): Pick<Compare, 'operator' | 'left' | 'right'> {
  const turned = operator === '<' || operator === '<=';
  return { operator: MIRRORED[operator], left: turned ? right : left, right: turned ? left : right };
}

/** How an expression moved, whatever the measured values are. */
type Move = 'same' | 'higher' | 'lower' | 'unknown';

const reversed = (move: Move): Move => (move === 'higher' ? 'lower' : move === 'lower' ? 'higher' : move);

function joined(moves: readonly Move[]): Move {
  const moved = [...new Set(moves.filter((move) => move !== 'same'))];
  return moved.length > 1 ? 'unknown' : (moved[0] ?? 'same');
}

function moveOf(a: NumberExpression, b: NumberExpression, rangeOf: RangeOf): Move {
  if (meaning(a) === meaning(b)) return 'same';
  const [one, other] = [intervalOf(a, rangeOf), intervalOf(b, rangeOf)];
  if (one[0] === one[1] && other[0] === other[1] && Number.isFinite(one[0]) && Number.isFinite(other[0])) {
    return other[0] === one[0] ? 'same' : other[0] > one[0] ? 'higher' : 'lower';
  }
  if (a.kind !== 'arithmetic' || b.kind !== 'arithmetic' || a.operator !== b.operator) return 'unknown';
  if (a.parts.length !== b.parts.length) return 'unknown';
  const moves = a.parts.map((part, index) => moveOf(part, b.parts[index]!, rangeOf));
  switch (a.operator) {
    case '+':
    case 'min':
    case 'max':
      return joined(moves);
    case '-':
      return moves.length === 1
        ? reversed(moves[0]!)
        : joined(moves.map((move, i) => (i === 0 ? move : reversed(move))));
    case '*':
      return joined(
        moves.map((move, i) =>
          move === 'same'
            ? move
            : scaled(
                move,
                a.parts.filter((__, j) => j !== i),
              ),
        ),
      );
    case '/': {
      const [above, below] = b.parts;
      if (moves.length !== 2 || moves[0] === 'unknown' || moves[1] === 'unknown') return 'unknown';
      if (moves[1] === 'same') return scaled(moves[0]!, [below!]);
      const [from, to] = [intervalOf(a.parts[1]!, rangeOf), intervalOf(below!, rangeOf)];
      const keepsSign = (from[0] > 0 && to[0] > 0) || (from[1] < 0 && to[1] < 0);
      return moves[0] === 'same' && keepsSign ? reversed(scaled(moves[1]!, [above!])) : 'unknown';
    }
    case '%':
      return 'unknown';
  }

  function scaled(move: Move, by: readonly NumberExpression[]): Move {
    const sign = by.map((part) => signOf(intervalOf(part, rangeOf))).reduce<Sign>((x, y) => product(x, y), 1);
    return sign === 1 ? move : sign === -1 ? reversed(move) : sign === 0 ? 'same' : 'unknown';
  }
}

/** 1: never below 0; −1: never above; 0: nothing else; `undefined`: either. */
type Sign = 1 | -1 | 0 | undefined;

const signOf = ([lowest, highest]: Interval): Sign =>
  lowest === 0 && highest === 0 ? 0 : lowest >= 0 ? 1 : highest <= 0 ? -1 : undefined;

const product = (a: Sign, b: Sign): Sign =>
  a === 0 || b === 0 ? 0 : a === undefined || b === undefined ? undefined : a === b ? 1 : -1;

/** What an expression can be, in base units. */
function intervalOf(expression: NumberExpression, rangeOf: RangeOf): Interval {
  switch (expression.kind) {
    case 'literal':
      return [expression.value, expression.value];
    case 'reference': {
      const { reference, factor } = expression;
      if (reference.root === 'parameters') {
        const value = Number(reference.value);
        return Number.isFinite(value) ? [toBase(value, factor), toBase(value, factor)] : EVERYTHING;
      }
      const [lowest, highest] = rangeOf(reference);
      return [toBase(lowest, factor), toBase(highest, factor)];
    }
    case 'arithmetic':
      return combineIntervals(
        expression.operator,
        expression.parts.map((part) => intervalOf(part, rangeOf)),
      );
  }
}

/** How a comparison answers to each measured value in it: 1 where a higher value makes it hold, −1 where a lower does. */
export function answersOf(condition: Condition, rangeOf: RangeOf): ReadonlyMap<string, Sign> {
  const answers = new Map<string, Sign>();
  const visit = (node: Condition): void => {
    switch (node.kind) {
      case 'and':
      case 'or':
        return node.parts.forEach(visit);
      case 'not':
        return visit(node.part);
      case 'if':
        return [node.test, node.then, node.otherwise].forEach(visit);
      case 'all':
      case 'some':
      case 'none':
        return visit(node.body);
      case 'compare': {
        const { left, right } = upright(node);
        for (const name of new Set([...measuredIn(left), ...measuredIn(right)])) {
          const [rises, falls] = [slopeOf(left, name, rangeOf), slopeOf(right, name, rangeOf)];
          answers.set(`${node.pointer.join('/')} ${name}`, added(rises, negated(falls)));
        }
      }
    }
  };
  visit(condition);
  return answers;
}

const negated = (sign: Sign): Sign => (sign === 1 ? -1 : sign === -1 ? 1 : sign);
const added = (a: Sign, b: Sign): Sign => (a === 0 ? b : b === 0 || a === b ? a : undefined);

function measuredIn(expression: NumberExpression): readonly string[] {
  if (expression.kind === 'arithmetic') return expression.parts.flatMap(measuredIn);
  if (expression.kind === 'literal') return [];
  return expression.reference.root === 'parameters' ? [] : [expression.reference.name];
}

/** Whether an expression rises or falls with one of its inputs. */
function slopeOf(expression: NumberExpression, name: string, rangeOf: RangeOf): Sign {
  if (expression.kind === 'literal') return 0;
  if (expression.kind === 'reference') {
    return expression.reference.root !== 'parameters' && expression.reference.name === name ? 1 : 0;
  }
  const slopes = expression.parts.map((part) => slopeOf(part, name, rangeOf));
  const signs = expression.parts.map((part) => signOf(intervalOf(part, rangeOf)));
  if (slopes.every((slope) => slope === 0)) return 0;
  switch (expression.operator) {
    case '+':
    case 'min':
    case 'max':
      return slopes.reduce(added, 0);
    case '-':
      return slopes.length === 1
        ? negated(slopes[0])
        : slopes.map((slope, i) => (i === 0 ? slope : negated(slope))).reduce(added, 0);
    case '*':
      return slopes
        .map((slope, i) => signs.reduce<Sign>((sum, sign, j) => (i === j ? sum : product(sum, sign)), slope))
        .reduce(added, 0);
    case '/':
      return slopes.length === 2
        ? added(product(slopes[0], signs[1]), negated(product(slopes[1], signs[0])))
        : undefined;
    case '%':
      return undefined;
  }
}

/** A condition with a parameter at another value. @param name what follows `parameters.` */
export function withParameter(condition: Condition, name: string, value: unknown): Condition {
  const full = `parameters.${name}`;
  const replaced = (node: unknown): unknown => {
    if (Array.isArray(node)) return node.map(replaced);
    if (typeof node !== 'object' || node === null) return node;
    if ('root' in node && node.root === 'parameters')
      return 'name' in node && node.name === full ? { ...node, value } : node;
    return Object.fromEntries(Object.entries(node).map(([key, inner]) => [key, replaced(inner)]));
  };
  return replaced(condition) as Condition;
}

/** Equal where two parts mean the same: places, and names of parameters, play no part. */
function meaning(node: object): string {
  return JSON.stringify(node, (key: string, value: unknown) => {
    if (key === 'pointer') return undefined;
    if (isReferenceNode(value) && value.reference.root === 'parameters') {
      const { value: held } = value.reference;
      return typeof held === 'number' && value.factor !== undefined
        ? { kind: 'literal', value: toBase(held, value.factor) }
        : { kind: 'literal', value: held };
    }
    return value;
  });
}

const isReferenceNode = (value: unknown): value is { readonly reference: Reference; readonly factor?: number } =>
  typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'reference' && 'reference' in value;

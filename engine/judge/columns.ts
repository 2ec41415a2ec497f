/** Many draws at once: arithmetic on columns, of values where draws are points, of lower and upper ends where they are not. */
import { toBase } from '../rules/units.js';
import { combine, type ArithmeticOperator, type Interval } from './interval.js';
import type { Term } from './term.js';

export interface Column {
  readonly lower: Float64Array;
  /** The same array as `lower` where every draw is a point. */
  readonly upper: Float64Array;
}

const column = (count: number): Column => ({ lower: new Float64Array(count), upper: new Float64Array(count) });

export const isExact = ({ lower, upper }: Column): boolean => lower === upper;
export const exactly = (values: Float64Array): Column => ({ lower: values, upper: values });

function constant([lower, upper]: Interval, count: number): Column {
  const low = new Float64Array(count).fill(lower);
  return { lower: low, upper: lower === upper ? low : new Float64Array(count).fill(upper) };
}

/** a + b or a − b; a difference of infinities says nothing. */
function addColumns(a: Column, b: Column, sign: 1 | -1): Column {
  const count = a.lower.length;
  const result = column(count);
  const low = sign === 1 ? b.lower : b.upper;
  const high = sign === 1 ? b.upper : b.lower;
  for (let i = 0; i < count; i += 1) {
    const lower = a.lower[i]! + sign * low[i]!;
    const upper = a.upper[i]! + sign * high[i]!;
    result.lower[i] = Number.isNaN(lower) ? -Infinity : lower;
    result.upper[i] = Number.isNaN(upper) ? Infinity : upper;
  }
  return result;
}

function combineColumns(operator: ArithmeticOperator, parts: readonly Column[]): Column {
  const [first, ...rest] = parts;
  if (first === undefined) throw new Error('arithmetic without parts');
  if (rest.length > 0 && (operator === '+' || operator === '-')) {
    return rest.reduce((left, right) => addColumns(left, right, operator === '+' ? 1 : -1), first);
  }
  const result = column(first.lower.length);
  for (let i = 0; i < result.lower.length; i += 1) {
    const [lower, upper] = combine(
      operator,
      parts.map((part) => [part.lower[i]!, part.upper[i]!] as const),
    );
    result.lower[i] = lower;
    result.upper[i] = upper;
  }
  return result;
}

/** A side of arithmetic on points: draws, or one number for all. */
export type Points = Float64Array | number;

/** Where results go: an array of so many numbers, of any content. */
export type Room = (count: number) => Float64Array;

const fresh: Room = (count) => new Float64Array(count);

/** Arrays that are used again, for results that nobody keeps: making them new takes longer than the arithmetic. */
const spare: Float64Array[] = [];

/** @param work must keep nothing that it got from `room` */
export function inSpareRoom<T>(work: (room: Room) => T): T {
  const taken: Float64Array[] = [];
  const result = work((count) => {
    const at = spare.findIndex(({ length }) => length === count);
    const array = at === -1 ? new Float64Array(count) : spare.splice(at, 1)[0]!;
    taken.push(array);
    return array;
  });
  spare.push(...taken.slice(0, MOST_SPARE - spare.length));
  return result;
}

const MOST_SPARE = 16;

/**
 * Of points alone, in one pass an operator; `undefined` where an input is no point, or a result on the way is not finite:
 * then the arithmetic of intervals says what is known. Both give the same numbers.
 */
export function evaluatePoints(term: Term, inputs: readonly Column[], room: Room): Points | undefined {
  switch (term.kind) {
    case 'fixed': {
      const [lower, upper] = term.interval;
      return lower === upper ? lower : undefined;
    }
    case 'chance': {
      const input = inputs[term.input]!;
      if (!isExact(input)) return undefined;
      const { factor } = term;
      return factor === 1 ? input.lower : input.lower.map((value) => toBase(value, factor));
    }
    case 'arithmetic': {
      const [first, ...rest] = term.parts;
      let result = first && evaluatePoints(first, inputs, room);
      if (rest.length === 0 && term.operator === '-') return result === undefined ? undefined : negative(result);
      for (const part of rest) {
        const right = evaluatePoints(part, inputs, room);
        if (result === undefined || right === undefined) return undefined;
        result = pointwise(term.operator, result, right, room);
      }
      return result;
    }
  }
}

const negative = (values: Points): Points => (typeof values === 'number' ? -values : values.map((value) => -value));

function pointwise(operator: ArithmeticOperator, left: Points, right: Points, room: Room): Points | undefined {
  if (typeof left === 'number' && typeof right === 'number') {
    const [lower, upper] = combine(operator, [
      [left, left],
      [right, right],
    ]);
    return lower === upper ? lower : undefined;
  }
  if (typeof left === 'number') return numberWithDraws(operator, left, right as Float64Array, room);
  return typeof right === 'number'
    ? drawsWithNumber(operator, left, right, room(left.length))
    : drawsWithDraws(operator, left, right, room(left.length));
}

/* One loop an operator: a choice, or a call, in the loop costs more than the operation. `0 · r` is 0 for what is finite. */

function drawsWithDraws(
  operator: ArithmeticOperator,
  a: Float64Array,
  b: Float64Array,
  r: Float64Array,
): Float64Array | undefined {
  const n = a.length;
  let odd = 0;
  switch (operator) {
    case '+':
      for (let i = 0; i < n; i += 1) odd += 0 * (r[i] = a[i]! + b[i]!);
      break;
    case '-':
      for (let i = 0; i < n; i += 1) odd += 0 * (r[i] = a[i]! - b[i]!);
      break;
    case '*':
      for (let i = 0; i < n; i += 1) odd += 0 * (r[i] = a[i]! * b[i]!);
      break;
    case '/':
      for (let i = 0; i < n; i += 1) odd += 0 * (r[i] = a[i]! / b[i]!);
      break;
    case '%':
      for (let i = 0; i < n; i += 1) odd += 0 * (r[i] = a[i]! % b[i]!);
      break;
    case 'min':
      for (let i = 0; i < n; i += 1) r[i] = Math.min(a[i]!, b[i]!);
      break;
    case 'max':
      for (let i = 0; i < n; i += 1) r[i] = Math.max(a[i]!, b[i]!);
      break;
  }
  return odd === 0 ? r : undefined;
}

function drawsWithNumber(
  operator: ArithmeticOperator,
  a: Float64Array,
  b: number,
  r: Float64Array,
): Float64Array | undefined {
  const n = a.length;
  let odd = 0;
  switch (operator) {
    case '+':
      for (let i = 0; i < n; i += 1) odd += 0 * (r[i] = a[i]! + b);
      break;
    case '-':
      for (let i = 0; i < n; i += 1) odd += 0 * (r[i] = a[i]! - b);
      break;
    case '*':
      for (let i = 0; i < n; i += 1) odd += 0 * (r[i] = a[i]! * b);
      break;
    case '/':
      for (let i = 0; i < n; i += 1) odd += 0 * (r[i] = a[i]! / b);
      break;
    case '%':
      for (let i = 0; i < n; i += 1) odd += 0 * (r[i] = a[i]! % b);
      break;
    case 'min':
      for (let i = 0; i < n; i += 1) r[i] = Math.min(a[i]!, b);
      break;
    case 'max':
      for (let i = 0; i < n; i += 1) r[i] = Math.max(a[i]!, b);
      break;
  }
  return odd === 0 ? r : undefined;
}

function numberWithDraws(
  operator: ArithmeticOperator,
  a: number,
  b: Float64Array,
  room: Room,
): Float64Array | undefined {
  switch (operator) {
    case '+':
    case '*':
    case 'min':
    case 'max':
      return drawsWithNumber(operator, b, a, room(b.length));
    default:
      return drawsWithDraws(operator, room(b.length).fill(a), b, room(b.length));
  }
}

export function evaluateColumns(term: Term, inputs: readonly Column[], count: number): Column {
  const points = evaluatePoints(term, inputs, fresh);
  if (points !== undefined) return typeof points === 'number' ? constant([points, points], count) : exactly(points);
  switch (term.kind) {
    case 'fixed':
      return constant(term.interval, count);
    case 'chance': {
      const { lower, upper } = inputs[term.input]!;
      if (term.factor === 1) return { lower, upper };
      const scaled = (value: number): number => toBase(value, term.factor);
      return { lower: lower.map(scaled), upper: upper.map(scaled) };
    }
    case 'arithmetic':
      return combineColumns(
        term.operator,
        term.parts.map((part) => evaluateColumns(part, inputs, count)),
      );
  }
}

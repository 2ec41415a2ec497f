/** Many interval-valued draws at once: arithmetic on columns of lower and upper ends. */
import { toBase } from '../rules/units.js';
import { combine, type ArithmeticOperator, type Interval } from './interval.js';
import type { Term } from './term.js';

export interface Column {
  readonly lower: Float64Array;
  readonly upper: Float64Array;
}

const column = (count: number): Column => ({ lower: new Float64Array(count), upper: new Float64Array(count) });

function constant([lower, upper]: Interval, count: number): Column {
  const result = column(count);
  result.lower.fill(lower);
  result.upper.fill(upper);
  return result;
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

export function evaluateColumns(term: Term, inputs: readonly Column[], count: number): Column {
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

/** Support of a comparison from draws of left − right, with the allowance for their number. */
import type { Ordering } from '../rules/ast.js';
import type { Column, Points } from './columns.js';
import { contractTail, expandTail } from '../numerics/expanded-tail.js';
import { opposite, type Support } from './kinds/spread.js';

export interface Difference {
  /** Support of `left operator right`. */
  support(operator: Ordering): Support;
  /** One-sided bound of left − right at `error`, of the same draws; infinite where they are too few. */
  bound(error: number, end: 'low' | 'high'): number;
}

/** DESIGN.md §5: support widened by three standard errors. */
const STANDARD_ERRORS = 3;

function ordering(atLeast: (strict: boolean) => Support): (operator: Ordering) => Support {
  return (operator) => {
    const strict = operator === '>' || operator === '<=';
    return operator === '>=' || operator === '>' ? atLeast(strict) : opposite(atLeast(strict));
  };
}

/** Number of values at least `limit`, or above it where `strict`. */
function countAbove(values: Float64Array, limit: number, strict: boolean): number {
  let count = 0;
  for (let i = 0; i < values.length; i += 1) if (strict ? values[i]! > limit : values[i]! >= limit) count += 1;
  return count;
}

/**
 * Draws of which `trials` are independent. The share is widened by Wilson's bound (1927), the standard error taken
 * at the bound: it does not vanish where all draws agree, so support is never 1 or 0.
 */
export function sampledDifference({ lower, upper }: Column, trials: number): Difference {
  const count = lower.length;
  const widened = (share: number, sign: 1 | -1): number => {
    const z = STANDARD_ERRORS;
    const spread = z * Math.sqrt((share * (1 - share)) / trials + (z * z) / (4 * trials * trials));
    return Math.min(1, Math.max(0, (share + (z * z) / (2 * trials) + sign * spread) / (1 + (z * z) / trials)));
  };
  return {
    support: ordering((strict) => [
      widened(countAbove(lower, 0, strict) / count, -1),
      widened(countAbove(upper, 0, strict) / count, 1),
    ]),
    bound: (error, end) => {
      const spare = error - STANDARD_ERRORS * Math.sqrt((error * (1 - error)) / trials);
      if (spare < 0) return end === 'low' ? -Infinity : Infinity;
      const beyond = Math.floor(spare * count);
      return end === 'low' ? lower.slice().sort()[beyond]! : upper.slice().sort()[count - 1 - beyond]!;
    },
  };
}

/**
 * Paired bootstrap draws, all resampled together: allowances as for a single figure (`kinds/empirical.ts`).
 *
 * @param n independent sampling units, where known
 * @param size of the values that were subtracted: draws are float32, so differences below its rounding are ties
 */
export function pairedDifference({ lower, upper }: Column, n: number | undefined, size: number): Difference {
  const tie = size * FLOAT32_ROUNDING;
  return paired(
    lower.length,
    n,
    countAbove(lower, tie, true),
    countAbove(upper, -tie, false),
    () => lower.slice().sort(),
    () => upper.slice().sort(),
  );
}

const FLOAT32_ROUNDING = 2 ** -23;

/** @param above number of draws above 0 by more than a tie, `notBelow` of those not below it by more */
function paired(
  count: number,
  n: number | undefined,
  above: number,
  notBelow: number,
  lower: () => Float64Array,
  upper: () => Float64Array,
): Difference {
  const tail = (draws: number): number => Math.min(1, expandTail((draws + 1) / (count + 1), n));
  return {
    support: ordering(() => [1 - tail(count - above), tail(notBelow)]),
    bound: (error, end) => {
      const beyond = Math.floor(contractTail(error, n) * (count + 1));
      return end === 'low' ? (lower()[beyond - 1] ?? -Infinity) : (upper()[count - beyond] ?? Infinity);
    },
  };
}

/**
 * The same of two sides whose draws are points, one of them perhaps one number for all. Keeps neither.
 *
 * @param differences all of them, made anew
 */
export function pairedPointDifference(
  a: Points,
  b: Points,
  n: number | undefined,
  differences: () => Float64Array,
): Difference {
  const count = typeof a === 'number' ? (b as Float64Array).length : a.length;
  const [left, right] = [rangeOf(a), rangeOf(b)];
  const tie = (sizeOf(left) + sizeOf(right)) * FLOAT32_ROUNDING;
  // As a rule the sides lie apart, and their ranges say all.
  const [above, notBelow] =
    left[0] - right[1] > tie ? [count, count] : left[1] - right[0] < -tie ? [0, 0] : countsBeyond(a, b, count, tie);
  let sorted: Float64Array | undefined;
  const ascending = (): Float64Array => (sorted ??= differences().sort());
  return paired(count, n, above, notBelow, ascending, ascending);
}

type Range = readonly [lowest: number, highest: number];

function rangeOf(side: Points): Range {
  if (typeof side === 'number') return [side, side];
  let lowest = Infinity;
  let highest = -Infinity;
  for (let i = 0; i < side.length; i += 1) {
    const value = side[i]!;
    if (value < lowest) lowest = value;
    if (value > highest) highest = value;
  }
  return [lowest, highest];
}

const sizeOf = ([lowest, highest]: Range): number => Math.max(Math.abs(lowest), Math.abs(highest));

/** Numbers of differences a − b above `tie`, and not below −`tie`. */
function countsBeyond(a: Points, b: Points, count: number, tie: number): readonly [above: number, notBelow: number] {
  let above = 0;
  let notBelow = 0;
  if (typeof a !== 'number' && typeof b !== 'number') {
    for (let i = 0; i < count; i += 1) {
      const difference = a[i]! - b[i]!;
      if (difference > tie) above += 1;
      if (difference >= -tie) notBelow += 1;
    }
  } else {
    // x − b, or a − x = −x + a: the same doubles.
    const values = (typeof a === 'number' ? b : a) as Float64Array;
    const sign = typeof a === 'number' ? -1 : 1;
    const shift = typeof a === 'number' ? a : -(b as number);
    for (let i = 0; i < count; i += 1) {
      const difference = sign * values[i]! + shift;
      if (difference > tie) above += 1;
      if (difference >= -tie) notBelow += 1;
    }
  }
  return [above, notBelow];
}

/** Support of a comparison from draws of left − right, with the allowance for their number. */
import type { Ordering } from '../rules/ast.js';
import type { Column } from './columns.js';
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
  const count = lower.length;
  const tie = size * 2 ** -23;
  const tail = (draws: number): number => Math.min(1, expandTail((draws + 1) / (count + 1), n));
  return {
    support: ordering(() => [1 - tail(count - countAbove(lower, tie, true)), tail(countAbove(upper, -tie, false))]),
    bound: (error, end) => {
      const beyond = Math.floor(contractTail(error, n) * (count + 1));
      return end === 'low'
        ? (lower.slice().sort()[beyond - 1] ?? -Infinity)
        : (upper.slice().sort()[count - beyond] ?? Infinity);
    },
  };
}

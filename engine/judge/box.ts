/**
 * Support of a comparison from the bounds of each input on its own: valid under any dependence between the inputs
 * and for any arithmetic. The error is split over the inputs (Bonferroni); bounds of a fixed level take their own
 * 1 − level, the rest is shared evenly. An input in which the comparison is monotone needs one side only.
 */
import type { Ordering } from '../rules/ast.js';
import { both, directionOf, reversed } from './direction.js';
import { compareIntervals } from './fixed.js';
import { WHOLE, type Interval } from './interval.js';
import type { Spread, Support } from './kinds/spread.js';
import type { KnownNumber } from './resolve.js';
import { evaluateTerm, type Term } from './term.js';

/** Errors below this are not told from none: support ends at 1 − 1e-9. */
const SMALLEST_ERROR = 1e-9;
const HALVINGS = 48;

interface Comparison {
  readonly left: Term;
  readonly operator: Ordering;
  readonly right: Term;
  readonly inputs: readonly KnownNumber[];
}

/** Share of `error` for each input; none where bounds of a fixed level do not fit in. */
function shares(spreads: readonly Spread[], error: number): readonly (number | undefined)[] {
  const taken = spreads.reduce((sum, { level }) => sum + (level === undefined ? 0 : 1 - level), 0);
  const open = spreads.filter(({ level }) => level === undefined).length;
  // A tie of level and confidence counts as fitting: 1 − 0.95 and 0.05 differ in the last bit.
  const fits = taken <= error * (1 + 1e-12) && (open === 0 || taken < error);
  return spreads.map(({ level }) => (fits ? (level === undefined ? (error - taken) / open : 1 - level) : undefined));
}

/** Intervals of the inputs that miss with probability at most `error` together, for the low or the high end. */
function boxAt(comparison: Comparison, error: number, end: 'low' | 'high'): readonly Interval[] {
  const { left, right, inputs } = comparison;
  const share = shares(
    inputs.map(({ spread }) => spread),
    error,
  );
  return inputs.map(({ spread }, input) => {
    const part = share[input];
    if (part === undefined) return WHOLE;
    if (spread.level !== undefined) return [spread.lower(part), spread.upper(part)];
    const direction = both(directionOf(left, input, inputs), reversed(directionOf(right, input, inputs)));
    if (direction === undefined) return [spread.lower(part / 2), spread.upper(part / 2)];
    const value = (direction === 1) === (end === 'low') ? spread.lower(part) : spread.upper(part);
    return [value, value];
  });
}

/** left − right at the low or high end, with probability of error at most `error`: what evidence draws. */
export function differenceBound(comparison: Comparison, error: number, end: 'low' | 'high'): number {
  const box = boxAt(comparison, error, end);
  const left = evaluateTerm(comparison.left, box);
  const right = evaluateTerm(comparison.right, box);
  return end === 'low' ? left[0] - right[1] : left[1] - right[0];
}

/** The smallest error at which `holds`, which once true stays true. */
function smallestError(holds: (error: number) => boolean): number {
  let high = 1 - 2 ** -30;
  if (!holds(high)) return 1;
  let low = SMALLEST_ERROR;
  if (holds(low)) return low;
  for (let halving = 0; halving < HALVINGS; halving += 1) {
    const middle = Math.sqrt(low * high);
    if (holds(middle)) high = middle;
    else low = middle;
  }
  return high;
}

export function boxSupport(comparison: Comparison): Support {
  const { left, operator, right } = comparison;
  const rising = operator === '>=' || operator === '>';
  const at = (error: number, end: 'low' | 'high'): Support => {
    const box = boxAt(comparison, error, end);
    return compareIntervals(evaluateTerm(left, box), operator, evaluateTerm(right, box));
  };
  const passing = smallestError((error) => at(error, rising ? 'low' : 'high')[0] === 1);
  const failing = smallestError((error) => at(error, rising ? 'high' : 'low')[1] === 0);
  return [1 - passing, failing];
}

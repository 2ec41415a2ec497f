/** From a figure to what judging needs of it: closed forms for every kind of uncertainty (DESIGN.md §5). */
import { decodeDraws, type Bounds, type Figure } from '../plugins/figure.js';
import type { Equality, Ordering } from '../rules/ast.js';
import { boundsSpread } from './kinds/bounds.js';
import { exactSpread, rangeSpread } from './kinds/constant.js';
import { empiricalSpread } from './kinds/empirical.js';
import { proportionSpread } from './kinds/proportion.js';
import { opposite, supportOfEquality, supportOfOrdering, type Spread, type Support } from './kinds/spread.js';
import { studentTSpread } from './kinds/student-t.js';

/**
 * The spread of a figure in its own unit, or `undefined` where a number in it is not one (NaN, infinite, a scale of
 * zero, draws of another length): such a figure is unmeasured (`failed`) and never passes.
 */
export function spreadOf(figure: Figure): Spread | undefined {
  const known = spreads.get(figure);
  if (known) return known;
  const read = readSpread(figure);
  if (read === undefined) return undefined;
  const spread = read.chance ? { ...read, lower: remembered(read.lower), upper: remembered(read.upper) } : read;
  spreads.set(figure, spread);
  return spread;
}

/** A figure is read by several rules: its draws are decoded and sorted once. */
const spreads = new WeakMap<Figure, Spread>();

/** Rules of one confidence ask for one bound, which takes a search. */
function remembered(bound: (error: number) => number): (error: number) => number {
  let asked = Number.NaN;
  let found = Number.NaN;
  return (error) => {
    if (error !== asked) [asked, found] = [error, bound(error)];
    return found;
  };
}

function readSpread(figure: Figure): Spread | undefined {
  const { uncertainty, estimate } = figure;
  if (!Number.isFinite(estimate) || !isObject(uncertainty)) return undefined;
  const finite = (...values: readonly number[]): boolean => values.every(Number.isFinite);
  switch (uncertainty.kind) {
    case 'exact':
      return exactSpread(estimate);
    case 'proportion': {
      const { k, n, transform } = uncertainty;
      return finite(k, n) && n > 0 && k >= 0 && k <= n ? proportionSpread(k, n, transform) : undefined;
    }
    case 'student-t': {
      const { scale, df, transform } = uncertainty;
      if (!finite(scale, df) || scale <= 0 || df <= 0) return undefined;
      if (transform === 'logit' && (estimate <= 0 || estimate >= 1)) return undefined;
      if (transform === 'log' && estimate <= 0) return undefined;
      return studentTSpread(estimate, scale, df, transform ?? 'none');
    }
    case 'empirical': {
      const { draws } = uncertainty;
      if (!isObject(draws) || typeof draws.data !== 'string' || !(draws.count >= 2)) return undefined;
      if (Buffer.from(draws.data, 'base64').length !== draws.count * 4) return undefined;
      const values = decodeDraws(draws);
      if (!values.every(Number.isFinite) || values.every((value) => value === values[0])) return undefined;
      return empiricalSpread(values, figure.n);
    }
    case 'bounds': {
      const { also = [] } = uncertainty;
      if (!Array.isArray(also)) return undefined;
      const bounds: readonly Bounds[] = [uncertainty, ...also];
      const sound = bounds.every((one, at) => isBounds(one) && (at === 0 || isWithin(one, bounds[at - 1]!)));
      const { point = { lower: estimate, upper: estimate } } = uncertainty;
      return sound && isObject(point) && finite(point.lower, point.upper) && point.lower <= point.upper
        ? boundsSpread(bounds)
        : undefined;
    }
    case 'range': {
      const { lower, upper } = uncertainty;
      return finite(lower, upper) && lower <= upper ? rangeSpread(lower, upper) : undefined;
    }
    default:
      return undefined;
  }
}

const isBounds = (value: Bounds): boolean => {
  if (!isObject(value)) return false;
  const { lower, upper, level } = value;
  return [lower, upper, level].every(Number.isFinite) && lower <= upper && level > 0 && level < 1;
};

const isWithin = (inner: Bounds, outer: Bounds): boolean =>
  inner.level < outer.level && inner.lower >= outer.lower && inner.upper <= outer.upper;

/** A plugin, or a cache, may have handed us anything. */
const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null;

/** Support of `value operator limit`. */
export function supportOf(spread: Spread, operator: Ordering | Equality, limit: number): Support {
  if (operator === '==') return supportOfEquality(spread, limit);
  if (operator === '!=') return opposite(supportOfEquality(spread, limit));
  return supportOfOrdering(spread, operator, limit);
}

/**
 * The figure's central interval at `level` (a probability), in the figure's unit, of the distribution that it is
 * judged by; `undefined` where there is none (too few draws, bounds of a lower level, a broken figure). At level
 * 2·confidence − 1 a limit lies below all of it exactly when `value ≥ limit` passes.
 */
export function intervalOf(figure: Figure, level: number): readonly [number, number] | undefined {
  const spread = spreadOf(figure);
  return spread && centralInterval(spread, (1 - level) / 2);
}

/** Between the one-sided bounds at `error` each. */
export function centralInterval(spread: Spread, error: number): readonly [number, number] | undefined {
  const lower = spread.lower(error);
  const upper = spread.upper(error);
  return Number.isFinite(lower) && Number.isFinite(upper) && lower <= upper ? [lower, upper] : undefined;
}

import { decodeDraws } from './figure.js';
import { isFields, isFiniteNumber, strangers } from './fault.js';
import type { Fault, Fields } from './fault.js';

/** A float32 keeps 24 bits: a draw at the end of its range may lie this far (relatively) outside. */
const DRAW_TOLERANCE = 1e-6;
/** A program that writes seven digits is taken to mean the fraction that it counted. */
const PROPORTION_TOLERANCE = 1e-6;

export type Interval = readonly [number | null, number | null];

/** Faults of the uncertainty of a figure with a finite `estimate` and the declared `range`. */
export function uncertaintyFaults(
  value: unknown,
  estimate: number,
  range: Interval,
  pointer: string,
): readonly Fault[] {
  const fault = (message: string): readonly Fault[] => [{ pointer, message }];
  if (!isFields(value)) return fault('must be an object with a kind');
  switch (value.kind) {
    case 'exact':
      return strangers(value, ['kind'], pointer);
    case 'proportion':
      return [
        ...strangers(value, ['kind', 'k', 'n', 'transform'], pointer),
        ...proportionFaults(value, estimate, pointer),
      ];
    case 'student-t':
      return [
        ...strangers(value, ['kind', 'scale', 'df', 'transform'], pointer),
        ...studentFaults(value, estimate, pointer),
      ];
    case 'empirical':
      return [...strangers(value, ['kind', 'draws'], pointer), ...drawsFaults(value.draws, range, `${pointer}/draws`)];
    case 'bounds':
      return [
        ...strangers(value, ['kind', 'lower', 'upper', 'level', 'anytime', 'also', 'point'], pointer),
        ...boundsFaults(value, estimate, pointer),
        ...alsoFaults(value, estimate, pointer),
        ...pointFaults(value, estimate, `${pointer}/point`),
        ...(typeof value.anytime === 'boolean' ? [] : fault('anytime must be a boolean')),
      ];
    case 'range':
      return [...strangers(value, ['kind', 'lower', 'upper'], pointer), ...enclosureFaults(value, estimate, pointer)];
    default:
      return fault(`unknown kind ${JSON.stringify(value.kind)}`);
  }
}

function proportionFaults({ k, n, transform }: Fields, estimate: number, pointer: string): readonly Fault[] {
  if (!isFiniteNumber(k) || !isFiniteNumber(n) || n <= 0 || k < 0 || k > n) {
    return [{ pointer, message: 'must have 0 ≤ k ≤ n and n > 0' }];
  }
  if (transform !== undefined && transform !== 'dice')
    return [{ pointer, message: 'transform must be dice or absent' }];
  const share = k / n;
  const value = transform === 'dice' ? (2 * share) / (1 + share) : share;
  if (Math.abs(value - estimate) <= PROPORTION_TOLERANCE) return [];
  return [{ pointer, message: `k and n give ${value}, the estimate is ${estimate}` }];
}

function studentFaults({ scale, df, transform }: Fields, estimate: number, pointer: string): readonly Fault[] {
  if (!isFiniteNumber(scale) || scale <= 0)
    return [{ pointer, message: 'scale must be above 0: no spread is not certainty' }];
  if (!isFiniteNumber(df) || df <= 0) return [{ pointer, message: 'df must be above 0' }];
  if (transform === undefined) return [];
  if (transform === 'logit') {
    return estimate > 0 && estimate < 1 ? [] : [{ pointer, message: 'logit needs an estimate between 0 and 1' }];
  }
  if (transform === 'log') return estimate > 0 ? [] : [{ pointer, message: 'log needs an estimate above 0' }];
  return [{ pointer, message: 'transform must be logit, log or absent' }];
}

function drawsFaults(value: unknown, [low, high]: Interval, pointer: string): readonly Fault[] {
  if (!isFields(value) || value.encoding !== 'base64-f32le')
    return [{ pointer, message: 'must be base64-f32le draws' }];
  const { count, data } = value;
  if (typeof count !== 'number' || !Number.isSafeInteger(count) || count < 2 || typeof data !== 'string') {
    return [{ pointer, message: 'must have a count of at least 2 and data' }];
  }
  if (Buffer.from(data, 'base64').length !== count * 4)
    return [{ pointer, message: `data do not hold ${count} draws` }];
  const draws = decodeDraws({ encoding: 'base64-f32le', count, data });
  const outside = draws.findIndex(
    (draw) =>
      !Number.isFinite(draw) ||
      (low !== null && draw < low - DRAW_TOLERANCE * Math.max(1, Math.abs(low))) ||
      (high !== null && draw > high + DRAW_TOLERANCE * Math.max(1, Math.abs(high))),
  );
  if (outside >= 0) return [{ pointer, message: `draw ${outside} is ${draws[outside]}, outside the declared range` }];
  if (draws.every((draw) => draw === draws[0]))
    return [{ pointer, message: 'all draws are equal: no spread is not certainty' }];
  return [];
}

function boundsFaults(value: Fields, estimate: number, pointer: string): readonly Fault[] {
  const { level } = value;
  const faults = enclosureFaults(value, estimate, pointer);
  if (isFiniteNumber(level) && level > 0 && level < 1) return faults;
  return [...faults, { pointer, message: 'level must lie between 0 and 1' }];
}

/** Further bounds: each of a lower level than the one before, and within it. */
function alsoFaults(value: Fields, estimate: number, pointer: string): readonly Fault[] {
  const { also } = value;
  if (also === undefined) return [];
  if (!Array.isArray(also)) return [{ pointer: `${pointer}/also`, message: 'must be a list of bounds' }];
  let outer = value;
  return also.flatMap((inner: unknown, index): readonly Fault[] => {
    const place = `${pointer}/also/${index}`;
    if (!isFields(inner)) return [{ pointer: place, message: 'must have lower, upper and level' }];
    const faults = [
      ...strangers(inner, ['lower', 'upper', 'level'], place),
      ...boundsFaults(inner, estimate, place),
      ...(isWithin(inner, outer)
        ? []
        : [{ pointer: place, message: 'must be of a lower level than, and within, the one before' }]),
    ];
    outer = inner;
    return faults;
  });
}

/** Of an estimate from which answers are lacking. */
function pointFaults({ point }: Fields, estimate: number, pointer: string): readonly Fault[] {
  if (point === undefined) return [];
  if (!isFields(point)) return [{ pointer, message: 'must have lower and upper' }];
  return [...strangers(point, ['lower', 'upper'], pointer), ...enclosureFaults(point, estimate, pointer)];
}

const isWithin = (inner: Fields, outer: Fields): boolean =>
  Number(inner.level) < Number(outer.level) &&
  Number(inner.lower) >= Number(outer.lower) &&
  Number(inner.upper) <= Number(outer.upper);

function enclosureFaults({ lower, upper }: Fields, estimate: number, pointer: string): readonly Fault[] {
  if (isFiniteNumber(lower) && isFiniteNumber(upper) && lower <= estimate && estimate <= upper) return [];
  return [{ pointer, message: 'must have finite lower ≤ estimate ≤ upper' }];
}

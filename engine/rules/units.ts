/** Units as documents write them (`<unit>[/[<count> ]<thing>]`), and the algebra of their dimensions. */
import { BASE_UNITS, nearestUnit, THINGS, unitNamed, type Dimension, type Unit } from './unit-table.js';

export type { Dimension, Unit } from './unit-table.js';

export interface UnitFault {
  readonly fault: string;
  readonly hint?: string;
}

export const isUnitFault = (unit: Unit | UnitFault): unit is UnitFault => 'fault' in unit;

const COUNTED = /^(?:(\d+(?:\.\d+)?(?:[eE]\+?\d+)?) )?(\S+)$/;

/**
 * Reads a unit: `kWh/1e6 prediction`, `gCO2e`, `token/s`, `percent`, `"1"`. What stands behind the slash may also be a
 * unit (`gCO2e/kWh`), which the grammar of things alone could not say of a grid.
 */
export function parseUnit(text: string): Unit | UnitFault {
  const [above = '', below, ...more] = text.split('/');
  if (more.length > 0) return { fault: `"${text}" has more than one slash` };
  const numerator = unitNamed(above);
  if (numerator === undefined) return unknown(above, text);
  if (below === undefined) return numerator;
  const [, count, thing = ''] = COUNTED.exec(below) ?? [];
  if (thing === '') {
    return { fault: `"${text}" has no thing behind the slash`, hint: 'write it like kWh/1e6 prediction or J/row' };
  }
  const denominator = unitNamed(thing);
  if (denominator === undefined) return unknown(thing, text);
  const times = count === undefined ? 1 : Number(count);
  if (!(times > 0 && Number.isFinite(times))) return { fault: `"${text}" is per ${count ?? ''}: a count is above 0` };
  return quotient(numerator, { ...denominator, factor: denominator.factor * times });
}

function unknown(symbol: string, text: string): UnitFault {
  const nearest = nearestUnit(symbol) ?? (symbol.endsWith('s') ? nearestUnit(symbol.slice(0, -1)) : undefined);
  const where = symbol === text ? '' : ` in "${text}"`;
  return {
    fault: `"${symbol}"${where} is not a unit`,
    ...(nearest === undefined ? {} : { hint: `did you mean ${nearest}?` }),
  };
}

export function product(a: Unit, b: Unit): Unit {
  return { dimension: combine(a.dimension, b.dimension, 1), factor: a.factor * b.factor };
}

export function quotient(a: Unit, b: Unit): Unit {
  return { dimension: combine(a.dimension, b.dimension, -1), factor: a.factor / b.factor };
}

export function sameDimension(a: Dimension, b: Dimension): boolean {
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => a[key] === b[key]);
}

/** The dimension of `"1"` and `percent`. */
export const isPlain = (dimension: Dimension): boolean => Object.keys(dimension).length === 0;

/** Rows, predictions, tokens…: things counted, against which a bare number may stand. */
export function isCount(dimension: Dimension): boolean {
  const [thing, more] = Object.keys(dimension);
  return thing !== undefined && more === undefined && dimension[thing] === 1 && THINGS.some((known) => known === thing);
}

/**
 * A value in the base unit. Factors below 1 that are one over a whole number divide by it, so that 57 percent is 0.57
 * and not 57 × 0.01 = 0.5700000000000001: a limit that is met exactly stays met exactly.
 */
export function toBase(value: number, factor: number): number {
  const inverse = wholeInverse(factor);
  return inverse === undefined ? value * factor : value / inverse;
}

/** A value in the base unit, back in the unit of this factor. */
export function fromBase(value: number, factor: number): number {
  const inverse = wholeInverse(factor);
  return inverse === undefined ? value / factor : value * inverse;
}

function wholeInverse(factor: number): number | undefined {
  if (!(factor > 0 && factor < 1)) return undefined;
  const whole = Math.round(1 / factor);
  return 1 / whole === factor ? whole : undefined;
}

/** The base unit of a dimension in words: `J/prediction`, `1`, `J·s`. */
export function baseUnit(dimension: Dimension): string {
  const named = (sign: 1 | -1): string =>
    Object.keys(dimension)
      .filter((key) => Math.sign(dimension[key] ?? 0) === sign)
      .map((key) => power(BASE_UNITS[key] ?? key, Math.abs(dimension[key] ?? 0)))
      .join('·');
  const [above, below] = [named(1), named(-1)];
  return (above === '' ? '1' : above) + (below === '' ? '' : `/${below}`);
}

function power(symbol: string, exponent: number): string {
  return exponent === 1 ? symbol : `${symbol}^${exponent}`;
}

function combine(a: Dimension, b: Dimension, sign: 1 | -1): Dimension {
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  const sums = [...keys].map((key) => [key, (a[key] ?? 0) + sign * (b[key] ?? 0)] as const);
  return Object.fromEntries(sums.filter(([, exponent]) => exponent !== 0));
}

/**
 * The units that documents may name. A small table of ours: js-quantities and unitmath know neither a thing counted
 * (`prediction`) nor CO2e nor FLOP, and mathjs weighs megabytes.
 *
 * Every factor is exact by definition: SI prefixes (SI Brochure, 9th ed., table 7), binary prefixes (IEC 80000-13),
 * 1 Wh = 3,600 J, 1 d = 86,400 s (SI Brochure, table 8), 1 t = 1,000 kg, 1 byte = 8 bit.
 */
import { nearest } from '../document/nearest.js';

/** Exponents by base quantity; those that are 0 are left out. `{}` is the dimension of `"1"`. */
export type Dimension = Readonly<Record<string, number>>;

export interface Unit {
  readonly dimension: Dimension;
  /** value × factor is the value in the base unit of the dimension; see `toBase`. */
  readonly factor: number;
}

/** What can be counted, and so stand behind the slash. */
export const THINGS = ['prediction', 'row', 'token', 'question', 'request', 'operation'] as const;

/** The base unit of each quantity. Things are their own. */
export const BASE_UNITS: Readonly<Record<string, string>> = {
  energy: 'J',
  time: 's',
  data: 'byte',
  carbon: 'gCO2e',
  compute: 'FLOP',
  volume: 'L',
  ...Object.fromEntries(THINGS.map((thing) => [thing, thing])),
};

const SMALL = { m: 1e-3, u: 1e-6, µ: 1e-6, n: 1e-9 };
const LARGE = { k: 1e3, M: 1e6, G: 1e9, T: 1e12, P: 1e15, E: 1e18 };
const BINARY = { Ki: 2 ** 10, Mi: 2 ** 20, Gi: 2 ** 30, Ti: 2 ** 40, Pi: 2 ** 50 };

type Row = readonly [symbol: string, dimension: Dimension, factor: number, prefixes?: Readonly<Record<string, number>>];

const ROWS: readonly Row[] = [
  ['1', {}, 1],
  ['percent', {}, 0.01],
  ['J', { energy: 1 }, 1, { ...SMALL, ...LARGE }],
  ['Wh', { energy: 1 }, 3600, { m: 1e-3, ...LARGE }],
  ['W', { energy: 1, time: -1 }, 1, { ...SMALL, ...LARGE }],
  ['s', { time: 1 }, 1, SMALL],
  ['min', { time: 1 }, 60],
  ['h', { time: 1 }, 3600],
  ['day', { time: 1 }, 86_400],
  ['Hz', { time: -1 }, 1, LARGE],
  ['byte', { data: 1 }, 1],
  ['bit', { data: 1 }, 0.125],
  ['B', { data: 1 }, 1, { ...LARGE, ...BINARY }],
  ['gCO2e', { carbon: 1 }, 1, { m: 1e-3, k: 1e3, M: 1e6 }],
  ['tCO2e', { carbon: 1 }, 1e6, { k: 1e3, M: 1e6 }],
  ['FLOP', { compute: 1 }, 1, LARGE],
  ['L', { volume: 1 }, 1, { m: 1e-3, k: 1e3 }],
  ['m3', { volume: 1 }, 1000],
  ...THINGS.map((thing): Row => [thing, { [thing]: 1 }, 1]),
];

const UNITS: ReadonlyMap<string, Unit> = new Map(
  ROWS.flatMap(([symbol, dimension, factor, prefixes = {}]) => [
    [symbol, { dimension, factor }] as const,
    ...Object.entries(prefixes).map(
      ([prefix, scale]) => [prefix + symbol, { dimension, factor: scaled(factor, scale) }] as const,
    ),
  ]),
);

export const unitNamed = (symbol: string): Unit | undefined => UNITS.get(symbol);

export const nearestUnit = (symbol: string): string | undefined => SPELLINGS[symbol] ?? nearest(symbol, UNITS.keys());

/** Usual spellings that are not ours. Only ever a hint: two spellings of one unit would be two words for one thing. */
const SPELLINGS: Readonly<Record<string, string>> = {
  '%': 'percent',
  '': '1',
  ratio: '1',
  fraction: '1',
  count: '1',
  joule: 'J',
  watt: 'W',
  sec: 's',
  second: 's',
  seconds: 's',
  minute: 'min',
  hour: 'h',
  d: 'day',
  bytes: 'byte',
  KB: 'kB',
  kWH: 'kWh',
  KWh: 'kWh',
  kwh: 'kWh',
  g: 'gCO2e',
  kg: 'kgCO2e',
  t: 'tCO2e',
  gCO2eq: 'gCO2e',
  kgCO2eq: 'kgCO2e',
  kgCO2: 'kgCO2e',
  gCO2: 'gCO2e',
  FLOPS: 'FLOP',
  FLOPs: 'FLOP',
  l: 'L',
  inference: 'prediction',
};

/** Wh × 10⁻³ is 3.6 J, which 3600 × 0.001 is not quite: a prefix below 1 divides. */
function scaled(factor: number, scale: number): number {
  return scale < 1 ? factor / Math.round(1 / scale) : factor * scale;
}

import { renumber } from './evidence.js';

/** The independent units of a sample: its rows, or clusters of rows. */
export interface Units {
  /** Unit of each row. */
  readonly of: Int32Array;
  readonly count: number;
  /** Weight of each row. */
  readonly weights: Float64Array;
  /** (Σ W)²/Σ W² over the units' weights W: as many equal units would tell as much (Kish, Survey Sampling, 1965). */
  readonly effective: number;
  /** What one such equal unit weighs: the weight of a pseudo-row. */
  readonly unitWeight: number;
  /** Every row a unit of weight 1. */
  readonly plain: boolean;
  readonly weighted: boolean;
  /** What a unit is, for people. */
  readonly name: 'groups' | 'rows';
}

/** Units of `rows` rows that carry weights, or come in groups, or neither. */
export function unitsOf(rows: number, groups: ArrayLike<number> | undefined, weights: Float64Array | undefined): Units {
  const { of, count } = groups
    ? renumber(groups)
    : { of: Int32Array.from({ length: rows }, (_, row) => row), count: rows };
  const rowWeights = weights ?? new Float64Array(rows).fill(1);
  const totals = new Float64Array(count);
  for (let row = 0; row < rows; row++) totals[of[row]!]! += rowWeights[row]!;
  let sum = 0;
  let squares = 0;
  for (const total of totals) {
    sum += total;
    squares += total * total;
  }
  return {
    of,
    count,
    weights: rowWeights,
    effective: (sum * sum) / squares,
    unitWeight: squares / sum,
    plain: !groups && !weights,
    weighted: weights !== undefined,
    name: groups ? 'groups' : 'rows',
  };
}

/** Fewest independent rows, and fewest clusters or (in effect) weighted rows: docs/calibration-metrics.md. */
const FEWEST_ROWS = 10;
const FEWEST_CLUSTERS = 20;

/** Why a sample is too small to tell how far chance reaches, in words; `undefined` where it is not. */
export function tooSmall(units: Units): string | undefined {
  if (units.plain) {
    return units.count < FEWEST_ROWS ? `${units.count} rows, ${FEWEST_ROWS} are needed` : undefined;
  }
  if (units.effective >= FEWEST_CLUSTERS) return undefined;
  const worth = units.effective.toFixed(1);
  return `the ${units.count} ${units.name} tell as much as ${worth} equal ones, ${FEWEST_CLUSTERS} are needed`;
}

/** Number of units with a row that `has` something. */
export function unitsWith(units: Units, has: (row: number) => boolean): number {
  const seen = new Uint8Array(units.count);
  let number = 0;
  for (let row = 0; row < units.of.length; row++) {
    if (!has(row) || seen[units.of[row]!] === 1) continue;
    seen[units.of[row]!] = 1;
    number++;
  }
  return number;
}

/** Why some of a sample's rows, which hold `number` units, are too few to be assessed by themselves; `undefined` where not. */
export function smallness(units: Units, rows: Int32Array, number: number, minimum: number): string | undefined {
  if (number < minimum) return `${number} ${units.name}, ${minimum} are needed`;
  if (units.plain) return undefined;
  const weights = units.weighted ? Float64Array.from(rows, (row) => units.weights[row]!) : undefined;
  const ofGroups = units.name === 'groups' ? rows.map((row) => units.of[row]!) : undefined;
  return tooSmall(unitsOf(rows.length, ofGroups, weights));
}

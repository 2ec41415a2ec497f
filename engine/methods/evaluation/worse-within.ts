/**
 * Whether a score is worse within some rows than on the others: Fisher's exact test for shares of independent rows, else
 * the difference of both scores over its standard error by units (each row's influence on it, summed by unit: the
 * linearisation, or sandwich, of clustered samples; Cameron & Miller, Journal of Human Resources 50, 2015, §II), to which
 * each mean gets one more unit as bad as a row can be, as in a confidence box, against Student's t on one less than the
 * units of the smaller side.
 */
import { studentTCdf } from '../../numerics/distributions/student-t.js';
import { fisherExactLess } from '../../numerics/hypotheses/fisher-exact.js';
import { type MeanColumn, meanOfColumn } from './mean-boxes.js';
import { type Score, finished, scoreWithin, slopeOf } from './score.js';
import { type Units, unitsWith } from './units.js';

export interface WorseWithin {
  /** The score of the other rows; NaN where it has none. */
  readonly rest: number;
  /** One-sided; 1 where there is nothing to compare. */
  readonly p: number;
}

/** `within` is 1 for the rows in question. Cost: rows × parts. */
export function worseWithin(score: Score, within: Uint8Array, units: Units): WorseWithin {
  const rows = within.length;
  const inside = scoreWithin(score, rows, (row) => within[row] === 1);
  const outside = scoreWithin(score, rows, (row) => within[row] === 0);
  const [first, second] = [means(inside, units), means(outside, units)];
  const rest = second.reduce((sum, mean) => sum + finished(score, mean), 0) / second.length;
  if ([...first, ...second].some(Number.isNaN)) return { rest, p: 1 };
  const only = score.parts.length === 1 ? score.parts[0]! : undefined;
  if (units.plain && only?.values instanceof Uint8Array) {
    const [k, n] = countsOf(inside.parts[0]!);
    const [other, size] = countsOf(outside.parts[0]!);
    return { rest, p: fisherExactLess(k, n, other, size) };
  }
  const own = first.reduce((sum, mean) => sum + finished(score, mean), 0) / first.length;
  const difference = score.better === 'higher' ? rest - own : own - rest;
  const influence = new Float64Array(units.count);
  let variance = 0;
  for (const [side, ms] of [
    [inside, first],
    [outside, second],
  ] as const) {
    side.parts.forEach((part, index) => {
      const slope = slopeOf(score, ms[index]!) / side.parts.length;
      variance += (slope * addInfluence(part, ms[index]!, slope * (side === inside ? 1 : -1), units, influence)) ** 2;
    });
  }
  const fewest = Math.min(
    unitsWith(units, (row) => within[row] === 1),
    unitsWith(units, (row) => within[row] === 0),
  );
  if (fewest < 2) return { rest, p: 1 };
  variance += influence.reduce((sum, value) => sum + value * value, 0) * (fewest / (fewest - 1));
  return { rest, p: variance > 0 ? studentTCdf(-difference / Math.sqrt(variance), fewest - 1) : 1 };
}

const means = (score: Score, units: Units): readonly number[] =>
  score.parts.map((part) => meanOfColumn(part, units.weights));

const countsOf = ({ values, rows }: MeanColumn): readonly [number, number] => [
  rows!.reduce((sum, row) => sum + values[row]!, 0),
  rows!.length,
];

/** Adds each row's influence on the mean, `scale` times, to its unit's; gives that of one more unit at the farther end. */
function addInfluence(
  { values, rows, lowest, highest }: MeanColumn,
  mean: number,
  scale: number,
  units: Units,
  influence: Float64Array,
): number {
  let total = 0;
  for (const row of rows!) total += units.weights[row]!;
  for (const row of rows!) influence[units.of[row]!]! += (scale * units.weights[row]! * (values[row]! - mean)) / total;
  return (Math.max(mean - lowest, highest - mean) * units.unitWeight) / (total + units.unitWeight);
}

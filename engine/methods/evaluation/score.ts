/**
 * A metric that is a mean of one value a row (accuracy, recall, the Brier score, an absolute error), a rising function
 * of one (F1 of the share of correct rows among those that are or are taken to be of the class, the root of the mean
 * squared error), or the mean of such figures over the classes. What holds for means holds for it: exact boxes, tests of
 * differences, slices and pairs.
 */
import { type BoxDraws, boxDraws } from './bayesian-bootstrap.js';
import { type DrawOptions, type MeanColumn, meanBoxes, meanOfColumn } from './mean-boxes.js';
import { type Units, unitsWith } from './units.js';

/** From the mean of a part to its figure, rising. */
export type Finish = 'none' | 'dice' | 'root';

export interface Score {
  readonly better: 'higher' | 'lower';
  /** One, or one a class. The score is the mean of the finished means of the parts. */
  readonly parts: readonly MeanColumn[];
  readonly finish: Finish;
  readonly range: readonly [number, number];
}

const FINISHES: Readonly<Record<Finish, { of(mean: number): number; slope(mean: number): number }>> = {
  none: { of: (mean) => mean, slope: () => 1 },
  dice: { of: (mean) => (2 * mean) / (1 + mean), slope: (mean) => 2 / (1 + mean) ** 2 },
  root: { of: (mean) => Math.sqrt(Math.max(0, mean)), slope: (mean) => (mean > 0 ? 0.5 / Math.sqrt(mean) : 0) },
};

/** What a part of this mean gives to the score, and how much more a little more of it gives. */
export const finished = ({ finish }: Pick<Score, 'finish'>, mean: number): number => FINISHES[finish].of(mean);
export const slopeOf = ({ finish }: Pick<Score, 'finish'>, mean: number): number => FINISHES[finish].slope(mean);

/** NaN where a part has no row. */
export const scoreValue = (score: Score, weights: ArrayLike<number>): number =>
  score.parts.reduce((sum, part) => sum + finished(score, meanOfColumn(part, weights)), 0) / score.parts.length;

/** The same score over those rows for which `has` holds. */
export const scoreWithin = (score: Score, rows: number, has: (row: number) => boolean): Score => ({
  ...score,
  parts: score.parts.map((part) => ({
    ...part,
    rows: (part.rows ?? Int32Array.from({ length: rows }, (_, row) => row)).filter(has),
  })),
});

/** Fewest units of a class, where a score speaks of every class. */
export const FEWEST_OF_CLASS = 10;

/** Units with a row in the part that has fewest of them. */
export const fewestUnits = ({ parts }: Score, units: Units): number =>
  Math.min(
    ...parts.map(({ rows }) => {
      if (rows === undefined) return units.count;
      if (units.plain) return rows.length;
      const counted = membership(rows, units.of.length);
      return unitsWith(units, (row) => counted[row] === 1);
    }),
  );

/** 1 for each of `rows` among `count`. */
export function membership(rows: Int32Array, count: number): Uint8Array {
  const within = new Uint8Array(count);
  for (const row of rows) within[row] = 1;
  return within;
}

/** Confidence boxes of scores of the same rows, paired draw by draw. */
export function scoreBoxes(scores: readonly Score[], units: Units, options: DrawOptions): readonly BoxDraws[] {
  const boxes = meanBoxes(
    scores.flatMap(({ parts }) => parts),
    units,
    options,
  );
  let next = 0;
  return scores.map((score) => {
    const own = boxes.slice(next, (next += score.parts.length));
    const joined = boxDraws(options.draws);
    for (const side of ['plain', 'lower', 'upper'] as const) {
      for (let draw = 0; draw < options.draws; draw++) {
        joined[side][draw] = own.reduce((sum, box) => sum + finished(score, box[side][draw]!), 0) / own.length;
      }
    }
    return joined;
  });
}

/** The mean of a score over repetitions of the same rows, whose denominators do not hang on the answers. */
export function meanScore(scores: readonly Score[]): Score {
  const [first] = scores;
  if (scores.length === 1) return first!;
  const parts = first!.parts.map((part, index): MeanColumn => {
    const own = scores.map(({ parts: of }) => of[index]!);
    return {
      ...part,
      values: Float64Array.from({ length: part.values.length }, (_, row) =>
        own.reduce((sum, { values }) => sum + values[row]! / own.length, 0),
      ),
      lowest: Math.min(...own.map(({ lowest }) => lowest)),
      highest: Math.max(...own.map(({ highest }) => highest)),
    };
  });
  return { ...first!, parts };
}

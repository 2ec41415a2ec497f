/**
 * Differences of a classifier's rates between groups of people (Hardt, Price & Srebro, "Equality of opportunity in
 * supervised learning", 2016; Chouldechova, "Fair prediction with disparate impact", 2017). The worst is looked for
 * among all ordered pairs of groups within each attribute, with simultaneous bounds.
 */
import type { BoxDraws } from './bayesian-bootstrap.js';
import { type DrawOptions, type MeanColumn, combineBoxes, meanBoxes, meanOfColumn } from './mean-boxes.js';
import { smallness, type Units, unitsWith } from './units.js';
import { greatestOf, negateBox } from './worst-of-many.js';

export const RATES = ['selectionRate', 'truePositiveRate', 'falsePositiveRate', 'precision'] as const;
export type Rate = (typeof RATES)[number];

/** One way to put people in groups: a sensitive column, or an intersection of some. */
export interface Attribute {
  readonly name: string;
  /** Group of each row; −1 where it is not known. */
  readonly of: Int32Array;
  readonly groups: readonly string[];
}

export interface FairnessEvidence {
  /** 1 where the row's truth, and where its answer, is the favourable class. */
  readonly truth: Uint8Array;
  readonly predicted: Uint8Array;
  readonly units: Units;
  readonly attributes: readonly Attribute[];
  /** Fewest independent units of a group that is assessed. */
  readonly minimum: number;
}

export interface Group {
  readonly attribute: string;
  readonly name: string;
  readonly rows: Int32Array;
  readonly units: number;
  /** Why the group is not assessed. */
  readonly small?: string;
}

export interface GroupRate {
  readonly estimate: number;
  /** Rows in the denominator, and those of them that count. */
  readonly n: number;
  readonly k: number;
  readonly box: BoxDraws;
}

export interface AssessedGroup extends Group {
  readonly rates: Readonly<Record<Rate, GroupRate>>;
}

/** The groups of each attribute that occur, in its order. */
export function groupsOf({ units, attributes, minimum }: FairnessEvidence): readonly Group[] {
  return attributes.flatMap(({ name: attribute, of, groups }) =>
    groups.flatMap((name, index): Group[] => {
      const rows = Int32Array.from(of.keys()).filter((row) => of[row] === index);
      if (rows.length === 0) return [];
      const number = unitsWith(units, (row) => of[row] === index);
      const small = smallness(units, rows, number, minimum);
      return [{ attribute, name, rows, units: number, ...(small !== undefined && { small }) }];
    }),
  );
}

/** Rates of the groups that are large enough, in one pass over the resamples. */
export function assess(evidence: FairnessEvidence, groups: readonly Group[], options: DrawOptions): AssessedGroup[] {
  const { truth, predicted, units } = evidence;
  const large = groups.filter(({ small }) => small === undefined);
  const columns = large.flatMap(({ rows }): MeanColumn[] => [
    { values: predicted, rows, lowest: 0, highest: 1 },
    { values: predicted, rows: rows.filter((row) => truth[row] === 1), lowest: 0, highest: 1 },
    { values: predicted, rows: rows.filter((row) => truth[row] === 0), lowest: 0, highest: 1 },
    { values: truth, rows: rows.filter((row) => predicted[row] === 1), lowest: 0, highest: 1 },
  ]);
  const boxes = meanBoxes(columns, units, options);
  return large.map((group, index) => {
    const rate = (place: number): GroupRate => {
      const column = columns[RATES.length * index + place]!;
      const rows = column.rows!;
      return {
        estimate: meanOfColumn(column, units.weights),
        n: rows.length,
        k: rows.reduce((sum, row) => sum + column.values[row]!, 0),
        box: boxes[RATES.length * index + place]!,
      };
    };
    return {
      ...group,
      rates: {
        selectionRate: rate(0),
        truePositiveRate: rate(1),
        falsePositiveRate: rate(2),
        precision: rate(3),
      },
    };
  });
}

export interface Worst {
  readonly estimate: number;
  readonly draws: Float64Array;
}

type Pair = readonly [AssessedGroup, AssessedGroup];

/** All ordered pairs of groups of one attribute. */
export const pairsOf = (groups: readonly AssessedGroup[]): readonly Pair[] =>
  groups.flatMap((first) =>
    groups
      .filter((second) => second !== first && second.attribute === first.attribute)
      .map((second): Pair => [first, second]),
  );

/** The greatest difference of any of some rates between two groups of an attribute, in [0, 1]. */
export function greatestDifference(pairs: readonly Pair[], rates: readonly Rate[], draws: number): Worst {
  const worst = greatestOf(pairs.length * rates.length, draws);
  let estimate = -Infinity;
  for (const [first, second] of pairs) {
    for (const rate of rates) {
      estimate = Math.max(estimate, first.rates[rate].estimate - second.rates[rate].estimate);
      worst.add(combineBoxes(first.rates[rate].box, second.rates[rate].box, (p, q) => p - q));
    }
  }
  return { estimate, draws: worst.draws() };
}

/**
 * The least ratio of the selection rates of two groups of an attribute, in [0, 1]. Compared as logarithms, on which the
 * boxes' tails are near to exponential. The estimate is NaN where no group is ever selected.
 */
export function leastRatio(pairs: readonly Pair[], draws: number): Worst {
  const worst = greatestOf(pairs.length, draws);
  let estimate = Infinity;
  for (const [first, second] of pairs) {
    const [p, q] = [first.rates.selectionRate, second.rates.selectionRate];
    if (q.k > 0) estimate = Math.min(estimate, p.estimate / q.estimate);
    worst.add(negateBox(combineBoxes(p.box, q.box, logRatio)));
  }
  return { estimate: Number.isFinite(estimate) ? estimate : Number.NaN, draws: worst.draws().map((v) => Math.exp(-v)) };
}

/** Bounded where a rate is 0, so that ranks stay ordered: e^±700 is 0 or endless as far as rates go. */
const logRatio = (p: number, q: number): number =>
  p === 0 && q === 0 ? 0 : Math.max(-700, Math.min(700, Math.log(p) - Math.log(q)));

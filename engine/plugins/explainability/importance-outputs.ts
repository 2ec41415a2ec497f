import {
  countBounds,
  meanAndDeviation,
  recentred,
  sharesOf,
  topShare,
} from '../../methods/explainability/importance-shares.js';
import type { Column } from '../../subject/table.js';
import { studentTQuantile } from '../../numerics/distributions/student-t.js';
import type { Detail } from '../detail.js';
import { exactFigure } from '../exact-figure.js';
import { encodeDraws } from '../figure.js';
import type { Basis, Figure, FigureList, Output, Uncertainty, Unmeasured } from '../figure.js';
import { unmeasured } from '../unmeasured.js';

/** How certain the count of useful features is, all features together. */
const COUNT_LEVEL = 0.99;
const SHOWN_LEVEL = 0.9;

/** One feature: how much worse the metric is without it, and the same draw by draw. */
export interface Importance {
  readonly column: Column;
  readonly estimate: number;
  readonly draws: Float64Array;
}

export interface ImportanceFrame {
  readonly n: number;
  readonly rows: string;
  readonly basis: Basis;
  readonly usefulShare: number;
  /** Whether the data say of any column that it is sensitive. */
  readonly knowsSensitive: boolean;
}

/** Every output but `baseline`. Importances are finite. */
export function importanceOutputs(
  importances: readonly Importance[],
  frame: ImportanceFrame,
): Readonly<Record<string, Output>> {
  const featureCount = exactFigure(importances.length, '1');
  const shares = sharesOf(importances.map(({ estimate }) => estimate));
  const drawn = shares && drawnShares(importances);
  const deviations = deviationsOf(importances, frame.n);
  if (shares === undefined || drawn === undefined) {
    const why = unmeasured('out-of-domain', 'the model does no better with any feature than with it shuffled');
    const features = featureList(importances, deviations, undefined, why, frame);
    return { maxShare: why, top3Share: why, sensitiveShare: why, usefulFeatures: why, featureCount, features };
  }
  const isSensitive = importances.map(({ column }) => column.roles.includes('sensitive'));
  const sensitive = (of: Float64Array): number =>
    Math.min(
      1,
      of.reduce((sum, share, at) => sum + (isSensitive[at] ? share : 0), 0),
    );
  const total = importances.reduce((sum, { estimate }) => sum + Math.max(0, estimate), 0);
  const shareDeviations = shares.map((_, at) =>
    Math.max(meanAndDeviation(drawn.map((draw) => draw[at]!)).deviation, deviations.floor / total),
  );
  return {
    maxShare: shareFigure(shares, drawn, (of) => topShare(of, 1), importances.length <= 1, frame),
    top3Share: shareFigure(shares, drawn, (of) => topShare(of, 3), importances.length <= 3, frame),
    sensitiveShare: frame.knowsSensitive
      ? shareFigure(shares, drawn, sensitive, !isSensitive.includes(true), frame)
      : unmeasured('missing-input', 'no column has the role sensitive'),
    usefulFeatures: usefulFeatures(shares, shareDeviations, frame),
    featureCount,
    features: featureList(importances, deviations, { shares, deviations: shareDeviations }, undefined, frame),
  };
}

/** Shares draw by draw; `undefined` where in some draw nothing is important: then shares are a matter of chance. */
function drawnShares(importances: readonly Importance[]): readonly Float64Array[] | undefined {
  const count = importances[0]?.draws.length ?? 0;
  const drawn: Float64Array[] = [];
  for (let draw = 0; draw < count; draw++) {
    const shares = sharesOf(importances.map(({ draws }) => draws[draw]!));
    if (shares === undefined) return undefined;
    drawn.push(shares);
  }
  return drawn;
}

/**
 * Deviations of the importances. A feature that no row of the sample hangs on has none of its own: the floor is one
 * more row that hangs on it as rows do on the strongest.
 */
function deviationsOf(importances: readonly Importance[], n: number): { values: readonly number[]; floor: number } {
  const strongest = importances.reduce((most, { estimate }) => Math.max(most, Math.abs(estimate)), 0);
  const floor = strongest / n;
  return { values: importances.map(({ draws }) => Math.max(meanAndDeviation(draws).deviation, floor)), floor };
}

const figureOf = (estimate: number, uncertainty: Uncertainty, { n, rows, basis }: ImportanceFrame): Figure => ({
  estimate,
  unit: '1',
  n,
  uncertainty,
  basis,
  rows,
});

/** `whole`: the share is of so many features that it is the same whatever the data (all, or none). */
function shareFigure(
  shares: Float64Array,
  drawn: readonly Float64Array[],
  of: (shares: Float64Array) => number,
  whole: boolean,
  frame: ImportanceFrame,
): Figure | Unmeasured {
  const estimate = of(shares);
  if (whole) return exactFigure(Math.round(estimate), '1', frame.basis);
  const draws = recentred(Float64Array.from(drawn, of), estimate);
  if (draws.every((draw) => Math.fround(draw) === Math.fround(draws[0]!))) {
    return unmeasured('out-of-domain', 'all resamples give the same share: nothing tells how far chance reaches');
  }
  return figureOf(estimate, { kind: 'empirical', draws: encodeDraws(draws) }, frame);
}

function usefulFeatures(shares: Float64Array, deviations: Float64Array, frame: ImportanceFrame): Figure {
  const estimate = shares.filter((share) => share >= frame.usefulShare).length;
  const bounds = countBounds(shares, deviations, frame.usefulShare, COUNT_LEVEL);
  return figureOf(estimate, { kind: 'bounds', ...bounds, level: COUNT_LEVEL, anytime: false }, frame);
}

function featureList(
  importances: readonly Importance[],
  deviations: { values: readonly number[]; floor: number },
  ofShares: { shares: Float64Array; deviations: Float64Array } | undefined,
  why: Unmeasured | undefined,
  frame: ImportanceFrame,
): FigureList {
  const spread = (estimate: number, scale: number): Figure | Unmeasured =>
    scale > 0
      ? figureOf(estimate, { kind: 'student-t', scale, df: frame.n - 1 }, frame)
      : unmeasured('out-of-domain', 'shuffling changes no answer: nothing tells how far chance reaches');
  return {
    items: importances.map(({ column, estimate }, at) => ({
      importance: spread(estimate, deviations.values[at]!),
      share: why ?? spread(ofShares!.shares[at]!, ofShares!.deviations[at]!),
      sensitive: { value: column.roles.includes('sensitive'), basis: 'declared' as const },
    })),
  };
}

/** For people: the features by importance, with intervals, and their shares. */
export function importanceDetails(importances: readonly Importance[], n: number): readonly Detail[] {
  const { values } = deviationsOf(importances, n);
  const reach = -studentTQuantile((1 - SHOWN_LEVEL) / 2, n - 1);
  const shares = sharesOf(importances.map(({ estimate }) => estimate));
  const order = importances
    .map((_, at) => at)
    .sort((a, b) => importances[b]!.estimate - importances[a]!.estimate || a - b);
  const intervals: Detail = {
    type: 'intervals',
    id: 'importances',
    title: { en: 'How much worse the metric is with the feature shuffled', zh: '打乱各特征后指标变差的程度' },
    level: SHOWN_LEVEL,
    items: order.map((at) => {
      const { column, estimate } = importances[at]!;
      return {
        name: column.name,
        estimate,
        lower: estimate - reach * values[at]!,
        upper: estimate + reach * values[at]!,
      };
    }),
  };
  if (shares === undefined) return [intervals];
  const bars = order.map((at) => ({ name: importances[at]!.column.name, value: shares[at]! }));
  return [
    intervals,
    { type: 'bars', id: 'shares', title: { en: 'Share of the importance', zh: '重要性份额' }, unit: '1', bars },
  ];
}

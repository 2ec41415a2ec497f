import { type BoxDraws, joinBox } from '../../methods/evaluation/bayesian-bootstrap.js';
import { corrected, momentsOf, scaleOf } from '../../methods/explainability/corrected-box.js';
import {
  type DrawnImportances,
  countBounds,
  drawnImportances,
  shareBox,
  sharesOf,
} from '../../methods/explainability/importance-shares.js';
import { topShare, topShareBox } from '../../methods/explainability/top-share.js';
import { unseenOf, withUnseen } from '../../methods/explainability/unseen-row.js';
import { studentTQuantile } from '../../numerics/distributions/student-t.js';
import type { Text } from '../../document/text.js';
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
  readonly name: string;
  readonly sensitive: boolean;
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
  const drawn = drawnOf(importances, frame.n);
  const shares = sharesOf(drawn.estimates);
  const scales = scalesOf(drawn);
  // Where in some draw nothing is important, shares are a matter of chance.
  if (shares === undefined || !drawn.positive.every((total) => total > 0)) {
    const why = unmeasured('out-of-domain', 'the model does no better with any feature than with it shuffled');
    const features = featureList(importances, scales, undefined, why, frame);
    return { maxShare: why, top3Share: why, sensitiveShare: why, usefulFeatures: why, featureCount, features };
  }
  const sensitive = importances.flatMap((one, at) => (one.sensitive ? [at] : []));
  const sensitiveShare = Math.min(
    1,
    sensitive.reduce((sum, at) => sum + shares[at]!, 0),
  );
  const shareScales = shares.map((share, at) => scaleOf(shareBox(drawn, [at]), share, frame.n));
  return {
    maxShare: topFigure(shares, drawn, 1, frame),
    top3Share: topFigure(shares, drawn, 3, frame),
    sensitiveShare: !frame.knowsSensitive
      ? unmeasured('missing-input', 'no column has the role sensitive')
      : sensitive.length === 0 || sensitive.length === shares.length
        ? exactFigure(sensitive.length === 0 ? 0 : 1, '1', frame.basis)
        : boxFigure(sensitiveShare, shareBox(drawn, sensitive), frame),
    usefulFeatures: usefulFeatures(shares, shareScales, frame),
    featureCount,
    features: featureList(importances, scales, { shares, scales: shareScales }, undefined, frame),
  };
}

const drawnOf = (importances: readonly Importance[], n: number): DrawnImportances =>
  drawnImportances(
    importances.map(({ estimate }) => estimate),
    importances.map(({ draws }) => draws),
    n,
  );

/** Scales of the importances: of their boxes, and where few rows hang on a feature of one more that might. */
function scalesOf({ estimates, draws, n, worth }: DrawnImportances): readonly number[] {
  return estimates.map((estimate, at) => {
    const one = draws[at]!;
    const box = corrected({ plain: one, lower: one, upper: one }, estimate, estimate);
    const unseen = unseenOf(estimate, momentsOf(one).deviation, n, worth);
    const reaching = { ...box, lower: withUnseen(box.lower, -unseen), upper: withUnseen(box.upper, unseen) };
    return scaleOf(reaching, estimate, n);
  });
}

const figureOf = (estimate: number, uncertainty: Uncertainty, { n, rows, basis }: ImportanceFrame): Figure => ({
  estimate,
  unit: '1',
  n,
  uncertainty,
  basis,
  rows,
});

/** The share of the `count` most important features, which is all where there are no more. */
const topFigure = (
  shares: Float64Array,
  drawn: DrawnImportances,
  count: number,
  frame: ImportanceFrame,
): Figure | Unmeasured =>
  shares.length <= count
    ? exactFigure(1, '1', frame.basis)
    : boxFigure(topShare(shares, count), topShareBox(drawn, count), frame);

function boxFigure(estimate: number, box: BoxDraws, frame: ImportanceFrame): Figure | Unmeasured {
  const draws = joinBox(box);
  if (draws.every((draw) => Math.fround(draw) === Math.fround(draws[0]!))) {
    return unmeasured('out-of-domain', 'all resamples give the same share: nothing tells how far chance reaches');
  }
  return figureOf(estimate, { kind: 'empirical', draws: encodeDraws(draws) }, frame);
}

function usefulFeatures(shares: Float64Array, scales: Float64Array, frame: ImportanceFrame): Figure {
  const estimate = shares.filter((share) => share >= frame.usefulShare).length;
  const bounds = countBounds(shares, scales, frame.usefulShare, COUNT_LEVEL, frame.n);
  return figureOf(estimate, { kind: 'bounds', ...bounds, level: COUNT_LEVEL, anytime: false }, frame);
}

function featureList(
  importances: readonly Importance[],
  scales: readonly number[],
  ofShares: { shares: Float64Array; scales: Float64Array } | undefined,
  why: Unmeasured | undefined,
  frame: ImportanceFrame,
): FigureList {
  const spread = (estimate: number, scale: number): Figure | Unmeasured =>
    scale > 0
      ? figureOf(estimate, { kind: 'student-t', scale, df: frame.n - 1 }, frame)
      : unmeasured('out-of-domain', 'shuffling changes no answer: nothing tells how far chance reaches');
  return {
    items: importances.map(({ sensitive, estimate }, at) => ({
      importance: spread(estimate, scales[at]!),
      share: why ?? spread(ofShares!.shares[at]!, ofShares!.scales[at]!),
      sensitive: { value: sensitive, basis: 'declared' as const },
    })),
  };
}

/** For people: the features by importance, with intervals, and their shares. `title` says what is drawn. */
export function importanceDetails(importances: readonly Importance[], n: number, title: Text): readonly Detail[] {
  const values = scalesOf(drawnOf(importances, n));
  const reach = -studentTQuantile((1 - SHOWN_LEVEL) / 2, n - 1);
  const shares = sharesOf(importances.map(({ estimate }) => estimate));
  const order = importances
    .map((_, at) => at)
    .sort((a, b) => importances[b]!.estimate - importances[a]!.estimate || a - b);
  const intervals: Detail = {
    type: 'intervals',
    id: 'importances',
    title,
    level: SHOWN_LEVEL,
    items: order.map((at) => {
      const { name, estimate } = importances[at]!;
      return {
        name,
        estimate,
        lower: estimate - reach * values[at]!,
        upper: estimate + reach * values[at]!,
      };
    }),
  };
  if (shares === undefined) return [intervals];
  const bars = order.map((at) => ({ name: importances[at]!.name, value: shares[at]! }));
  return [
    intervals,
    { type: 'bars', id: 'shares', title: { en: 'Share of the importance', zh: '重要性份额' }, unit: '1', bars },
  ];
}

import { joinBox } from '../../methods/evaluation/bayesian-bootstrap.js';
import type { BoxDraws } from '../../methods/evaluation/bayesian-bootstrap.js';
import { CLASS_SCORES, conformalRank, conformalThreshold, quantileBox } from '../../methods/evaluation/conformal.js';
import { meanBoxes, meanOfColumn } from '../../methods/evaluation/mean-boxes.js';
import type { MeanColumn } from '../../methods/evaluation/mean-boxes.js';
import { greatestOf, negateBox } from '../../methods/evaluation/worst-of-many.js';
import { betaBinomialCdf } from '../../numerics/distributions/beta-binomial.js';
import { answeredPart } from '../answered-part.js';
import type { AnsweredPart } from '../answered-part.js';
import { checkpoint } from '../checkpoint.js';
import { definePlugin } from '../contract.js';
import type { MeasureContext, MeasureResult } from '../contract.js';
import { drawnFigure } from '../drawn-figure.js';
import { exactFigure } from '../exact-figure.js';
import type { Output, Unmeasured } from '../figure.js';
import { faultsUnmeasured, unmeasured, unmeasuredAll } from '../unmeasured.js';
import { conformalDetails } from './conformal-details.js';
import { CONFORMAL_OUTPUTS } from './conformal-outputs.js';
import { splitRows } from './conformal-rows.js';
import type { SomeRows } from './conformal-rows.js';
import { classStrata, groupStrata } from './conformal-strata.js';
import type { Stratum } from './conformal-strata.js';

export interface ConformalParameters {
  readonly level: number;
  readonly score: keyof typeof CLASS_SCORES;
  readonly split: 'random' | 'in-order';
  readonly calibrationShare: number;
  readonly columns: readonly string[] | null;
  readonly cuts: Readonly<Record<string, readonly number[]>>;
  readonly minGroupSize: number;
  readonly draws: number;
}

export const conformal = definePlugin<ConformalParameters>({
  id: 'evaluation/conformal',
  version: '1.0.0',
  title: { en: 'Prediction sets of a promised coverage', zh: '保证覆盖率的预测集（保形预测）' },
  about: 'model',
  needs: ['model', 'data.test', 'target'],
  deterministic: true,
  outputs: CONFORMAL_OUTPUTS,
  measure: (context) => faultsUnmeasured(CONFORMAL_OUTPUTS, () => measure(context)),
});

/**
 * One share of the test rows calibrates the sets, the rest tell what they cover. `coverage` is that of the sets as these
 * calibration rows made them, which is what would be deployed: given them, the other rows are independent trials. It is
 * no trial of the promise: over calibration sets of n exchangeable rows coverage is Beta(k, n + 1 − k) distributed,
 * k = ⌈(n + 1)·level⌉ (Vovk, "Conditional validity of inductive conformal predictors", 2012), whatever the model. A good
 * model shows in small sets, and in classes and groups that are covered alike. `exchangeabilityP` is the trial: with
 * rows in order, too few covered later ones say that the data moved.
 */
async function measure(context: MeasureContext<ConformalParameters>): Promise<MeasureResult> {
  const { subject, params, rng, signal } = context;
  const part = await answeredPart(subject, 'test');
  if ('unmeasured' in part) return without(part);
  if (part.kind === 'classes' && part.probabilities === undefined) {
    return without(unmeasured('unsupported', 'the model gives no probabilities'));
  }
  await checkpoint(signal);
  const split = splitRows(part, params, rng('calibration'));
  if ('unmeasured' in split) return without(split);
  const { calibration, evaluation } = split;
  const scores = scoresOf(part, calibration, params);
  const threshold = conformalThreshold(scores, calibration.units, params.level);
  if (!Number.isFinite(threshold)) {
    const { count, name } = calibration.units;
    return without(unmeasured('out-of-domain', `${count} ${name} are too few to calibrate at level ${params.level}`));
  }
  const groups = groupStrata(part, evaluation, params);
  if ('unmeasured' in groups) return without(groups);
  const sets = setsOf(part, evaluation, params, threshold);
  const coverages = coveragesOf(part, evaluation, sets.covered, context, {
    classes: classStrata(part, evaluation, params),
    groups,
  });
  return {
    outputs: {
      ...sizeOutputs(part, evaluation, sets.sizes, context),
      ...coverages.outputs,
      meanWidth:
        part.kind === 'numbers'
          ? widthFigure(part, calibration, scores, threshold, context)
          : unmeasured('unsupported', 'of regressions alone'),
      exchangeabilityP: exchangeability(part, calibration, sets.covered, params.level),
      calibrationRows: exactFigure(calibration.rows.length, '1'),
    },
    details: conformalDetails(part, {
      threshold,
      level: params.level,
      calibration,
      ...sets,
      strata: coverages.strata,
    }),
    backend: part.model.backend,
  };
}

const without = ({ unmeasured: cause, detail }: Unmeasured): MeasureResult => ({
  outputs: unmeasuredAll(CONFORMAL_OUTPUTS, cause, detail),
});

/** How strange the truth of each row is. */
function scoresOf(part: AnsweredPart, { rows }: SomeRows, { score }: ConformalParameters): Float64Array {
  if (part.kind === 'numbers') {
    return Float64Array.from(rows, (row) => Math.abs(part.truth[row]! - part.predicted[row]!));
  }
  const { probabilities, classes, truth } = part;
  return Float64Array.from(rows, (row) => CLASS_SCORES[score](probabilities!, classes.length, row, truth[row]!));
}

/** Whether each row's set holds its truth, and how large the set is: the classes in it, or the width. */
function setsOf(
  part: AnsweredPart,
  evaluation: SomeRows,
  params: ConformalParameters,
  threshold: number,
): { readonly covered: Uint8Array; readonly sizes: Float64Array } {
  const covered = Uint8Array.from(scoresOf(part, evaluation, params), (score) => Number(score <= threshold));
  if (part.kind === 'numbers') return { covered, sizes: new Float64Array(covered.length).fill(2 * threshold) };
  const { probabilities, classes } = part;
  const score = CLASS_SCORES[params.score];
  const sizes = Float64Array.from(
    evaluation.rows,
    (row) => classes.filter((_, c) => score(probabilities!, classes.length, row, c) <= threshold).length,
  );
  return { covered, sizes };
}

type Context = MeasureContext<ConformalParameters>;

const boxesOf = (columns: readonly MeanColumn[], { units }: SomeRows, { rng, params }: Context): readonly BoxDraws[] =>
  meanBoxes(columns, units, { rng: rng('evaluation'), draws: params.draws, extras: 1 });

/** The coverage, and the least one of the classes and of the groups, with simultaneous bounds. */
function coveragesOf(
  part: AnsweredPart,
  evaluation: SomeRows,
  covered: Uint8Array,
  context: Context,
  { classes, groups }: { readonly classes: readonly Stratum[]; readonly groups: readonly Stratum[] },
): {
  readonly outputs: Readonly<Record<'coverage' | 'minClassCoverage' | 'minGroupCoverage', Output>>;
  readonly strata: readonly Stratum[];
} {
  const strata = [...classes, ...groups];
  const columns = [{}, ...strata.map(({ rows }) => ({ rows }))].map((rows): MeanColumn => ({
    values: covered,
    ...rows,
    lowest: 0,
    highest: 1,
  }));
  const boxes = boxesOf(columns, evaluation, context);
  const least = (some: readonly Stratum[], of: string): Output => {
    const places = some.flatMap((one) => (one.small === undefined ? [1 + strata.indexOf(one)] : []));
    if (places.length === 0) {
      return unmeasured('out-of-domain', `no ${of} is large enough: ${some[0]?.small ?? 'there is none'}`);
    }
    const worst = greatestOf(places.length, context.params.draws);
    for (const place of places) worst.add(negateBox(boxes[place]!));
    return drawnFigure(
      Math.min(...places.map((place) => meanOfColumn(columns[place]!, evaluation.units.weights))),
      worst.draws().map((value) => -value),
      { n: evaluation.units.count, basis: part.model.basis, range: [0, 1] },
    );
  };
  return {
    outputs: {
      coverage: shareFigure(part, evaluation, columns[0]!, boxes[0]!),
      minClassCoverage: part.kind === 'classes' ? least(classes, 'class') : unmeasured('unsupported', 'of classifiers'),
      minGroupCoverage:
        groups.length > 0 ? least(groups, 'group') : unmeasured('missing-input', 'no column has the role sensitive'),
    },
    strata,
  };
}

function sizeOutputs(
  part: AnsweredPart,
  evaluation: SomeRows,
  sizes: Float64Array,
  context: Context,
): Record<'meanSetSize' | 'singletonShare', Output> {
  if (part.kind === 'numbers') {
    const why = unmeasured('unsupported', 'of classifiers alone');
    return { meanSetSize: why, singletonShare: why };
  }
  const most = part.classes.length;
  const size: MeanColumn = { values: sizes, lowest: 0, highest: most };
  const single: MeanColumn = { values: sizes.map((one) => Number(one === 1)), lowest: 0, highest: 1 };
  const boxes = boxesOf([size, single], evaluation, context);
  return {
    meanSetSize: drawnFigure(meanOfColumn(size, evaluation.units.weights), joinBox(boxes[0]!), {
      n: evaluation.units.count,
      basis: part.model.basis,
      range: [0, most],
    }),
    singletonShare: shareFigure(part, evaluation, single, boxes[1]!),
  };
}

function shareFigure({ model }: AnsweredPart, { units }: SomeRows, column: MeanColumn, box: BoxDraws): Output {
  const { basis } = model;
  const estimate = meanOfColumn(column, units.weights);
  const n = units.count;
  if (!units.plain) return drawnFigure(estimate, joinBox(box), { n, basis, range: [0, 1] });
  return { estimate, unit: '1', n, uncertainty: { kind: 'proportion', k: Math.round(estimate * n), n }, basis };
}

/** Twice the quantile of the errors that calibrates: its uncertainty is that of the calibration rows. */
function widthFigure(
  { model }: AnsweredPart,
  { units }: SomeRows,
  scores: Float64Array,
  threshold: number,
  { params, rng }: Context,
): Output {
  const box = quantileBox(scores, units, params.level, { rng: rng('width'), draws: params.draws });
  const draws = joinBox(box).map((value) => 2 * value);
  return drawnFigure(2 * threshold, draws, { n: units.count, basis: model.basis, range: [0, Number.MAX_VALUE] });
}

/** P that so few rows, or fewer, are covered where all are exchangeable: beta-binomial; ties only make it larger. */
function exchangeability(part: AnsweredPart, { rows }: SomeRows, covered: Uint8Array, level: number): Output {
  if (!part.units.plain) return unmeasured('unsupported', 'of independent rows of equal weight alone');
  const n = rows.length;
  const k = conformalRank(n, level);
  const hits = covered.reduce((sum, value) => sum + value, 0);
  return exactFigure(betaBinomialCdf(hits, covered.length, k, n + 1 - k), '1', part.model.basis);
}

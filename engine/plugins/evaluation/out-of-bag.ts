import type { TrainingTarget } from '../../estimators/estimator.js';
import { decided } from '../../estimators/predictions.js';
import { estimatorOf } from '../../estimators/registry.js';
import { widened } from '../../methods/evaluation/widened.js';
import { identity } from '../../numerics/permutation.js';
import { checkpoint } from '../checkpoint.js';
import { definePlugin } from '../contract.js';
import type { MeasureContext, MeasureResult, OutputSpec } from '../contract.js';
import { exactFigure } from '../exact-figure.js';
import type { Figure, Output, Unmeasured } from '../figure.js';
import { faultsUnmeasured, unmeasured, unmeasuredAll } from '../unmeasured.js';
import { figuresOf } from './held-out.js';
import type { HeldOut } from './held-out.js';
import { CLASSIFICATION_OUTPUTS, REGRESSION_OUTPUTS } from './metric-outputs.js';
import { trainingRowsOf } from './training-rows.js';

export interface OutOfBagParameters {
  readonly draws: number;
}

const { accuracy, balancedAccuracy, mcc, logLoss, brier } = CLASSIFICATION_OUTPUTS;
const { mae, mse, rmse, r2 } = REGRESSION_OUTPUTS;
const OF_CLASSES = { accuracy, balancedAccuracy, mcc, logLoss, brier };
const OF_NUMBERS = { mae, mse, rmse, r2 };

const outputs = {
  ...OF_CLASSES,
  ...OF_NUMBERS,
  rows: {
    type: 'integer',
    unit: '1',
    range: [0, null],
    title: { en: 'Rows that some tree did not learn of', zh: '至少有一棵树未学习过的行数' },
  },
} as const satisfies Readonly<Record<string, OutputSpec>>;

/** Only calibration bins by this number; nothing here does. */
const BINS = 10;
/**
 * As for rows that are left out one by one: as many rows are held out as are trained on, and other training rows make
 * another forest (Nadeau & Bengio 2003: σ²·(1/held out + 1/trained on)).
 */
const WIDENING = Math.SQRT2;

export const outOfBag = definePlugin<OutOfBagParameters>({
  id: 'evaluation/out-of-bag',
  version: '1.0.0',
  title: { en: 'Out-of-bag score of a forest', zh: '森林的袋外分数' },
  about: 'procedure',
  needs: ['estimator', 'data', 'target'],
  deterministic: true,
  outputs,
  measure: (context) => faultsUnmeasured(outputs, () => measure(context)),
});

async function measure(context: MeasureContext<OutOfBagParameters>): Promise<MeasureResult> {
  const { subject, params, rng, signal, progress } = context;
  if (subject.estimator === undefined) return without(unmeasured('missing-input', 'the subject has no estimator'));
  const rows = await trainingRowsOf(subject);
  if ('unmeasured' in rows) return without(rows);
  if (rows.groups !== undefined) {
    return without(
      unmeasured('unsupported', 'a bag would cut the groups of the data: evaluation/cross-validation does not'),
    );
  }
  const { table, target, weights } = rows;
  const estimator = await estimatorOf(subject.estimator, target.kind);
  if (estimator.outOfBag === undefined) {
    return without(
      unmeasured('unsupported', `${subject.estimator.type} does not train on bags of rows with these settings`),
    );
  }
  const answers = await estimator.outOfBag(
    { features: subject.features(table), target, ...(weights && { weights }) },
    { rng: (stream) => rng(`training ${stream}`), pause: () => checkpoint(signal), progress, signal },
  );
  const held = answered(answers, table.rowCount, target);
  if (held.rows.length === 0) return without(unmeasured('out-of-domain', 'every tree learnt of every row'));
  const options = {
    rng: rng(`rows:${table.digest}`),
    rows: table.digest,
    basis: 'observed',
    draws: params.draws,
    bins: BINS,
  } as const;
  const figures = figuresOf(held, rows, options);
  const [own, other] = target.kind === 'classes' ? [OF_CLASSES, OF_NUMBERS] : [OF_NUMBERS, OF_CLASSES];
  return {
    outputs: {
      ...unmeasuredAll(other, 'unsupported', `the target holds ${target.kind}`),
      ...Object.fromEntries(Object.entries(own).map(([name, spec]) => [name, asOfOtherRows(figures[name]!, spec)])),
      rows: exactFigure(held.rows.length, '1'),
    },
  };
}

const without = ({ unmeasured: cause, detail }: Unmeasured): MeasureResult => ({
  outputs: unmeasuredAll(outputs, cause, detail),
});

/** The rows that have an answer. */
function answered(answers: Float64Array, count: number, target: TrainingTarget): HeldOut {
  const width = answers.length / count;
  const rows = identity(count).filter((row) => !Number.isNaN(answers[row * width]!));
  const kept = new Float64Array(rows.length * width);
  rows.forEach((row, place) => kept.set(answers.subarray(row * width, (row + 1) * width), place * width));
  return { rows, predictions: decided(kept, target) };
}

function asOfOtherRows(figure: Figure | Unmeasured, spec: OutputSpec): Output {
  if ('unmeasured' in figure || spec.type !== 'number') return figure;
  const [lowest, highest] = spec.range;
  return widened(figure, WIDENING, [lowest ?? Number.NEGATIVE_INFINITY, highest ?? Number.POSITIVE_INFINITY]);
}

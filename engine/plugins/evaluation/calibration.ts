import { joinBox } from '../../methods/evaluation/bayesian-bootstrap.js';
import { maximumError } from '../../methods/evaluation/bin-gaps.js';
import { calibrationErrorBox } from '../../methods/evaluation/calibration-error.js';
import { calibrationPairs } from '../../methods/evaluation/classification-sample.js';
import { meanBoxes, meanOfColumn } from '../../methods/evaluation/mean-boxes.js';
import { recalibrate } from '../../methods/evaluation/recalibration.js';
import { unitsWith } from '../../methods/evaluation/units.js';
import type { Units } from '../../methods/evaluation/units.js';
import { resamplablePart } from '../answered-part.js';
import type { AnsweredClasses } from '../answered-part.js';
import { checkpoint } from '../checkpoint.js';
import { definePlugin } from '../contract.js';
import type { MeasureContext, MeasureResult, OutputSpec } from '../contract.js';
import { drawnFigure } from '../drawn-figure.js';
import { exactFigure } from '../exact-figure.js';
import type { Figure, Output } from '../figure.js';
import { faultsUnmeasured, nothingMeasured, unmeasured } from '../unmeasured.js';
import { calibrationDetails } from './calibration-details.js';

export interface CalibrationParameters {
  readonly bins: number;
  readonly minBinRows: number;
  readonly draws: number;
}

const outputs = {
  ece: {
    type: 'number',
    unit: '1',
    range: [0, 1],
    title: { en: 'Expected calibration error, debiased', zh: '期望校准误差（去偏）' },
  },
  maximumError: {
    type: 'number',
    unit: '1',
    range: [0, 1],
    title: { en: 'Greatest calibration error of a bin with enough rows', zh: '行数足够的分箱中的最大校准误差' },
  },
  slope: {
    type: 'number',
    unit: '1',
    range: [null, null],
    title: {
      en: 'Calibration slope (1 is right, below 1 overconfident)',
      zh: '校准斜率（1 为准确，小于 1 为过度自信）',
    },
  },
  intercept: {
    type: 'number',
    unit: '1',
    range: [null, null],
    title: { en: 'Calibration intercept, in log odds', zh: '校准截距（对数几率）' },
  },
  meanGap: {
    type: 'number',
    unit: '1',
    range: [-1, 1],
    title: {
      en: 'Frequency less mean probability (calibration in the large)',
      zh: '实际频率减平均预测概率（总体校准）',
    },
  },
  assessedShare: {
    type: 'number',
    unit: '1',
    range: [0, 1],
    title: { en: 'Share of rows in bins with enough rows', zh: '处于行数足够的分箱中的行的占比' },
  },
} as const satisfies Readonly<Record<string, OutputSpec>>;

/** Fewest units of each outcome for a recalibration: docs/calibration-measures.md. */
const FEWEST_OF_OUTCOME = 20;

export const calibration = definePlugin<CalibrationParameters>({
  id: 'evaluation/calibration',
  version: '1.0.0',
  title: { en: 'Whether probabilities are as often right as they say', zh: '预测概率的校准程度' },
  about: 'model',
  needs: ['model', 'data.test', 'target'],
  deterministic: true,
  outputs,
  measure: (context) => faultsUnmeasured(outputs, () => measure(context)),
});

/** Of two classes: the positive one's probability. Of more: the answer's, and whether it is right. */
async function measure({
  subject,
  params,
  rng,
  signal,
}: MeasureContext<CalibrationParameters>): Promise<MeasureResult> {
  const part = await resamplablePart(subject, 'test');
  if ('unmeasured' in part) return nothingMeasured(outputs, part);
  if (part.kind !== 'classes')
    return nothingMeasured(outputs, unmeasured('unsupported', 'calibration is of a classifier’s probabilities'));
  if (part.probabilities === undefined)
    return nothingMeasured(outputs, unmeasured('unsupported', 'the model gives no probabilities'));
  if (part.classes.length < 2) return nothingMeasured(outputs, unmeasured('out-of-domain', 'there is one class only'));
  await checkpoint(signal);
  const { outcomes, confidence } = calibrationPairs({
    truth: part.truth,
    probabilities: part.probabilities,
    classes: part.classes.length,
    positive: part.positive,
  });
  const { units, table, model } = part;
  const options = { n: units.count, basis: model.basis, rows: table.digest };
  const stream = `rows:${table.digest}`;
  const resamples = { draws: params.draws, extras: part.classes.length };
  const ece = calibrationErrorBox(outcomes, confidence, params.bins, units, params.draws, rng('ece'));
  const worst = maximumError(outcomes, confidence, params.bins, params.minBinRows, units, {
    ...resamples,
    rng: rng(stream),
  });
  const gap = {
    values: Float64Array.from(confidence, (p, row) => outcomes[row]! - p),
    lowest: -1,
    highest: 1,
  };
  const [gapBox] = meanBoxes([gap], units, { ...resamples, rng: rng(stream) });
  return {
    outputs: {
      // Its draws are ordered, and so not paired with those of other figures.
      ece: drawnFigure(ece.estimate, ece.draws, { n: units.count, basis: model.basis, range: [0, 1] }),
      maximumError: worst
        ? drawnFigure(worst.estimate, worst.draws, { ...options, range: [0, 1] })
        : unmeasured('out-of-domain', `no bin has ${params.minBinRows} ${units.name}`),
      ...recalibrationOutputs(part, outcomes, confidence, units),
      meanGap: drawnFigure(meanOfColumn(gap, units.weights), joinBox(gapBox!), { ...options, range: [-1, 1] }),
      assessedShare: exactFigure(worst?.share ?? 0, '1'),
    },
    details: calibrationDetails(outcomes, confidence, units, params.bins),
    backend: model.backend,
  };
}

function recalibrationOutputs(
  { table, model }: AnsweredClasses,
  outcomes: Uint8Array,
  confidence: Float64Array,
  units: Units,
): { slope: Output; intercept: Output } {
  const absent = (detail: string): { slope: Output; intercept: Output } => {
    const why = unmeasured('out-of-domain', detail);
    return { slope: why, intercept: why };
  };
  for (const outcome of [0, 1]) {
    const number = unitsWith(units, (row) => outcomes[row] === outcome);
    if (number < FEWEST_OF_OUTCOME) {
      return absent(`outcome ${outcome} occurs in ${number} ${units.name}, ${FEWEST_OF_OUTCOME} are needed`);
    }
  }
  const fit = recalibrate(outcomes, confidence, units);
  if (fit === undefined || !(fit.slopeError > 0 && fit.interceptError > 0)) {
    return absent('no finite recalibration fits: the probabilities separate the outcomes, or do not vary');
  }
  const figure = (estimate: number, scale: number): Figure => ({
    estimate,
    unit: '1',
    n: units.count,
    uncertainty: { kind: 'student-t', scale, df: Math.max(1, Math.round(units.effective) - 2) },
    basis: model.basis,
    rows: table.digest,
  });
  return { slope: figure(fit.slope, fit.slopeError), intercept: figure(fit.intercept, fit.interceptError) };
}

import { classificationFigures } from '../../methods/evaluation/classification.js';
import { regressionFigures } from '../../methods/evaluation/regression.js';
import { definePlugin } from '../contract.js';
import type { MeasureContext, MeasureResult, OutputSpec } from '../contract.js';
import { exactFigure } from '../exact-figure.js';
import { faultsUnmeasured, unmeasuredAll } from '../unmeasured.js';
import { classificationDetails } from './classification-details.js';
import { CLASSIFICATION_OUTPUTS, REGRESSION_OUTPUTS } from './metric-outputs.js';

export interface HoldoutParameters {
  readonly draws: number;
  readonly bins: number;
}

const outputs = {
  ...CLASSIFICATION_OUTPUTS,
  ...REGRESSION_OUTPUTS,
  rows: {
    type: 'integer',
    unit: '1',
    range: [0, null],
    title: { en: 'Test rows with a known truth', zh: '有真实标签的测试行数' },
  },
} as const satisfies Readonly<Record<string, OutputSpec>>;

export const holdout = definePlugin<HoldoutParameters>({
  id: 'evaluation/holdout',
  version: '1.0.0',
  title: { en: 'Metrics on the held-out test data', zh: '留出测试数据上的指标' },
  about: 'model',
  needs: ['model', 'data.test', 'target'],
  deterministic: true,
  outputs,
  measure: (context) => faultsUnmeasured(outputs, () => measure(context)),
});

async function measure({ subject, params, rng, signal }: MeasureContext<HoldoutParameters>): Promise<MeasureResult> {
  const table = await subject.table('test');
  const target = await subject.target('test');
  if (table === undefined || target === undefined) return without('missing-input', 'data.test with its target');
  const model = await subject.model();
  const predictions = await subject.predictions('test');
  if (model === undefined || predictions === undefined) return without('missing-input', 'model');
  signal.throwIfAborted();

  const groups = await subject.groups('test');
  const weights = await subject.weights('test');
  const units = { ...(groups && { groups }), ...(weights && { weights }) };
  const options = { rng: rng(`rows:${table.digest}`), rows: table.digest, basis: model.basis, ...params };
  const backend = { backend: model.backend };
  if (target.kind === 'classes' && predictions.kind === 'classes') {
    const { classes, positive } = target;
    const evidence = {
      truth: target.codes,
      predicted: predictions.labels,
      classes: classes.length,
      ...(positive !== undefined && { positive }),
      ...(predictions.probabilities && { probabilities: predictions.probabilities }),
      ...units,
    };
    return {
      outputs: {
        ...classificationFigures(evidence, options),
        ...unmeasuredAll(REGRESSION_OUTPUTS, 'unsupported', 'a metric of regressions; the model is a classifier'),
        rows: exactFigure(target.codes.filter((code) => code >= 0).length, '1'),
      },
      details: classificationDetails(evidence, classes, params.bins),
      ...backend,
    };
  }
  if (target.kind === 'numbers' && predictions.kind === 'numbers') {
    const evidence = { truth: target.values, predicted: predictions.values, ...units };
    return {
      outputs: {
        ...unmeasuredAll(CLASSIFICATION_OUTPUTS, 'unsupported', 'a metric of classifiers; the model is a regression'),
        ...regressionFigures(evidence, options),
        rows: exactFigure(target.values.filter((value) => !Number.isNaN(value)).length, '1'),
      },
      ...backend,
    };
  }
  return without('unsupported', `the target holds ${target.kind} and the model answers ${predictions.kind}`);
}

const without = (cause: 'missing-input' | 'unsupported', detail: string): MeasureResult => ({
  outputs: unmeasuredAll(outputs, cause, cause === 'missing-input' ? `the subject has no ${detail}` : detail),
});

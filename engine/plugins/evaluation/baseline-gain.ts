import { joinBox } from '../../methods/evaluation/bayesian-bootstrap.js';
import { meanBoxes, meanOfColumn } from '../../methods/evaluation/mean-boxes.js';
import type { MeanColumn } from '../../methods/evaluation/mean-boxes.js';
import { greatestOf, negateBox } from '../../methods/evaluation/worst-of-many.js';
import { mcnemar } from '../../numerics/hypotheses/mcnemar.js';
import { quantileOfSorted } from '../../numerics/sorting.js';
import { resamplablePart } from '../answered-part.js';
import type { AnsweredClasses, AnsweredNumbers, AnsweredPart } from '../answered-part.js';
import { checkpoint } from '../checkpoint.js';
import { definePlugin } from '../contract.js';
import type { MeasureContext, MeasureResult, OutputSpec } from '../contract.js';
import { drawnFigure } from '../drawn-figure.js';
import { exactFigure } from '../exact-figure.js';
import type { Output } from '../figure.js';
import { classScores, numberScores, probabilityScores, scoreDifference } from '../row-scores.js';
import { faultsUnmeasured, nothingMeasured, unmeasured, unmeasuredAll } from '../unmeasured.js';

export interface BaselineGainParameters {
  readonly draws: number;
}

const gain = (en: string, zh: string, range: readonly [number | null, number | null]): OutputSpec => ({
  type: 'number',
  unit: '1',
  range,
  title: { en, zh },
});

const outputs = {
  accuracyGain: gain('Accuracy above that of the best constant answer', '准确率高于最佳常数预测的幅度', [-1, 1]),
  brierGain: gain('Brier score below that of the class shares', 'Brier 分数低于按类别占比预测的幅度', [-2, 2]),
  logLossGain: gain('Log loss below that of the class shares (nats)', '对数损失低于按类别占比预测的幅度（纳特）', [
    null,
    null,
  ]),
  maeGain: gain('Mean absolute error below that of the median', '平均绝对误差低于预测中位数的幅度', [null, null]),
  mseGain: gain('Mean squared error below that of the mean', '均方误差低于预测均值的幅度', [null, null]),
  mcnemarP: gain(
    'p of McNemar’s test that the model and the commonest class are right equally often',
    '模型与最常见类别正确率相同的 McNemar 检验 p 值',
    [0, 1],
  ),
} as const satisfies Readonly<Record<string, OutputSpec>>;

export const baselineGain = definePlugin<BaselineGainParameters>({
  id: 'evaluation/baseline-gain',
  version: '1.0.0',
  title: { en: 'How much better the model is than the best trivial one', zh: '相对最佳平凡模型的提升' },
  about: 'model',
  needs: ['model', 'data.test', 'target'],
  deterministic: true,
  outputs,
  measure: (context) => faultsUnmeasured(outputs, () => measure(context)),
});

/**
 * Paired on the same rows. The trivial models are the best for these very rows (every constant class is tried, shares,
 * mean and median are the test rows' own), which a trivial model that had to be trained would not quite reach.
 */
async function measure({
  subject,
  params,
  rng,
  signal,
}: MeasureContext<BaselineGainParameters>): Promise<MeasureResult> {
  const part = await resamplablePart(subject, 'test');
  if ('unmeasured' in part) return nothingMeasured(outputs, part);
  await checkpoint(signal);
  const columns = part.kind === 'classes' ? classGains(part) : numberGains(part);
  const names = Object.keys(columns);
  const boxes = meanBoxes(Object.values(columns), part.units, {
    rng: rng(`rows:${part.table.digest}`),
    draws: params.draws,
    extras: part.kind === 'classes' ? part.classes.length : 2,
  });
  const figure = (estimate: number, draws: Float64Array, name: keyof typeof outputs): Output => {
    const [low, high] = outputs[name].type === 'number' ? outputs[name].range : [null, null];
    return drawnFigure(estimate, draws, {
      n: part.units.count,
      basis: part.model.basis,
      rows: part.table.digest,
      range: [low ?? -Number.MAX_VALUE, high ?? Number.MAX_VALUE],
    });
  };
  const measured: Record<string, Output> = {};
  const constants = names.filter((name) => name.startsWith('constant'));
  if (constants.length > 0) {
    const worst = greatestOf(constants.length, params.draws);
    for (const name of constants) worst.add(negateBox(boxes[names.indexOf(name)]!));
    const least = Math.min(...constants.map((name) => meanOfColumn(columns[name]!, part.units.weights)));
    measured['accuracyGain'] = figure(
      least,
      worst.draws().map((value) => -value),
      'accuracyGain',
    );
  }
  names.forEach((name, index) => {
    if (!(name in outputs)) return;
    const estimate = meanOfColumn(columns[name]!, part.units.weights);
    measured[name] = figure(estimate, joinBox(boxes[index]!), name as keyof typeof outputs);
  });
  return {
    outputs: { ...absentFor(part), ...(part.kind === 'classes' && { mcnemarP: againstCommonest(part) }), ...measured },
    backend: part.model.backend,
  };
}

function absentFor(part: AnsweredPart): Record<string, Output> {
  const why =
    part.kind === 'numbers'
      ? 'a gain of classifiers; the model is a regression'
      : part.probabilities
        ? 'a gain of regressions; the model is a classifier'
        : 'the model gives no probabilities, or it is a gain of regressions';
  return unmeasuredAll(outputs, 'unsupported', why);
}

function classGains(part: AnsweredClasses): Record<string, MeanColumn> {
  const { truth, classes, units } = part;
  const scores = classScores(part);
  const columns: Record<string, MeanColumn> = {};
  classes.forEach((_, index) => {
    const constant = { values: Uint8Array.from(truth, (c) => Number(c === index)), lowest: 0, highest: 1 };
    columns[`constant ${index}`] = scoreDifference(scores['accuracy']!, constant);
  });
  if (part.probabilities === undefined) return columns;
  const shares = new Float64Array(classes.length);
  const total = units.weights.reduce((sum, weight) => sum + weight, 0);
  truth.forEach((c, row) => (shares[c]! += units.weights[row]! / total));
  const repeated = new Float64Array(truth.length * classes.length);
  truth.forEach((_, row) => repeated.set(shares, row * classes.length));
  const trivial = probabilityScores(truth, repeated, classes.length);
  columns['brierGain'] = scoreDifference(trivial.brier, scores['brier']!);
  columns['logLossGain'] = scoreDifference(trivial.logLoss, scores['logLoss']!);
  return columns;
}

function numberGains(part: AnsweredNumbers): Record<string, MeanColumn> {
  const { truth, units } = part;
  const total = units.weights.reduce((sum, weight) => sum + weight, 0);
  const mean = truth.reduce((sum, value, row) => sum + (units.weights[row]! * value) / total, 0);
  const median = quantileOfSorted(truth.toSorted(), 0.5);
  const own = numberScores(part);
  const against = (constant: number, name: 'mae' | 'mse'): MeanColumn =>
    scoreDifference(
      numberScores({ truth, predicted: new Float64Array(truth.length).fill(constant) })[name]!,
      own[name]!,
    );
  return { maeGain: against(median, 'mae'), mseGain: against(mean, 'mse') };
}

function againstCommonest({ truth, predicted, classes, units, model }: AnsweredClasses): Output {
  if (!units.plain) return unmeasured('unsupported', 'McNemar’s test is of independent rows of equal weight');
  const counts = classes.map((_, index) => truth.filter((c) => c === index).length);
  const commonest = counts.indexOf(Math.max(...counts));
  let [onlyModel, onlyConstant] = [0, 0];
  truth.forEach((c, row) => {
    if (predicted[row] === c && c !== commonest) onlyModel++;
    if (predicted[row] !== c && c === commonest) onlyConstant++;
  });
  return exactFigure(mcnemar(onlyModel, onlyConstant).p, '1', model.basis);
}

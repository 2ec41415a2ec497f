import type { Trained } from '../../backends/device.js';
import { joinBox } from '../../methods/evaluation/bayesian-bootstrap.js';
import { combineBoxes, meanBoxes, meanOfColumn } from '../../methods/evaluation/mean-boxes.js';
import type { MeanColumn } from '../../methods/evaluation/mean-boxes.js';
import { deviations, rankP, spreadOfModels } from '../../methods/evaluation/model-match.js';
import { tooSmall } from '../../methods/evaluation/units.js';
import { unseen } from '../../methods/evaluation/unseen.js';
import { holm } from '../../numerics/hypotheses/multiple-testing.js';
import { answeredPart } from '../answered-part.js';
import type { AnsweredPart } from '../answered-part.js';
import { definePlugin } from '../contract.js';
import type { MeasureContext, MeasureResult, OutputSpec } from '../contract.js';
import type { Detail } from '../detail.js';
import { drawnFigure } from '../drawn-figure.js';
import { exactFigure } from '../exact-figure.js';
import type { Output, Unmeasured } from '../figure.js';
import { trainedOn } from '../trained-on.js';
import { faultsUnmeasured, unmeasured, unmeasuredAll } from '../unmeasured.js';
import { retrainedAnswers } from './retrained.js';

export interface EstimatorMatchParameters {
  readonly trainings: number;
  readonly draws: number;
}

const number = (en: string, zh: string, range: readonly [number | null, number | null] = [0, 1]): OutputSpec => ({
  type: 'number',
  unit: '1',
  range,
  title: { en, zh },
});

const outputs = {
  matchP: number(
    'p that the model is one that its estimator makes of its training data: the least of the two below, adjusted by Holm',
    '模型属于该训练过程在其训练数据上所产生模型的 p 值（以下两个 p 值经霍尔姆法校正后的最小值）',
  ),
  answersP: number('p of the distance of its answers from theirs', '其回答与这些模型回答之距离的 p 值'),
  scoreP: number(
    'p of the distance of its accuracy (mean absolute error) from theirs',
    '其准确率（平均绝对误差）与这些模型之差的 p 值',
  ),
  distanceRatio: number(
    'Distance of its answers from theirs over their distance from each other',
    '其回答与这些模型的距离，相对于这些模型彼此间的距离之比',
    [0, null],
  ),
} as const satisfies Readonly<Record<string, OutputSpec>>;

export const estimatorMatch = definePlugin<EstimatorMatchParameters>({
  id: 'evaluation/estimator-match',
  version: '1.0.0',
  title: { en: 'Whether the model is one that its estimator makes', zh: '模型是否与其训练过程相符' },
  about: 'model',
  needs: ['model', 'estimator', 'data.train', 'data.test', 'target'],
  deterministic: true,
  outputs,
  measure: (context) => faultsUnmeasured(outputs, () => measure(context)),
});

/**
 * The estimator is trained again on bootstraps of the training data. If the model came of it and of these data, it is
 * no farther from those models than they are from each other: a model of all the rows stands nearer to the bootstraps
 * than they to each other, which makes the tests conservative. A p that is not small shows no match, it fails to show
 * the contrary: `distanceRatio` tells how far off the model may be, about 0.7 to 0.9 where it matches.
 */
async function measure(context: MeasureContext<EstimatorMatchParameters>): Promise<MeasureResult> {
  const { subject, params, rng } = context;
  const part = await answeredPart(subject, 'test');
  if ('unmeasured' in part) return without(part);
  const small = tooSmall(part.units);
  if (small !== undefined) return without(unmeasured('out-of-domain', small));
  let how: Trained | undefined;
  const retrained = await retrainedAnswers(part, params.trainings, context, (by) => (how = by));
  if ('unmeasured' in retrained) return without(retrained);
  const { models, width } = comparable(part, retrained);
  if (models.some((answers) => answers.some((value) => !Number.isFinite(value)))) {
    return without(unmeasured('out-of-domain', 'a model answers a number without end'));
  }
  const spread = spreadOfModels(models, width, part.units.weights);
  const scores = models.map((answers) => scoreOf(part, answers));
  const answersP = rankP(spread.distances);
  const scoreP = rankP(deviations(scores));
  const { basis } = part.model;
  return {
    outputs: {
      matchP: exactFigure(Math.min(...holm([answersP, scoreP])), '1', basis),
      answersP: exactFigure(answersP, '1', basis),
      scoreP: exactFigure(scoreP, '1', basis),
      distanceRatio: ratioFigure(part, spread, rng(`rows:${part.table.digest}`), params.draws),
    },
    details: [modelTable(part, spread.distances, scores), ...(trainedOn(how, context.device).details ?? [])],
    backend: part.model.backend,
  };
}

const without = ({ unmeasured: cause, detail }: Unmeasured): MeasureResult => ({
  outputs: unmeasuredAll(outputs, cause, detail),
});

/** The model's answers first, then those of the others, in one form: probabilities where the model gives them. */
function comparable(
  part: AnsweredPart,
  retrained: readonly Float64Array[],
): { readonly models: readonly Float64Array[]; readonly width: number } {
  if (part.kind === 'numbers') return { models: [part.predicted, ...retrained], width: 1 };
  const width = part.classes.length;
  if (part.probabilities) return { models: [part.probabilities, ...retrained], width };
  const named = (codeOf: (row: number) => number): Float64Array => {
    const answers = new Float64Array(part.rows.length * width);
    part.rows.forEach((_, row) => (answers[row * width + codeOf(row)] = 1));
    return answers;
  };
  return {
    models: [
      named((row) => part.predicted[row]!),
      ...retrained.map((all) => named((row) => likeliest(all, width, row))),
    ],
    width,
  };
}

function likeliest(answers: Float64Array, width: number, row: number): number {
  let best = 0;
  for (let c = 1; c < width; c++) if (answers[row * width + c]! > answers[row * width + best]!) best = c;
  return best;
}

/** Accuracy by the likeliest class, or the mean absolute error. */
function scoreOf(part: AnsweredPart, answers: Float64Array): number {
  const { weights } = part.units;
  let sum = 0;
  let total = 0;
  part.rows.forEach((_, row) => {
    const value =
      part.kind === 'numbers'
        ? Math.abs(part.truth[row]! - answers[row]!)
        : Number(likeliest(answers, part.classes.length, row) === part.truth[row]);
    sum += weights[row]! * value;
    total += weights[row]!;
  });
  return sum / total;
}

function ratioFigure(
  { kind, units, model, table }: AnsweredPart,
  { own, others }: ReturnType<typeof spreadOfModels>,
  rng: Parameters<typeof meanBoxes>[2]['rng'],
  draws: number,
): Output {
  const column = (values: Float64Array): MeanColumn => ({
    values,
    lowest: 0,
    highest: kind === 'classes' ? 1 : unseen(values).highest,
  });
  const columns = [column(own), column(others)];
  const [first, second] = meanBoxes(columns, units, { rng, draws, extras: 1 });
  const [mine, theirs] = columns.map((one) => meanOfColumn(one, units.weights));
  if (!(theirs! > 0)) {
    return unmeasured(
      'out-of-domain',
      'the models that were trained again all answer alike: there is no distance to compare with',
    );
  }
  const box = combineBoxes(first!, second!, (a, b) => a / b);
  return drawnFigure(mine! / theirs!, joinBox(box), {
    n: units.count,
    basis: model.basis,
    rows: table.digest,
    range: [0, Number.MAX_VALUE],
  });
}

const modelTable = (part: AnsweredPart, distances: Float64Array, scores: readonly number[]): Detail => ({
  type: 'table',
  id: 'models',
  title: { en: 'The model and those trained again', zh: '模型与重新训练的模型' },
  columns: [{ name: 'model' }, { name: 'distance' }, { name: part.kind === 'classes' ? 'accuracy' : 'mae' }],
  rows: scores.map((score, index) => [index === 0 ? 'deployed' : index, distances[index]!, score]),
});

import { joinBox } from '../../methods/evaluation/bayesian-bootstrap.js';
import type { BoxDraws } from '../../methods/evaluation/bayesian-bootstrap.js';
import { combineBoxes, meanBoxes, meanOfColumn } from '../../methods/evaluation/mean-boxes.js';
import { quantileOfSorted } from '../../numerics/sorting.js';
import { resamplablePart } from '../answered-part.js';
import type { AnsweredPart } from '../answered-part.js';
import { checkpoint } from '../checkpoint.js';
import { definePlugin } from '../contract.js';
import type { MeasureContext, MeasureResult, OutputSpec } from '../contract.js';
import type { Detail } from '../detail.js';
import { drawnFigure } from '../drawn-figure.js';
import { weakest } from '../figure.js';
import type { Output, Unmeasured } from '../figure.js';
import { classScores, numberScores } from '../row-scores.js';
import type { RowScores } from '../row-scores.js';
import { faultsUnmeasured, nothingMeasured, unmeasuredAll } from '../unmeasured.js';

export interface OverfitGapParameters {
  readonly draws: number;
}

const gap = (en: string, zh: string, range: readonly [number | null, number | null]): OutputSpec => ({
  type: 'number',
  unit: '1',
  range,
  title: { en, zh },
});

const outputs = {
  accuracyGap: gap('Accuracy on the training rows less that on the test rows', '训练集准确率减测试集准确率', [-1, 1]),
  brierGap: gap(
    'Brier score on the test rows less that on the training rows',
    '测试集 Brier 分数减训练集 Brier 分数',
    [-2, 2],
  ),
  logLossGap: gap('Log loss on the test rows less that on the training rows', '测试集对数损失减训练集对数损失', [
    null,
    null,
  ]),
  maeGap: gap(
    'Mean absolute error on the test rows less that on the training rows',
    '测试集平均绝对误差减训练集平均绝对误差',
    [null, null],
  ),
  mseGap: gap('Mean squared error on the test rows less that on the training rows', '测试集均方误差减训练集均方误差', [
    null,
    null,
  ]),
} as const satisfies Readonly<Record<string, OutputSpec>>;

const SCORES = {
  accuracyGap: 'accuracy',
  brierGap: 'brier',
  logLossGap: 'logLoss',
  maeGap: 'mae',
  mseGap: 'mse',
} as const;

export const overfitGap = definePlugin<OverfitGapParameters>({
  id: 'evaluation/overfit-gap',
  version: '1.0.0',
  title: {
    en: 'How much better the model is on the rows that it learned of',
    zh: '训练集与测试集表现的差距（过拟合）',
  },
  about: 'model',
  needs: ['model', 'data.train', 'data.test', 'target'],
  deterministic: true,
  outputs,
  measure: (context) => faultsUnmeasured(outputs, () => measure(context)),
});

interface Scored {
  readonly part: AnsweredPart;
  readonly scores: RowScores;
  readonly boxes: Readonly<Record<string, BoxDraws>>;
}

/** The two parts are independent samples: their resamples are drawn apart. Above 0 is worse on the test rows. */
async function measure(context: MeasureContext<OverfitGapParameters>): Promise<MeasureResult> {
  const train = await scoredPart(context, 'train');
  if ('unmeasured' in train) return nothingMeasured(outputs, train);
  const test = await scoredPart(context, 'test');
  if ('unmeasured' in test) return nothingMeasured(outputs, test);
  const measured: Record<string, Output> = {};
  for (const name of Object.keys(outputs) as (keyof typeof outputs)[]) {
    const score = SCORES[name];
    if (!(score in train.scores && score in test.scores)) continue;
    const [first, second] = score === 'accuracy' ? [train, test] : [test, train];
    const spec = outputs[name];
    const [low, high] = spec.type === 'number' ? spec.range : [null, null];
    measured[name] = drawnFigure(
      meanOf(first, score) - meanOf(second, score),
      joinBox(combineBoxes(first.boxes[score]!, second.boxes[score]!, (a, b) => a - b)),
      {
        n: Math.min(train.part.units.count, test.part.units.count),
        basis: weakest(train.part.model.basis, test.part.model.basis),
        range: [low ?? -Number.MAX_VALUE, high ?? Number.MAX_VALUE],
      },
    );
  }
  return {
    outputs: {
      ...unmeasuredAll(outputs, 'unsupported', 'the model does not give what this score needs'),
      ...measured,
    },
    details: [scoreIntervals(train, test)],
    backend: test.part.model.backend,
  };
}

async function scoredPart(
  { subject, params, rng, signal }: MeasureContext<OverfitGapParameters>,
  name: 'train' | 'test',
): Promise<Scored | Unmeasured> {
  const part = await resamplablePart(subject, name);
  if ('unmeasured' in part) return part;
  await checkpoint(signal);
  const scores = part.kind === 'classes' ? classScores(part) : numberScores(part);
  const drawn = meanBoxes(Object.values(scores), part.units, {
    // Both may be of one file: the streams are apart by name.
    rng: rng(`${name} rows:${part.table.digest}`),
    draws: params.draws,
    extras: 2,
  });
  return { part, scores, boxes: Object.fromEntries(Object.keys(scores).map((score, i) => [score, drawn[i]!])) };
}

const meanOf = ({ part, scores }: Scored, score: string): number => meanOfColumn(scores[score]!, part.units.weights);

function scoreIntervals(train: Scored, test: Scored): Detail {
  const items = Object.keys(train.scores).flatMap((score) =>
    [train, test].map((scored) => {
      const draws = joinBox(scored.boxes[score]!).sort();
      const estimate = meanOf(scored, score);
      return {
        name: `${score}, ${scored === train ? 'train' : 'test'}`,
        estimate,
        lower: Math.min(estimate, quantileOfSorted(draws, 0.025)),
        upper: Math.max(estimate, quantileOfSorted(draws, 0.975)),
      };
    }),
  );
  return {
    type: 'intervals',
    id: 'scores',
    title: { en: 'Scores on both parts', zh: '两部分数据上的指标' },
    level: 0.95,
    items: items.filter(({ estimate, lower, upper }) => [estimate, lower, upper].every(Number.isFinite)),
  };
}

import { estimatorOf } from '../../estimators/registry.js';
import type { TrainingTarget } from '../../estimators/estimator.js';
import { likeness } from '../../methods/explainability/quality/comparison.js';
import type { Likeness } from '../../methods/explainability/quality/comparison.js';
import { checkpoint } from '../checkpoint.js';
import { definePlugin } from '../contract.js';
import type { MeasureContext, MeasureResult, OutputSpec } from '../contract.js';
import { trainingRowsOf } from '../evaluation/training-rows.js';
import { exactFigure } from '../exact-figure.js';
import type { Output, Unmeasured } from '../figure.js';
import { faultsUnmeasured, unmeasured, unmeasuredAll } from '../unmeasured.js';
import { attributions, classOf, halvesOf, heldOut, permutedTarget, questions } from './retrained.js';
import { runMean } from './run-mean.js';

export interface RetrainingParameters {
  readonly class: string;
  readonly maxRows: number;
  readonly background: number;
  readonly mostEvaluations: number;
  readonly repeats: number;
  readonly top: number;
  readonly draws: number;
}

const mean = (en: string, zh: string, range: readonly [number, number] = [0, 1]) =>
  ({ type: 'number', unit: '1', range, title: { en, zh } }) as const satisfies OutputSpec;
const count = (en: string, zh: string) =>
  ({ type: 'integer', unit: '1', range: [0, null], title: { en, zh } }) as const satisfies OutputSpec;

const outputs = {
  rankCorrelation: mean(
    'Mean rank correlation of the attributions of two models trained on other halves of the data',
    '在数据的两半上分别训练的模型之间归因的平均秩相关',
    [-1, 1],
  ),
  topJaccard: mean(
    'Mean Jaccard index of the strongest features of two models trained on other halves of the data',
    '在数据的两半上分别训练的模型之间最强特征的平均杰卡德指数',
  ),
  signAgreement: mean(
    'Mean share of the strongest features that both models name with one sign',
    '两个模型以相同符号指出的最强特征的平均占比',
  ),
  permutedRankCorrelation: mean(
    'Mean rank correlation with the attributions of a model trained on permuted labels',
    '与在打乱标签上训练的模型的归因之间的平均秩相关',
    [-1, 1],
  ),
  permutedTopJaccard: mean(
    'Mean Jaccard index of the strongest features with a model trained on permuted labels',
    '与在打乱标签上训练的模型之间最强特征的平均杰卡德指数',
  ),
  explainedRows: count('Rows that were explained', '被解释的行数'),
  trainings: count('Models trained', '训练的模型数'),
  modelEvaluations: count('Rows that each model was asked for', '向每个模型查询的行数'),
} as const satisfies Readonly<Record<string, OutputSpec>>;

export const retraining = definePlugin<RetrainingParameters>({
  id: 'explainability/retraining',
  version: '1.0.0',
  title: {
    en: 'Whether explanations hold when the model is trained again, and change when its labels are permuted',
    zh: '重新训练后解释是否稳定，标签打乱后解释是否改变',
  },
  about: 'procedure',
  needs: ['estimator', 'data', 'target'],
  deterministic: true,
  outputs,
  measure: (context) => faultsUnmeasured(outputs, () => measure(context)),
});

/**
 * Rows held out of all trainings are explained by Shapley values (random orders, the same for every model). Each repeat
 * trains on two disjoint halves of the other rows, and on the first half with permuted labels (Adebayo et al., "Sanity
 * checks for saliency maps", NeurIPS 2018, data randomisation). Repeats share data, so their spread is widened as Nadeau
 * and Bengio do.
 */
async function measure(context: MeasureContext<RetrainingParameters>): Promise<MeasureResult> {
  const { subject, params, rng, signal, progress } = context;
  if (subject.estimator === undefined) return all(unmeasured('missing-input', 'the subject has no estimator'));
  const known = await trainingRowsOf(subject);
  if ('unmeasured' in known) return all(known);
  const features = subject.features(known.table);
  if (features.length < 2) return all(unmeasured('out-of-domain', 'of fewer than two features there is no order'));
  if (2 * (features.length - 1) > params.mostEvaluations) {
    const why = `one order of ${features.length} features there and back asks for ${2 * (features.length - 1)} rows`;
    return all(unmeasured('unsupported', `${why}, mostEvaluations allows ${params.mostEvaluations}`));
  }
  const index = classOf(known, params.class);
  if (typeof index !== 'number') return all(index);
  const estimator = await estimatorOf(subject.estimator, known.target.kind);
  const rows = heldOut(known, params.maxRows, rng('rows'));
  if ('unmeasured' in rows) return all(rows);
  const asking = await questions(known.table, features, rows, params, rng);
  const trained = (target: TrainingTarget, halves: readonly Int32Array[], name: string) =>
    attributions(estimator, asking.data(target, known.weights), halves, asking, index, {
      rng: (stream) => rng(`${name} ${stream}`),
      pause: () => checkpoint(signal),
    });
  const halves = Array.from({ length: params.repeats }, (_, repeat) =>
    halvesOf(known, rows.left, rng(`halves ${repeat}`)),
  );
  const honest = await trained(known.target, halves.flat(), 'training');
  const permuted: Float64Array[] = [];
  for (const [repeat, [first]] of halves.entries()) {
    progress(1 + repeat, 1 + params.repeats);
    const target = permutedTarget(known.target, first, rng(`labels ${repeat}`));
    permuted.push(...(await trained(target, [first], `permuted ${repeat}`)));
  }
  const width = features.length;
  const alike = (a: Float64Array, b: Float64Array): readonly Likeness[] =>
    [...rows.explained].map((_, row) =>
      likeness(a.subarray(row * width, (row + 1) * width), b.subarray(row * width, (row + 1) * width), params.top),
    );
  const again = halves.map((_, repeat) => alike(honest[2 * repeat]!, honest[2 * repeat + 1]!));
  const chance = halves.map((_, repeat) => alike(honest[2 * repeat]!, permuted[repeat]!));
  const figure = (runs: readonly (readonly Likeness[])[], of: (one: Likeness) => number, low: -1 | 0): Output =>
    runMean(
      runs.map((run) => Float64Array.from(run, of)),
      [low, 1],
      rows.means,
      { rng, draws: params.draws, overlap: 1 },
    );
  return {
    outputs: {
      rankCorrelation: figure(again, ({ rank }) => rank, -1),
      topJaccard: figure(again, ({ top }) => top, 0),
      signAgreement: figure(again, ({ sign }) => sign, 0),
      permutedRankCorrelation: figure(chance, ({ rank }) => rank, -1),
      permutedTopJaccard: figure(chance, ({ top }) => top, 0),
      explainedRows: exactFigure(rows.explained.length, '1'),
      trainings: exactFigure(3 * params.repeats, '1'),
      modelEvaluations: exactFigure(asking.places.length, '1'),
    },
  };
}

const all = ({ unmeasured: cause, detail }: Unmeasured): MeasureResult => ({
  outputs: unmeasuredAll(outputs, cause, detail),
});

import type { Trained } from '../../backends/device.js';
import type { Attacked } from '../../methods/privacy/membership/attacked.js';
import { fallingScores } from '../../methods/privacy/membership/attacked.js';
import { thresholdAt } from '../../methods/privacy/membership/low-fpr.js';
import { identity } from '../../numerics/permutation.js';
import { rocAuc } from '../../numerics/metrics/ranking.js';
import { checkpoint } from '../checkpoint.js';
import { definePlugin } from '../contract.js';
import type { MeasureContext, MeasureResult, OutputSpec } from '../contract.js';
import type { Detail } from '../detail.js';
import { exactFigure } from '../exact-figure.js';
import { trainedOn } from '../trained-on.js';
import { count } from '../output-spec.js';
import { faultsUnmeasured, nothingMeasured, unmeasured } from '../unmeasured.js';
import { trainingRowsOf } from '../evaluation/training-rows.js';
import { populationOf, usesShadows } from './attack-parameters.js';
import type { AttackParameters } from './attack-parameters.js';
import { chooseRows, poolOfTable } from './attack-pool.js';
import type { AttackPool } from './attack-pool.js';
import { lossScores, shadowScores, tooFewShadows } from './attack-scores.js';
import { MOST_ROWS, classTable, lowestRate, rocCurve } from './exposure-details.js';
import { exposureFigures, tooFewAttacked } from './exposure-figures.js';
import { EXPOSURE_OUTPUTS } from './exposure-outputs.js';
import { trainShadows } from './shadow-models.js';
import type { ShadowModels } from './shadow-models.js';

export interface ProcedureExposureParameters extends AttackParameters {
  readonly targets: number;
}

const outputs = {
  ...EXPOSURE_OUTPUTS,
  targets: count('Models that were attacked', '被攻击的模型数'),
} as const satisfies Readonly<Record<string, OutputSpec>>;

/** Each model learns of one half of the rows. */
const HALF = 4;

/**
 * Attacks models that the estimator makes of halves of the training data (`data.path`, else `data.train`): each is the
 * target in turn, and the models of other rounds are its shadows. It says what the procedure gives away, over many
 * models, and nothing of the model in the file, which learnt of all the rows.
 */
export const procedureExposure = definePlugin<ProcedureExposureParameters>({
  id: 'privacy/procedure-exposure',
  version: '1.0.0',
  title: {
    en: 'Membership inference on the training procedure: whether its models give their training rows away',
    zh: '针对训练过程的成员推断：其产生的模型是否泄露训练行',
  },
  about: 'procedure',
  needs: ['estimator', 'data', 'target'],
  deterministic: true,
  limits: { seconds: 3600 },
  outputs,
  measure: (context) => faultsUnmeasured(outputs, () => measure(context)),
});

async function measure(context: MeasureContext<ProcedureExposureParameters>): Promise<MeasureResult> {
  const { params, signal, device } = context;
  const pool = await poolOf(context);
  if ('unmeasured' in pool) return nothingMeasured(outputs, pool);
  const tooFew = tooFewShadows(params, HALF, 2);
  if (tooFew !== undefined) return nothingMeasured(outputs, unmeasured('out-of-domain', tooFew));
  let how: Trained | undefined;
  const models = await trainShadows(pool, HALF, context, (by) => (how = by));
  await checkpoint(signal);
  const attacked = attackEach(pool, models, params);
  const few = tooFewAttacked(attacked);
  if (few !== undefined) return nothingMeasured(outputs, few);
  const { backend, details = [] } = trainedOn(how, device);
  return {
    outputs: {
      ...exposureFigures(attacked, 'observed', params.shadows, context),
      targets: exactFigure(attacked.targets, '1'),
    },
    details: [
      rocCurve(attacked),
      classTable(attacked, pool.data.target),
      ...foundRows(attacked, pool),
      targetTable(attacked),
      ...details,
    ],
    ...(backend !== undefined && { backend }),
  };
}

async function poolOf({ subject, params, rng }: MeasureContext<ProcedureExposureParameters>) {
  const rows = await trainingRowsOf(subject);
  if ('unmeasured' in rows) return rows;
  const { target } = rows;
  if (target.kind === 'numbers') {
    return unmeasured('unsupported', 'attacks are by the confidence of classifiers; the target holds numbers');
  }
  const whole = await subject.target('whole');
  const known = identity(whole?.kind === 'classes' ? whole.codes.length : 0).filter(
    (row) => whole?.kind === 'classes' && whole.codes[row]! >= 0,
  );
  const chosen = chooseRows(rows.table.rowCount, params.rows, populationOf(params), rng('rows'));
  return poolOfTable(subject, { ...rows, target }, chosen, known);
}

/** The scores of all rows by an attack on each target. */
function attackEach(
  { attacked: rows, population, units }: AttackPool,
  models: ShadowModels,
  params: ProcedureExposureParameters,
): Attacked {
  const { design, shadows } = models;
  const targets = Math.min(params.targets, design.models);
  const scores = new Float64Array(targets * rows);
  const member = new Uint8Array(targets * rows);
  for (let target = 0; target < targets; target++) {
    // Spread over the rounds: models of one round learn of each other's rest.
    const model = Math.floor((target * design.models) / targets);
    const own = <T extends Float64Array | Uint8Array>(values: T, width: number): T =>
      values.subarray(model * width, (model + 1) * width) as T;
    const first = model - (model % design.round);
    const confidences = {
      attacked: own(shadows.confidences, rows),
      population: own(models.population.confidences, population),
    };
    scores.set(
      usesShadows(params)
        ? shadowScores(params, confidences, models, { first, last: first + design.round })
        : lossScores(confidences.attacked),
      target * rows,
    );
    member.set(own(shadows.member, rows), target * rows);
  }
  return {
    scores,
    member,
    row: Int32Array.from(scores, (_, i) => i % rows),
    target: Int32Array.from(scores, (_, i) => Math.floor(i / rows)),
    targets,
    units,
  };
}

/** Rows that are found again and again. */
function foundRows(attacked: Attacked, { rowNumbers }: AttackPool): readonly Detail[] {
  const rate = lowestRate(attacked);
  if (rate === undefined) return [];
  const threshold = thresholdAt(fallingScores(attacked, 0), rate);
  const learnt = new Int32Array(rowNumbers.length);
  const found = new Int32Array(rowNumbers.length);
  attacked.scores.forEach((score, i) => {
    if (attacked.member[i] === 0) return;
    learnt[attacked.row[i]!]!++;
    if (score > threshold) found[attacked.row[i]!]!++;
  });
  const rows = identity(rowNumbers.length)
    .filter((row) => found[row]! > 0)
    .sort((a, b) => found[b]! / learnt[b]! - found[a]! / learnt[a]! || found[b]! - found[a]! || a - b);
  return [
    {
      type: 'table',
      id: 'exposedRows',
      title: {
        en: `Training rows that are found in most models, at a false positive rate of ${rate}`,
        zh: `在最多模型中被识别出的训练行（误报率 ${rate}）`,
      },
      columns: [{ name: 'row' }, { name: 'models that learnt of it' }, { name: 'found in' }],
      rows: Array.from(rows.subarray(0, MOST_ROWS), (row) => [rowNumbers[row]! + 1, learnt[row]!, found[row]!]),
    },
  ];
}

const targetTable = ({ scores, member, target, targets }: Attacked): Detail => ({
  type: 'table',
  id: 'targets',
  title: { en: 'By model that was attacked', zh: '按被攻击的模型' },
  columns: [{ name: 'model' }, { name: 'rocAuc' }],
  rows: Array.from({ length: targets }, (_, which) => {
    const own = Int32Array.from(scores.keys()).filter((i) => target[i] === which);
    return [
      which + 1,
      rocAuc(
        Uint8Array.from(own, (i) => member[i]!),
        Float64Array.from(own, (i) => scores[i]!),
      ),
    ];
  }),
});

import type { Trained } from '../../backends/device.js';
import { exposedEntries } from '../../methods/privacy/membership/exposed-rows.js';
import type { Attacked } from '../../methods/privacy/membership/attacked.js';
import { scaledConfidences } from '../../methods/privacy/membership/confidence.js';
import { nearestEighths } from '../../methods/privacy/membership/shadow-design.js';
import { identity } from '../../numerics/permutation.js';
import { answeredPart } from '../answered-part.js';
import type { AnsweredClasses } from '../answered-part.js';
import { checkpoint } from '../checkpoint.js';
import { definePlugin } from '../contract.js';
import type { MeasureContext, MeasureResult, OutputSpec } from '../contract.js';
import type { Detail } from '../detail.js';
import { exactFigure } from '../exact-figure.js';
import { weakest } from '../figure.js';
import type { Unmeasured } from '../figure.js';
import { trainedOn } from '../trained-on.js';
import { faultsUnmeasured, nothingMeasured, unmeasured } from '../unmeasured.js';
import { populationOf, usesShadows } from './attack-parameters.js';
import type { AttackParameters } from './attack-parameters.js';
import { chooseRows, poolOfParts } from './attack-pool.js';
import type { AttackPool, ChosenParts } from './attack-pool.js';
import { lossScores, shadowScores, tooFewShadows } from './attack-scores.js';
import type { TargetConfidences } from './attack-scores.js';
import { MOST_ROWS, classTable, rocCurve, shadowTable } from './exposure-details.js';
import { exposureFigures, tooFewAttacked } from './exposure-figures.js';
import { EXPOSURE_OUTPUTS, count } from './exposure-outputs.js';
import { trainShadows } from './shadow-models.js';

export interface MembershipInferenceParameters extends AttackParameters {
  /** Of the attacked rows that a shadow model learns of; null: as many as the model did. */
  readonly share: number | null;
  readonly falseShare: number;
}

const outputs = {
  ...EXPOSURE_OUTPUTS,
  exposedRows: count(
    'Training rows that the attack tells from non-members, of which at most `falseShare` by chance',
    '攻击能与非成员区分开的训练行数（其中偶然所致的比例至多为 `falseShare`）',
  ),
} as const satisfies Readonly<Record<string, OutputSpec>>;

/**
 * Attacks the given model: its training rows (`data.train`) are the members, the test rows, which it never saw, the
 * others. Shadow models, where the attack has them, are trained from the subject's estimator on parts of both: they
 * imitate an attacker who has rows of the same kind, and serve the attack alone. Nothing is judged or kept of them, so
 * that no test row has a part in a model whose figures are reported.
 */
export const membershipInference = definePlugin<MembershipInferenceParameters>({
  id: 'privacy/membership-inference',
  version: '1.0.0',
  title: {
    en: 'Membership inference: whether the model gives its training rows away',
    zh: '成员推断：模型是否泄露其训练行',
  },
  about: 'model',
  needs: ['model', 'data.train', 'data.test', 'target'],
  reads: ['estimator'],
  deterministic: true,
  limits: { seconds: 3600 },
  outputs,
  measure: (context) => faultsUnmeasured(outputs, () => measure(context)),
});

type Context = MeasureContext<MembershipInferenceParameters>;

async function measure(context: Context): Promise<MeasureResult> {
  const { subject, params, rng, signal } = context;
  const train = await answeredPart(subject, 'train');
  if ('unmeasured' in train) return nothingMeasured(outputs, train);
  const test = await answeredPart(subject, 'test');
  if ('unmeasured' in test) return nothingMeasured(outputs, test);
  if (train.kind === 'numbers' || test.kind === 'numbers') {
    const why = 'attacks are by the confidence of classifiers; the target holds numbers';
    return nothingMeasured(outputs, unmeasured('unsupported', why));
  }
  const absent = noShadows(context, train);
  if (absent !== undefined) return nothingMeasured(outputs, absent);
  const own = chooseRows(train.rows.length, params.rows, 0, rng('members'));
  const held = chooseRows(test.rows.length, params.rows, populationOf(params), rng('non-members'));
  const chosen = { members: own.attacked, others: held.attacked, population: held.population };
  const pool = await poolOfParts(subject, train, test, chosen);
  const target = confidencesOfChosen(train, test, chosen);
  const few = tooFewAttacked(attackedBy(target.attacked, chosen, pool));
  if (few !== undefined) return nothingMeasured(outputs, few);
  await checkpoint(signal);
  const found = await attack(context, pool, target, chosen, train.rows.length);
  if ('unmeasured' in found) return nothingMeasured(outputs, found);
  const attacked = attackedBy(found.scores, chosen, pool);
  const exposed = exposedEntries(attacked);
  const basis = weakest(train.model.basis, test.model.basis);
  return {
    outputs: {
      ...exposureFigures(attacked, basis, usesShadows(params) ? params.shadows : 0, context),
      exposedRows: exactFigure(exposed.filter(({ adjusted }) => adjusted <= params.falseShare).length, '1', basis),
    },
    details: [rocCurve(attacked), classTable(attacked, pool), rowTable(exposed, attacked, pool), ...found.details],
    backend: train.model.backend,
  };
}

/** The scores of members and non-members, and what people should know of the shadow models. */
async function attack(
  context: Context,
  pool: AttackPool,
  target: TargetConfidences,
  { members, others }: ChosenParts,
  modelRows: number,
): Promise<{ readonly scores: Float64Array; readonly details: readonly Detail[] } | Unmeasured> {
  const { params, device } = context;
  if (!usesShadows(params)) return { scores: lossScores(target.attacked), details: [] };
  const eighths = nearestEighths(params.share ?? modelRows / (modelRows + others.length));
  const tooFew = tooFewShadows(params, eighths, 0);
  if (tooFew !== undefined) return unmeasured('out-of-domain', tooFew);
  let how: Trained | undefined;
  const shadows = await trainShadows(pool, eighths, context, (by) => (how = by));
  return {
    scores: shadowScores(params, target, shadows),
    details: [
      shadowTable({ member: membersFirst(members, pool), confidences: target.attacked }, shadows.shadows),
      assumption(modelRows, shadows.trainRows),
      ...(trainedOn(how, device).details ?? []),
    ],
  };
}

const membersFirst = (members: Int32Array, { attacked }: AttackPool): Uint8Array =>
  new Uint8Array(attacked).fill(1, 0, members.length);

const attackedBy = (scores: Float64Array, { members }: ChosenParts, pool: AttackPool): Attacked => ({
  scores,
  member: membersFirst(members, pool),
  row: identity(pool.attacked),
  target: new Int32Array(pool.attacked),
  targets: 1,
  units: pool.units,
});

function confidencesOfChosen(
  train: AnsweredClasses,
  test: AnsweredClasses,
  { members, others, population }: ChosenParts,
): TargetConfidences {
  const [own, held] = [confidencesOf(train), confidencesOf(test)];
  return {
    attacked: Float64Array.from([
      ...Float64Array.from(members, (place) => own[place]!),
      ...Float64Array.from(others, (place) => held[place]!),
    ]),
    population: Float64Array.from(population, (place) => held[place]!),
  };
}

/** Why no shadow models can be had, or could be compared with the model. */
function noShadows({ subject, params }: Context, { probabilities }: AnsweredClasses): Unmeasured | undefined {
  if (!usesShadows(params)) return undefined;
  if (subject.estimator === undefined) {
    return unmeasured(
      'missing-input',
      'the subject has no estimator to train shadow models; `loss-threshold` needs none',
    );
  }
  if (probabilities === undefined) {
    return unmeasured(
      'unsupported',
      'the model gives no probabilities to compare with shadow models; `loss-threshold` needs none',
    );
  }
  return undefined;
}

/** Of a model that gives labels alone, a right answer is as confident as can be: the attack by errors of Yeom et al. */
function confidencesOf({ probabilities, predicted, truth, classes }: AnsweredClasses): Float64Array {
  if (probabilities !== undefined) return scaledConfidences(probabilities, truth, classes.length);
  const certain = new Float64Array(truth.length * classes.length);
  predicted.forEach((code, row) => (certain[row * classes.length + code] = 1));
  return scaledConfidences(certain, truth, classes.length);
}

const assumption = (modelRows: number, shadowRows: number): Detail => ({
  type: 'text',
  id: 'assumption',
  title: { en: 'What the attack takes for granted', zh: '攻击的前提' },
  text: {
    en: `The shadow models are made by the subject's estimator, each of ${Math.round(shadowRows)} rows; the model of ${modelRows}. Where another procedure made the model the attack may be weaker than one that knows it, and the figures too low: \`evaluation/estimator-match\` tests it.`,
    zh: `影子模型由该对象的训练过程产生，每个使用 ${Math.round(shadowRows)} 行；模型使用 ${modelRows} 行。若模型出自其他过程，攻击可能弱于了解该过程的攻击，数值会偏低；可用 \`evaluation/estimator-match\` 检验。`,
  },
});

const rowTable = (
  exposed: ReturnType<typeof exposedEntries>,
  { row, scores }: Attacked,
  { rowNumbers }: AttackPool,
): Detail => ({
  type: 'table',
  id: 'exposedRows',
  title: { en: 'The most exposed training rows', zh: '最易暴露的训练行' },
  columns: [{ name: 'row' }, { name: 'score' }, { name: 'p' }, { name: 'adjusted p' }],
  rows: exposed
    .slice(0, MOST_ROWS)
    .map(({ entry, p, adjusted }) => [rowNumbers[row[entry]!]! + 1, scores[entry]!, p, adjusted]),
});

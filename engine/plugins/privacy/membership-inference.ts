import type { Trained } from '../../backends/device.js';
import { exposedEntries } from '../../methods/privacy/membership/exposed-rows.js';
import type { Attacked } from '../../methods/privacy/membership/attacked.js';
import { scaledConfidences } from '../../methods/privacy/membership/confidence.js';
import { nearestEighths } from '../../methods/privacy/membership/shadow-design.js';
import { identity } from '../../numerics/permutation.js';
import { answeredPart } from '../answered-part.js';
import type { AnsweredClasses, AnsweredPart } from '../answered-part.js';
import { checkpoint } from '../checkpoint.js';
import { definePlugin } from '../contract.js';
import type { MeasureContext, MeasureResult, OutputSpec } from '../contract.js';
import type { Detail } from '../detail.js';
import { exactFigure } from '../exact-figure.js';
import { weakest } from '../figure.js';
import { count } from '../output-spec.js';
import type { Unmeasured } from '../figure.js';
import { trainedOn } from '../trained-on.js';
import { faultsUnmeasured, nothingMeasured, unmeasured } from '../unmeasured.js';
import { populationOf, usesShadows } from './attack-parameters.js';
import type { AttackParameters } from './attack-parameters.js';
import { attackedParts, chooseRows, poolOfParts } from './attack-pool.js';
import type { AttackedRows, ChosenParts } from './attack-pool.js';
import { lossScores, shadowScores, tooFewShadows } from './attack-scores.js';
import { MOST_ROWS, classTable, rocCurve, shadowTable } from './exposure-details.js';
import { exposureFigures, tooFewAttacked } from './exposure-figures.js';
import { EXPOSURE_OUTPUTS } from './exposure-outputs.js';
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
  const own = chooseRows(train.rows.length, params.rows, 0, rng('members'));
  const held = chooseRows(test.rows.length, params.rows, populationOf(params), rng('non-members'));
  const chosen = { members: own.attacked, others: held.attacked, population: held.population };
  const rows = attackedParts(train, test, chosen);
  const few = tooFewAttacked(attackedBy(new Float64Array(rows.attacked), chosen, rows));
  if (few !== undefined) return nothingMeasured(outputs, few);
  await checkpoint(signal);
  const found = usesShadows(params)
    ? await shadowAttack(context, train, test, chosen)
    : { scores: lossesOf(train, test, chosen), details: [] };
  if ('unmeasured' in found) return nothingMeasured(outputs, found);
  const attacked = attackedBy(found.scores, chosen, rows);
  const exposed = exposedEntries(attacked);
  const basis = weakest(train.model.basis, test.model.basis);
  return {
    outputs: {
      ...exposureFigures(attacked, basis, usesShadows(params) ? params.shadows : 0, context),
      exposedRows: exactFigure(exposed.filter(({ adjusted }) => adjusted <= params.falseShare).length, '1', basis),
    },
    details: [
      rocCurve(attacked),
      ...byClass(attacked, train, test, chosen),
      rowTable(exposed, attacked, rows),
      ...found.details,
    ],
    backend: train.model.backend,
  };
}

interface Found {
  readonly scores: Float64Array;
  readonly details: readonly Detail[];
}

/** Minus the loss: the log loss of classes, the squared error of numbers. */
function lossesOf(train: AnsweredPart, test: AnsweredPart, { members, others }: ChosenParts): Float64Array {
  const scores = (part: AnsweredPart): Float64Array =>
    part.kind === 'classes'
      ? lossScores(confidencesOf(part))
      : part.predicted.map((value, row) => -((value - part.truth[row]!) ** 2));
  return besideEachOther(scores(train), members, scores(test), others);
}

const besideEachOther = (
  own: ArrayLike<number>,
  members: Int32Array,
  held: ArrayLike<number>,
  others: Int32Array,
): Float64Array =>
  Float64Array.from([...Array.from(members, (place) => own[place]!), ...Array.from(others, (place) => held[place]!)]);

function byClass(attacked: Attacked, train: AnsweredPart, test: AnsweredPart, { members, others }: ChosenParts) {
  if (train.kind === 'numbers') return [];
  const codes = Int32Array.from(besideEachOther(train.truth, members, test.truth, others));
  return [classTable(attacked, { classes: train.classes, codes })];
}

/** The scores of members and non-members, and what people should know of the shadow models. */
async function shadowAttack(
  context: Context,
  train: AnsweredPart,
  test: AnsweredPart,
  chosen: ChosenParts,
): Promise<Found | Unmeasured> {
  const { subject, params, device } = context;
  if (train.kind === 'numbers' || test.kind === 'numbers') {
    return unmeasured('unsupported', `${params.attack} is of classifiers; \`loss-threshold\` attacks regressions too`);
  }
  const absent = noShadows(context, train);
  if (absent !== undefined) return absent;
  const { members, others, population } = chosen;
  const modelRows = train.rows.length;
  const eighths = nearestEighths(params.share ?? modelRows / (modelRows + others.length));
  const tooFew = tooFewShadows(params, eighths, 0);
  if (tooFew !== undefined) return unmeasured('out-of-domain', tooFew);
  const pool = poolOfParts(subject, train, test, chosen);
  const held = confidencesOf(test);
  const target = {
    attacked: besideEachOther(confidencesOf(train), members, held, others),
    population: Float64Array.from(population, (place) => held[place]!),
  };
  let how: Trained | undefined;
  const shadows = await trainShadows(pool, eighths, context, (by) => (how = by));
  const scores = shadowScores(params, target, shadows);
  return {
    scores,
    details: [
      shadowTable({ member: membersFirst(chosen), confidences: target.attacked }, shadows.shadows),
      assumption(modelRows, shadows.trainRows),
      ...(trainedOn(how, device).details ?? []),
    ],
  };
}

const membersFirst = ({ members, others }: ChosenParts): Uint8Array =>
  new Uint8Array(members.length + others.length).fill(1, 0, members.length);

const attackedBy = (scores: Float64Array, chosen: ChosenParts, { attacked, units }: AttackedRows): Attacked => ({
  scores,
  member: membersFirst(chosen),
  row: identity(attacked),
  target: new Int32Array(attacked),
  targets: 1,
  units,
});

/** Why no shadow models can be had, or could be compared with the model. */
function noShadows({ subject }: Context, { probabilities }: AnsweredClasses): Unmeasured | undefined {
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
  { rowNumbers }: AttackedRows,
): Detail => ({
  type: 'table',
  id: 'exposedRows',
  title: { en: 'The most exposed training rows', zh: '最易暴露的训练行' },
  columns: [{ name: 'row' }, { name: 'score' }, { name: 'p' }, { name: 'adjusted p' }],
  rows: exposed
    .slice(0, MOST_ROWS)
    .map(({ entry, p, adjusted }) => [rowNumbers[row[entry]!]! + 1, scores[entry]!, p, adjusted]),
});

import type { Trained } from '../../backends/device.js';
import type { Estimator, TrainingContext, TrainingData } from '../../estimators/estimator.js';
import { estimatorOf } from '../../estimators/registry.js';
import { auditOfManyRuns } from '../../methods/privacy/dp/audit-many-runs.js';
import { auditOfOneRun, guessesOf } from '../../methods/privacy/dp/audit-one-run.js';
import { identity, sampleWithoutReplacement } from '../../numerics/permutation.js';
import { selectRows } from '../../subject/table.js';
import { checkpoint } from '../checkpoint.js';
import { definePlugin } from '../contract.js';
import type { MeasureContext, MeasureResult, OutputSpec } from '../contract.js';
import type { Detail } from '../detail.js';
import { trainingRowsOf } from '../evaluation/training-rows.js';
import type { TrainingRows } from '../evaluation/training-rows.js';
import { exactFigure } from '../exact-figure.js';
import type { Output, Unmeasured } from '../figure.js';
import { trainedOn } from '../trained-on.js';
import { faultsUnmeasured, nothingMeasured, unmeasured } from '../unmeasured.js';
import { drawCanaries, fitOf } from './canaries.js';
import type { Canaries } from './canaries.js';
import type { DeclaredPrivacy } from './declared-privacy.js';

export interface DpAuditParameters {
  readonly method: 'one-run' | 'many-runs';
  readonly canaries: number;
  readonly guesses: number;
  readonly runs: number;
  readonly maxRows: number;
  readonly level: number;
  readonly claimed: number | null;
  readonly delta: number | null;
}

const number = (en: string, zh: string, range: readonly [number, number | null]) =>
  ({ type: 'number', unit: '1', range, title: { en, zh } }) as const satisfies OutputSpec;
const count = (en: string, zh: string) =>
  ({ type: 'integer', unit: '1', range: [0, null], title: { en, zh } }) as const satisfies OutputSpec;

const outputs = {
  epsilonLowerBound: number(
    'Epsilon below which the training procedure cannot be, at the level',
    '在给定置信水平下训练过程的 ε 不可能低于的值',
    [0, null],
  ),
  declaredEpsilon: number('Epsilon as it is claimed', '声明的 ε', [0, null]),
  refuted: {
    type: 'boolean',
    title: { en: 'Whether the audit refutes the claimed epsilon', zh: '审计是否否定了所声明的 ε' },
  },
  accuracyOfGuesses: number(
    'Share of the guesses on canaries that were right',
    '对金丝雀样本的猜测中正确的比例',
    [0, 1],
  ),
  delta: number('Delta of the claim', '声明所对应的 δ', [0, 1]),
  guesses: count('Guesses on canaries that count', '计入的对金丝雀样本的猜测数'),
  canaries: count('Canaries that were in or out by a coin', '按抛硬币决定是否加入训练的金丝雀样本数'),
  trainings: count('Models trained', '训练的模型数'),
} as const satisfies Readonly<Record<string, OutputSpec>>;

/** Where neither the rule nor the subject states one. */
const DELTA = 1e-5;
const FEWEST_ROWS = 20;

export const dpAudit = definePlugin<DpAuditParameters>({
  id: 'privacy/dp-audit',
  version: '1.0.0',
  title: { en: 'Audit of differential privacy: a lower bound on epsilon', zh: '差分隐私审计：ε 的下界' },
  about: 'procedure',
  needs: ['data', 'target'],
  reads: ['estimator', 'training'],
  deterministic: true,
  outputs,
  measure: (context) => faultsUnmeasured(outputs, () => measure(context)),
});

async function measure(context: MeasureContext<DpAuditParameters>): Promise<MeasureResult> {
  const { subject, params, rng, signal, device } = context;
  if (subject.estimator === undefined) {
    const why =
      'an audit trains again, with canaries that are in or out by coins of its own; the subject has no estimator';
    return nothingMeasured(
      outputs,
      unmeasured('unsupported', `${why}, and what a finished model tells of a fixed split is exposure, not an audit`),
    );
  }
  const known = await trainingRowsOf(subject);
  if ('unmeasured' in known) return nothingMeasured(outputs, known);
  const sampled = atMost(known, params.maxRows, context);
  if (sampled.table.rowCount < FEWEST_ROWS) {
    const why = `${sampled.table.rowCount} training rows, ${FEWEST_ROWS} are needed`;
    return nothingMeasured(outputs, unmeasured('out-of-domain', why));
  }
  const wanted = params.method === 'one-run' ? params.canaries : params.runs;
  const pool = Math.min(wanted, sampled.table.rowCount >> 1);
  const canaries = drawCanaries(sampled.target, pool, rng('canaries'));
  if ('unmeasured' in canaries) return nothingMeasured(outputs, canaries);
  const estimator = await estimatorOf(subject.estimator, sampled.target.kind);
  const { weights } = sampled;
  const data = {
    features: subject.features(sampled.table),
    target: canaries.target,
    ...(weights && { weights }),
  };
  let how: Trained | undefined;
  const training: TrainingContext = {
    rng: (stream) => rng(`training ${stream}`),
    pause: () => checkpoint(signal),
    progress: context.progress,
    signal,
    device,
    trained: (by) => (how = by),
  };
  const declared = (subject.training?.['privacy'] ?? {}) as DeclaredPrivacy;
  const delta = params.delta ?? declared.delta ?? DELTA;
  const audit = params.method === 'one-run' ? ofOneRun : ofManyRuns;
  const found = await audit({ estimator, data, canaries, training, delta, context });
  if ('unmeasured' in found) return nothingMeasured(outputs, found);
  const { backend, details = [] } = trainedOn(how, device);
  return {
    outputs: { ...figuresOf(found, params, declared.epsilon), delta: exactFigure(delta, '1') },
    details: [found.table, ...details],
    ...(backend !== undefined && { backend }),
  };
}

interface Task {
  readonly estimator: Estimator;
  readonly data: TrainingData;
  readonly canaries: Canaries;
  readonly training: TrainingContext;
  readonly delta: number;
  readonly context: MeasureContext<DpAuditParameters>;
}

interface Found {
  readonly epsilon: number;
  readonly guesses: number;
  readonly right: number;
  readonly canaries: number;
  readonly trainings: number;
  readonly table: Detail;
}

/** Steinke, Nasr & Jagielski 2023: one training on the rows that are no canaries, and on those that their coins let in. */
async function ofOneRun(task: Task): Promise<Found | Unmeasured> {
  const { estimator, data, canaries, training, delta, context } = task;
  const { params, rng } = context;
  const coins = rng('coins');
  const included = Array.from(canaries.rows, () => coins.next() < 0.5);
  const left = outside(data, canaries);
  const train = Int32Array.from([...left, ...canaries.rows.filter((_, at) => included[at])]).sort();
  const [answers] = await estimator.answers(data, [{ train, test: canaries.rows }], training);
  const scores = scoresOf(answers!, canaries);
  if (scores.some(Number.isNaN)) return notANumber;
  const made = Math.max(2, Math.round(params.guesses * scores.length));
  const guesses = guessesOf(scores, included, made);
  return {
    epsilon: auditOfOneRun(guesses, delta, params.level),
    guesses: guesses.made,
    right: guesses.right,
    canaries: scores.length,
    trainings: 1,
    table: tableOf([
      ['in', included.filter(Boolean).length],
      ['out', included.filter((one) => !one).length],
      ['guessed', guesses.made],
      ['guessed right', guesses.right],
    ]),
  };
}

/** Jagielski et al. 2020: independent trainings, each with one canary of the pool, in or out by a coin. */
async function ofManyRuns(task: Task): Promise<Found | Unmeasured> {
  const { estimator, data, canaries, training, delta, context } = task;
  const { params, rng } = context;
  const coins = rng('coins');
  const left = outside(data, canaries);
  const plans = Array.from({ length: params.runs }, () => {
    const row = canaries.rows[coins.integer(canaries.rows.length)]!;
    const included = coins.next() < 0.5;
    const train = included ? Int32Array.from([...left, row]).sort() : left;
    return { row, included, fold: { train, test: Int32Array.of(row) } };
  });
  const answers = await estimator.answers(
    data,
    plans.map(({ fold }) => fold),
    training,
  );
  const runs = plans.map(({ row, included }, run) => ({
    included,
    score: fitOf(answers[run]!, 0, row, canaries.target),
  }));
  if (runs.some(({ score }) => Number.isNaN(score))) return notANumber;
  const audit = auditOfManyRuns(runs, delta, params.level);
  const guesses = audit.included + audit.excluded;
  return {
    epsilon: audit.epsilon,
    guesses,
    right: audit.truePositives + audit.excluded - audit.falsePositives,
    canaries: canaries.rows.length,
    trainings: params.runs,
    table: tableOf([
      ['in', audit.included],
      ['in, found', audit.truePositives],
      ['out', audit.excluded],
      ['out, taken for in', audit.falsePositives],
    ]),
  };
}

const notANumber = unmeasured('out-of-domain', 'a trained model answers for a canary with no number');

function scoresOf(answers: Float64Array, { rows, target }: Canaries): number[] {
  return Array.from(rows, (row, place) => fitOf(answers, place, row, target));
}

/** The rows that are no canaries. */
function outside({ target }: TrainingData, { rows }: Canaries): Int32Array {
  const apart = new Set(rows);
  const total = target.kind === 'classes' ? target.codes.length : target.values.length;
  return identity(total).filter((row) => !apart.has(row));
}

const tableOf = (rows: readonly (readonly [string, number])[]): Detail => ({
  type: 'table',
  id: 'canaries',
  title: { en: 'Canaries that count, and what was guessed of them', zh: '计入的金丝雀样本及其猜测结果' },
  columns: [{ name: 'canaries' }, { name: 'count' }],
  rows,
});

/** The claim is not believed, only tested: what refutes it was observed. */
function figuresOf(
  { epsilon, guesses, right, canaries, trainings }: Found,
  { level, claimed }: DpAuditParameters,
  declared: number | undefined,
): Readonly<Record<string, Output>> {
  const claim = claimed ?? declared;
  const none = unmeasured('missing-input', 'neither the rule nor training.privacy claims an epsilon');
  return {
    epsilonLowerBound: {
      estimate: epsilon,
      unit: '1',
      n: guesses,
      uncertainty: { kind: 'bounds', lower: epsilon, upper: epsilon, level, anytime: false },
      basis: 'observed',
    },
    declaredEpsilon: claim === undefined ? none : exactFigure(claim, '1', 'declared'),
    refuted: claim === undefined ? none : { value: epsilon > claim, basis: 'observed' },
    accuracyOfGuesses:
      guesses === 0 ? unmeasured('out-of-domain', 'no canary was guessed at') : exactFigure(right / guesses, '1'),
    guesses: exactFigure(guesses, '1'),
    canaries: exactFigure(canaries, '1'),
    trainings: exactFigure(trainings, '1'),
  };
}

/** A random sample where there are more rows. */
function atMost(rows: TrainingRows, most: number, { rng }: MeasureContext<DpAuditParameters>): TrainingRows {
  const { table, target, weights } = rows;
  if (table.rowCount <= most) return rows;
  const drawn = sampleWithoutReplacement(table.rowCount, most, rng('sample')).sort();
  return {
    ...rows,
    table: selectRows(table, drawn),
    target:
      target.kind === 'classes'
        ? { ...target, codes: drawn.map((row) => target.codes[row]!) }
        : { ...target, values: Float64Array.from(drawn, (row) => target.values[row]!) },
    ...(weights && { weights: Float64Array.from(drawn, (row) => weights[row]!) }),
  };
}

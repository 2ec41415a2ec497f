import type { Attribution } from '../../methods/explainability/attribution.js';
import { likeness, meanLikeness } from '../../methods/explainability/quality/comparison.js';
import type { Likeness } from '../../methods/explainability/quality/comparison.js';
import type { Table } from '../../subject/table.js';
import { ModelFault } from '../../subject/view.js';
import { checkpoint } from '../checkpoint.js';
import { definePlugin } from '../contract.js';
import type { MeasureContext, MeasureResult, OutputSpec } from '../contract.js';
import type { Detail } from '../detail.js';
import { exactFigure } from '../exact-figure.js';
import type { Output, Unmeasured } from '../figure.js';
import { faultsUnmeasured, unmeasured, unmeasuredAll } from '../unmeasured.js';
import type { Unattributed } from './attribute.js';
import { attributed } from './attributed.js';
import type { AttributionName, AttributionRequest } from './attributed.js';
import { changedRows } from './changed-rows.js';
import { explainedRows } from './explained-rows.js';
import type { ExplainedRows, RowsRequest } from './explained-rows.js';
import { randomisedModel } from './randomised-model.js';
import { rowMean } from './row-mean.js';
import { runMean } from './run-mean.js';

export interface StabilityParameters extends AttributionRequest, RowsRequest {
  readonly against: AttributionName;
  readonly pairs: number;
  readonly changes: number;
  readonly radius: number;
  readonly randomisations: number;
  readonly top: number;
  readonly draws: number;
}

const mean = (en: string, zh: string, range: readonly [number, number] = [0, 1]) =>
  ({ type: 'number', unit: '1', range, title: { en, zh } }) as const satisfies OutputSpec;
const rank = (en: string, zh: string) => mean(`Mean rank correlation ${en}`, `${zh}的平均秩相关`, [-1, 1]);
const top = (en: string, zh: string) =>
  mean(`Mean Jaccard index of the strongest features ${en}`, `${zh}最强特征的平均杰卡德指数`);

const outputs = {
  seedRankCorrelation: rank('between seeds', '不同种子间'),
  seedTopJaccard: top('between seeds', '不同种子间'),
  changeRankCorrelation: rank('with slightly changed rows', '与略微改动的行之间'),
  changeTopJaccard: top('with slightly changed rows', '与略微改动的行之间'),
  maxSensitivity: mean(
    'Mean over rows of the largest relative change of the attribution by slight changes of the row',
    '行略微改动时归因的最大相对变化（按行平均）',
    [0, 2],
  ),
  agreementRankCorrelation: rank('with the second method', '与第二种方法之间'),
  agreementTopJaccard: top('with the second method', '与第二种方法之间'),
  agreementSign: mean(
    'Mean share of the strongest features that both methods name with one sign',
    '两种方法以相同符号指出的最强特征的平均占比',
  ),
  randomisedRankCorrelation: rank('with the attribution of a randomised model', '与随机化模型的归因之间'),
  randomisedTopJaccard: top('of a randomised model', '与随机化模型之间'),
  randomised: {
    type: 'enum',
    values: ['weights', 'leaf-values'],
    title: { en: 'What of the model was shuffled', zh: '模型中被打乱的部分' },
  },
  explainedRows: { type: 'integer', unit: '1', range: [0, null], title: { en: 'Rows explained', zh: '被解释的行数' } },
  modelEvaluations: {
    type: 'integer',
    unit: '1',
    range: [0, null],
    title: { en: 'Rows that the model was asked for', zh: '向模型查询的行数' },
  },
} as const satisfies Readonly<Record<string, OutputSpec>>;

export const stability = definePlugin<StabilityParameters>({
  id: 'explainability/stability',
  version: '1.1.0',
  title: {
    en: 'Whether an explanation holds: other seeds, slight changes, another method, a model that has learned nothing',
    zh: '解释是否稳定：不同种子、微小改动、另一种方法、未学习的模型',
  },
  about: 'model',
  needs: ['model', 'data.train', 'data.test', 'target'],
  deterministic: true,
  outputs,
  measure: (context) => faultsUnmeasured(outputs, () => measure(context)),
});

/** One attribution after another, each counted. */
class Attributions {
  evaluations = 0;
  #done = 0;

  constructor(
    readonly context: MeasureContext<StabilityParameters>,
    readonly training: Table | undefined,
    readonly all: number,
  ) {}

  /** `seed` names the random numbers of the sampling. */
  async of(given: ExplainedRows, seed: string, attribution?: AttributionName): Promise<Attribution | Unattributed> {
    const { params, rng, signal, progress } = this.context;
    await checkpoint(signal);
    const found = await attributed(
      given,
      { ...params, attribution: attribution ?? params.attribution },
      { rng: (stream) => rng(`${seed} ${stream}`), signal, progress: () => {}, training: this.training },
    );
    if (!('unsupported' in found)) this.evaluations += found.evaluations;
    progress(Math.min(this.all, ++this.#done), this.all);
    return found;
  }
}

type Measured = Readonly<Record<string, Output>>;

const SEEDS = ['seedRankCorrelation', 'seedTopJaccard'] as const;
const CHANGES = ['changeRankCorrelation', 'changeTopJaccard', 'maxSensitivity'] as const;
const AGREEMENT = ['agreementRankCorrelation', 'agreementTopJaccard', 'agreementSign'] as const;
const RANDOMISED = ['randomisedRankCorrelation', 'randomisedTopJaccard', 'randomised'] as const;

const refused = (names: readonly string[], why: Unmeasured): Measured =>
  Object.fromEntries(names.map((name): [string, Output] => [name, why]));

/** A fault of the model costs the outputs that needed its answer, and no others. */
async function part(names: readonly string[], measured: () => Promise<Measured>): Promise<Measured> {
  try {
    return await measured();
  } catch (fault) {
    if (!(fault instanceof ModelFault)) throw fault;
    return refused(names, unmeasured(fault.unmeasured, fault.message));
  }
}

async function measure(context: MeasureContext<StabilityParameters>): Promise<MeasureResult> {
  const { subject, params, rng, signal } = context;
  const given = await explainedRows(subject, params, rng, signal);
  if ('unmeasured' in given) return all(given);
  const training = await subject.table('train');
  const steps = 2 * params.pairs + params.changes + params.randomisations + 1;
  const attributions = new Attributions(context, training, steps);
  const first = await attributions.of(given, 'seed 0');
  if ('unsupported' in first) return all(unmeasured('unsupported', first.unsupported));
  const parts = [
    await part(SEEDS, () => overSeeds(first, given, attributions)),
    await part(CHANGES, () => overChanges(first, given, attributions)),
    await part(AGREEMENT, () => againstOther(first, given, attributions)),
    await part(RANDOMISED, () => againstRandomised(first, given, attributions)),
  ];
  const measured: Measured = Object.assign({}, ...parts);
  return {
    outputs: {
      ...measured,
      explainedRows: exactFigure(first.rows, '1'),
      modelEvaluations: exactFigure(attributions.evaluations, '1'),
    },
    details: summary(measured),
    backend: given.model.backend,
  };
}

/** Background and sampling anew, in pairs that share nothing. */
async function overSeeds(first: Attribution, given: ExplainedRows, attributions: Attributions): Promise<Measured> {
  const { subject, params, rng, signal } = attributions.context;
  const seeded = async (seed: number): Promise<Attribution> => {
    const streams = (stream: string) => rng(stream === 'rows' ? stream : `seed ${seed} ${stream}`);
    const again = await explainedRows(subject, params, streams, signal);
    if ('unmeasured' in again) throw new Error(again.detail);
    return supported(await attributions.of(again, `seed ${seed}`));
  };
  const runs: (readonly Likeness[])[] = [];
  for (let pair = 0; pair < params.pairs; pair++) {
    const one = pair === 0 ? first : await seeded(2 * pair);
    runs.push(rowsAlike(one, await seeded(2 * pair + 1), params.top));
  }
  return {
    seedRankCorrelation: ofRuns(runs, ({ rank }) => rank, [-1, 1], given, attributions),
    seedTopJaccard: ofRuns(runs, ({ top }) => top, [0, 1], given, attributions),
  };
}

async function overChanges(first: Attribution, given: ExplainedRows, attributions: Attributions): Promise<Measured> {
  const { params, rng } = attributions.context;
  const { explained, background, players } = given.tables;
  const names = new Set([...players.values()].flat());
  const features = explained.columns.filter(({ name }) => names.has(name));
  const copies: (readonly Likeness[])[] = [];
  for (let copy = 0; copy < params.changes; copy++) {
    const reference = attributions.training ?? background;
    const changed = changedRows(explained, features, reference, params.radius, rng(`change ${copy}`));
    if (changed === undefined) {
      return refused(CHANGES, unmeasured('out-of-domain', 'no feature is a number that varies'));
    }
    // The same random numbers as of the row itself: what differs is the row.
    const other = await attributions.of({ ...given, tables: { ...given.tables, explained: changed } }, 'seed 0');
    copies.push(rowsAlike(first, supported(other), params.top));
  }
  const rows = Array.from({ length: first.rows }, (_, row) => meanLikeness(copies.map((copy) => copy[row]!)));
  return {
    changeRankCorrelation: ofRows(rows, ({ rank }) => rank, [-1, 1], given, attributions),
    changeTopJaccard: ofRows(rows, ({ top }) => top, [0, 1], given, attributions),
    maxSensitivity: ofRows(rows, ({ change }) => change, [0, 2], given, attributions),
  };
}

async function againstOther(first: Attribution, given: ExplainedRows, attributions: Attributions): Promise<Measured> {
  const { params } = attributions.context;
  if (params.against === params.attribution) {
    return refused(AGREEMENT, unmeasured('unsupported', `${params.against} is not held against itself`));
  }
  const other = await attributions.of(given, 'against', params.against);
  if ('unsupported' in other) return refused(AGREEMENT, unmeasured('unsupported', other.unsupported));
  const rows = rowsAlike(first, other, params.top);
  return {
    agreementRankCorrelation: ofRows(rows, ({ rank }) => rank, [-1, 1], given, attributions),
    agreementTopJaccard: ofRows(rows, ({ top }) => top, [0, 1], given, attributions),
    agreementSign: ofRows(rows, ({ sign }) => sign, [0, 1], given, attributions),
  };
}

async function againstRandomised(
  first: Attribution,
  given: ExplainedRows,
  attributions: Attributions,
): Promise<Measured> {
  const { params, rng } = attributions.context;
  const inside = await given.model.inside?.();
  if (inside === undefined) {
    return refused(
      RANDOMISED,
      unmeasured('unsupported', 'the model’s file shows no weights or leaf values to shuffle'),
    );
  }
  try {
    const runs: (readonly Likeness[])[] = [];
    for (let run = 0; run < params.randomisations; run++) {
      const model = randomisedModel(given.model, inside, rng(`randomised ${run}`));
      runs.push(rowsAlike(first, supported(await attributions.of({ ...given, model }, 'seed 0')), params.top));
    }
    return {
      randomisedRankCorrelation: ofRuns(runs, ({ rank }) => rank, [-1, 1], given, attributions),
      randomisedTopJaccard: ofRuns(runs, ({ top }) => top, [0, 1], given, attributions),
      randomised: {
        value: inside.stage.kind === 'linear' ? 'weights' : 'leaf-values',
        basis: given.model.basis,
      },
    };
  } finally {
    await inside.close();
  }
}

/** What was attributed once is attributed again: the method depends on the model and the features alone. */
function supported(found: Attribution | Unattributed): Attribution {
  if ('unsupported' in found) throw new Error(found.unsupported);
  return found;
}

function rowsAlike(a: Attribution, b: Attribution, k: number): readonly Likeness[] {
  const width = a.players.length;
  const of = ({ values }: Attribution, row: number): Float64Array => values.subarray(row * width, (row + 1) * width);
  return Array.from({ length: a.rows }, (_, row) => likeness(of(a, row), of(b, row), k));
}

const ofRows = (
  rows: readonly Likeness[],
  of: (one: Likeness) => number,
  range: readonly [number, number],
  given: ExplainedRows,
  { context }: Attributions,
): Output => rowMean(Float64Array.from(rows, of), range, given, { rng: context.rng, draws: context.params.draws });

const ofRuns = (
  runs: readonly (readonly Likeness[])[],
  of: (one: Likeness) => number,
  range: readonly [number, number],
  given: ExplainedRows,
  { context }: Attributions,
): Output =>
  runMean(
    runs.map((rows) => Float64Array.from(rows, of)),
    range,
    given,
    { rng: context.rng, draws: context.params.draws },
  );

function summary(measured: Measured): readonly Detail[] {
  const bars = Object.entries(measured).flatMap(([name, output]) =>
    'estimate' in output ? [{ name, value: output.estimate }] : [],
  );
  return bars.length === 0
    ? []
    : [{ type: 'bars', id: 'stability', title: { en: 'How alike explanations are', zh: '解释的相似程度' }, bars }];
}

const all = ({ unmeasured: cause, detail }: Unmeasured): MeasureResult => ({
  outputs: unmeasuredAll(outputs, cause, detail),
});

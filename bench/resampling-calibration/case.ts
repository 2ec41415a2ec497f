/** A cross-validation of a simulated population: its figures, and what the procedure is truly worth. */
import type { TrainingTarget } from '../../engine/estimators/estimator.js';
import { estimatorOf } from '../../engine/estimators/registry.js';
import { timeSeries } from '../../engine/estimators/single-splits.js';
import { createRng } from '../../engine/numerics/generator.js';
import { correctedResampledT } from '../../engine/numerics/intervals.js';
import type { Rng } from '../../engine/numerics/random.js';
import { crossValidation } from '../../engine/plugins/evaluation/cross-validation.js';
import type { SplitParameters } from '../../engine/plugins/evaluation/folds-of-subject.js';
import type { Detail } from '../../engine/plugins/detail.js';
import { memoryContext } from '../../engine/plugins/memory-context.js';
import { memorySubject, memoryTable } from '../../engine/plugins/memory-subject.js';
import type { MemoryData } from '../../engine/plugins/memory-subject.js';
import type { CalibrationCase, Figures } from '../measure-calibration/case.js';
import type { Population } from './populations.js';
import { truthOf } from './truth.js';

export interface ResamplingCase {
  readonly population: Population;
  readonly estimator: { readonly type: string; readonly with: Readonly<Record<string, unknown>> };
  readonly split: Partial<SplitParameters> & Pick<SplitParameters, 'type'>;
  /** Rows, or groups, that are cross-validated. */
  readonly units: number;
  /** Samples of the full run. */
  readonly simulations: number;
}

/** Metrics that others repeat, or whose truth is another's. */
const REPEATED = /Micro$|^recallMacro$|^recallWeighted$/;
const LOSSES = new Set(['logLoss', 'brier', 'mae', 'mse', 'rmse', 'medianAbsoluteError']);
const TWICE_AS_WIDE = new Set(['mcc', 'kappa', 'r2']);
/** What a metric is called where Nadeau and Bengio's interval is told without its floor. */
export const ALONE = ' by Nadeau–Bengio alone';

const learnerOf = ({ estimator: { type, with: settings } }: ResamplingCase): string =>
  'maxDepth' in settings ? `${type} of depth ${String(settings['maxDepth'])}` : type;

export function splitName({ type, folds = 5, repeats = 1 }: ResamplingCase['split']): string {
  const counted = type.endsWith('k-fold') || type === 'time-series' ? `${type} ${folds}` : type;
  return repeats > 1 ? `${counted} x ${repeats}` : counted;
}

export const caseName = (of: ResamplingCase): string =>
  `${of.population.name}, ${learnerOf(of)}, ${splitName(of.split)}, n ${of.units}`;

/** Shares of the rows in each fold of the `predefined` split: uneven, as other people's folds may be. */
const PREDEFINED = [0.35, 0.25, 0.2, 0.15, 0.05];

/** Units that the trainings of one repeat learn of; where folds differ in it, each. */
function trainingUnits({ split: { type, folds = 5, testSize = 0.25 }, units }: ResamplingCase): readonly number[] {
  switch (type) {
    case 'train-test':
      return [units - Math.ceil(testSize * units)];
    case 'leave-one-out':
    case 'leave-one-group-out':
      return [units - 1];
    case 'time-series':
      return timeSeries(units, folds).map(({ train }) => train.length);
    case 'predefined':
      return PREDEFINED.map((share) => Math.round((1 - share) * units));
    case 'k-fold':
    case 'stratified-k-fold':
    case 'group-k-fold':
    case 'stratified-group-k-fold':
      return [Math.round((1 - 1 / folds) * units)];
  }
}

const targetKind = ({ population }: ResamplingCase): TrainingTarget['kind'] =>
  population.task === 'regression' ? 'numbers' : 'classes';

/** Cases of one key have one truth. */
export const truthKey = (of: ResamplingCase): string =>
  `${of.population.name}, ${learnerOf(of)}, trained on ${trainingUnits(of).join(' ')}`;

/** By simulation: 300 trainings on fresh samples (of all sizes together), each tested on 2,000 fresh rows. */
export async function simulatedTruth(of: ResamplingCase): Promise<Readonly<Record<string, number>>> {
  const estimator = await estimatorOf(of.estimator, targetKind(of));
  const sizes = trainingUnits(of);
  const effort = { trainings: Math.ceil(300 / sizes.length), test: Math.ceil(2000 / of.population.size) };
  const sums: Record<string, number> = {};
  for (const units of sizes) {
    const rng = createRng(`truth ${truthKey(of)} ${units}`);
    for (const [metric, value] of Object.entries(await truthOf(of.population, estimator, units, effort, rng))) {
      if (REPEATED.test(metric) || !Number.isFinite(value)) continue;
      sums[metric] = (sums[metric] ?? 0) + value / sizes.length;
    }
  }
  return Object.fromEntries(Object.entries(sums).map(([metric, sum]) => [metric, Number(sum.toPrecision(6))]));
}

/** The case at its limits, and beside them: a tenth lower (two tenths where the range is twice as wide), losses half higher. */
export function limitsOf(of: ResamplingCase, truth: Readonly<Record<string, number>>): CalibrationCase {
  const clear = Object.entries(truth).map(([metric, value]): [string, readonly ['>=' | '<=', number]] => {
    if (metric === 'ece') return [metric, ['<=', value + 0.1]];
    if (LOSSES.has(metric)) return [metric, ['<=', 1.5 * value]];
    return [metric, ['>=', value - (TWICE_AS_WIDE.has(metric) ? 0.2 : 0.1)]];
  });
  const alone = Object.entries(truth).map(([metric, value]) => [metric + ALONE, value]);
  return {
    name: caseName(of),
    truth: { ...truth, ...Object.fromEntries(alone) },
    clear: Object.fromEntries(clear),
    figures: (rng, draws) => figuresOf(of, Object.keys(truth), rng, draws),
  };
}

/** One sample, cross-validated by the measurement itself. */
async function figuresOf(of: ResamplingCase, metrics: readonly string[], rng: Rng, draws: Rng): Promise<Figures> {
  const { population, estimator, split, units } = of;
  const data = population.sample(units, rng);
  const whole = split.type === 'predefined' ? withFolds(data) : data;
  const params = {
    split: { folds: 5, repeats: 1, shuffle: true, testSize: 0.25, column: null, ...split },
    draws: 200,
    bins: 15,
  };
  const context = memoryContext(memorySubject({ task: population.task, whole, estimator }), params);
  const { outputs, details = [] } = await crossValidation.measure({
    ...context,
    rng: (stream) => (stream.startsWith('rows:') ? draws : rng),
  });
  return { ...(outputs as Figures), ...aloneOf(details[0], metrics) };
}

function withFolds(data: MemoryData): MemoryData {
  const rows = data.table.rowCount;
  const fold = Array.from({ length: rows }, (_, row) => {
    const place = ((row * 37) % rows) / rows;
    let sum = 0;
    return PREDEFINED.findIndex((share) => place < (sum += share) + 1e-9);
  });
  const { columns } = memoryTable({ fold: { numbers: fold } });
  return { ...data, table: { ...data.table, columns: [...data.table.columns, ...columns] } };
}

/** The corrected resampled t, without a floor, of what the table of folds shows. */
function aloneOf(table: Detail | undefined, metrics: readonly string[]): Figures {
  return Object.fromEntries(
    metrics.map((metric) => {
      const none = { unmeasured: 'out-of-domain', detail: 'no values by fold' } as const;
      if (table?.type !== 'table' || table.rows.length < 2 || table.rows[0]![3] === 1) return [metric + ALONE, none];
      const column = (name: string): number[] => {
        const at = table.columns.findIndex((one) => one.name === name);
        return at < 0 ? [] : table.rows.map((row) => (typeof row[at] === 'number' ? row[at] : Number.NaN));
      };
      const values = column(metric);
      if (values.length === 0 || !values.every(Number.isFinite)) return [metric + ALONE, none];
      const { mean, scale, df } = correctedResampledT(values, meanOf(column('testRows')), meanOf(column('trainRows')));
      const uncertainty = { kind: 'student-t', scale: Math.max(scale, 1e-9), df } as const;
      return [metric + ALONE, { estimate: mean, unit: '1', uncertainty, basis: 'observed' }];
    }),
  );
}

const meanOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

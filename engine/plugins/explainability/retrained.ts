import type { Estimator, TrainingContext, TrainingData, TrainingTarget } from '../../estimators/estimator.js';
import type { Fold } from '../../estimators/splits.js';
import { groupKFold, kFold, stratifiedKFold } from '../../estimators/splits.js';
import { take } from '../../methods/evaluation/evidence.js';
import { unitsOf } from '../../methods/evaluation/units.js';
import { answeredWith, questionsOf } from '../../methods/explainability/asked-once.js';
import type { Explained } from '../../methods/explainability/attribution.js';
import { permutationShap } from '../../methods/explainability/shap/permutation-shap.js';
import { identity, permutation, sampleWithoutReplacement } from '../../numerics/permutation.js';
import type { Rng } from '../../numerics/random.js';
import type { Column, Table } from '../../subject/table.js';
import { selectRows } from '../../subject/table.js';
import type { TrainingRows } from '../evaluation/training-rows.js';
import type { Unmeasured } from '../figure.js';
import { unmeasured } from '../unmeasured.js';
import { mixedTable, playersOf } from './explained-model.js';
import type { MeanRows } from './row-mean.js';

/** The class that is explained: the positive one, else the most frequent; 0 for a regression. */
export function classOf({ target, positive }: TrainingRows, asked: string): number | Unmeasured {
  if (target.kind === 'numbers') return asked === 'auto' ? 0 : unmeasured('unsupported', 'a regression has no classes');
  if (asked !== 'auto') {
    const index = target.classes.indexOf(asked);
    return index === -1 ? unmeasured('unsupported', `"${asked}" is none of the classes`) : index;
  }
  if (positive !== undefined) return positive;
  const counts = new Int32Array(target.classes.length);
  for (const code of target.codes) counts[code]!++;
  return counts.indexOf(counts.reduce((most, many) => Math.max(most, many), 0));
}

export interface HeldOutRows {
  readonly explained: Int32Array;
  /** Rows that may be trained on. */
  readonly left: Int32Array;
  readonly means: MeanRows;
}

/** At most a third of the rows (of the groups) is explained and kept from training. */
export function heldOut({ table, groups, weights }: TrainingRows, maxRows: number, rng: Rng): HeldOutRows | Unmeasured {
  const most = Math.min(maxRows, Math.floor(table.rowCount / 3));
  const drawn = sampleWithoutReplacement(table.rowCount, most, rng).sort();
  if (drawn.length === 0) return unmeasured('out-of-domain', `${table.rowCount} rows are too few to hold some out`);
  const apart = new Set<number>(groups ? drawn.map((row) => groups[row]!) : drawn);
  const left = identity(table.rowCount).filter((row) => !apart.has(groups ? groups[row]! : row));
  const units = unitsOf(drawn.length, groups && take(groups, drawn), weights && take(weights, drawn));
  const means = { units, rows: `${table.digest}:retraining:${most}`, model: { basis: 'observed' } } as const;
  return { explained: drawn, left, means };
}

export function halvesOf(
  { target, groups }: TrainingRows,
  left: Int32Array,
  rng: Rng,
): readonly [Int32Array, Int32Array] {
  const codes = target.kind === 'classes' ? left.map((row) => target.codes[row]!) : undefined;
  const halfOf = groups
    ? groupKFold(
        left.map((row) => groups[row]!),
        2,
        codes,
        rng,
      )
    : codes
      ? stratifiedKFold(codes, 2, rng)
      : kFold(left.length, 2, rng);
  return [left.filter((_, at) => halfOf[at] === 0), left.filter((_, at) => halfOf[at] === 1)];
}

/** The labels of these rows dealt out among them anew. */
export function permutedTarget(target: TrainingTarget, rows: Int32Array, rng: Rng): TrainingTarget {
  const order = permutation(rows.length, rng);
  if (target.kind === 'classes') {
    const codes = target.codes.slice();
    rows.forEach((row, at) => (codes[row] = target.codes[rows[order[at]!]!]!));
    return { ...target, codes };
  }
  const values = target.values.slice();
  rows.forEach((row, at) => (values[row] = target.values[rows[order[at]!]!]!));
  return { ...target, values };
}

/** What every model is asked: mixed rows, put after the rows of the data. */
export interface Asking {
  readonly places: Int32Array;
  data(target: TrainingTarget, weights: Float64Array | undefined): TrainingData;
  explain(answers: Float64Array): Promise<Float64Array>;
}

export async function questions(
  table: Table,
  features: readonly Column[],
  rows: HeldOutRows,
  params: { readonly background: number; readonly mostEvaluations: number },
  rng: (stream: string) => Rng,
): Promise<Asking> {
  const only = { ...table, columns: features };
  const drawn = sampleWithoutReplacement(rows.left.length, params.background, rng('background'));
  const tables = {
    explained: selectRows(only, rows.explained),
    background: selectRows(
      only,
      drawn.map((at) => rows.left[at]!),
    ),
    players: playersOf(features),
  };
  const frame = {
    players: features.map(({ name }) => name),
    rows: tables.explained.rowCount,
    backgrounds: tables.background.rowCount,
  };
  // Never settled: the orders asked do not hang on the answers.
  const explain = (explained: Explained) =>
    permutationShap(explained, {
      tolerance: -1,
      mostEvaluations: params.mostEvaluations,
      rng: (row) => rng(`orders ${row}`),
    });
  const mixed = mixedTable(tables, await questionsOf(frame, explain));
  const size = table.rowCount;
  const columns = features.map((column, at) => joined(column, mixed.columns[at]!));
  return {
    places: identity(mixed.rowCount).map((row) => size + row),
    data: (target, weights) => {
      const all = size + mixed.rowCount;
      return {
        features: columns,
        target:
          target.kind === 'classes'
            ? { ...target, codes: within(new Int32Array(all), target.codes) }
            : { ...target, values: within(new Float64Array(all), target.values) },
        ...(weights && { weights: within(new Float64Array(all), weights) }),
      };
    },
    explain: async (answers) => (await explain(answeredWith(frame, answers))).values,
  };
}

function within<T extends Int32Array | Float64Array>(all: T, values: ArrayLike<number>): T {
  all.set(values);
  return all;
}

/** Columns of one table have one list of levels. */
function joined(column: Column, more: Column): Column {
  if (column.type === 'numeric' && more.type === 'numeric') {
    const values = new Float64Array(column.values.length + more.values.length);
    values.set(column.values);
    values.set(more.values, column.values.length);
    return { ...column, values };
  }
  if (column.type === 'categorical' && more.type === 'categorical') {
    const codes = new Int32Array(column.codes.length + more.codes.length);
    codes.set(column.codes);
    codes.set(more.codes, column.codes.length);
    return { ...column, levels: more.levels, codes };
  }
  throw new Error(`column ${column.name} has another type once mixed`);
}

/** The Shapley values of class `index`, rows × features, of one model a fold. */
export async function attributions(
  estimator: Estimator,
  data: TrainingData,
  halves: readonly Int32Array[],
  asking: Asking,
  index: number,
  context: TrainingContext,
): Promise<readonly Float64Array[]> {
  const folds = halves.map((train): Fold => ({ train, test: asking.places }));
  const answers = await estimator.answers(data, folds, context);
  const classes = data.target.kind === 'classes' ? data.target.classes.length : 1;
  return Promise.all(answers.map((given) => asking.explain(columnOf(given, classes, index))));
}

const columnOf = (values: Float64Array, width: number, index: number): Float64Array =>
  Float64Array.from({ length: values.length / width }, (_, row) => values[row * width + index]!);

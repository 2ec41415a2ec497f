/** What a training procedure is worth: the mean over fresh training sets of its metrics on fresh rows. */
import type { Estimator } from '../../engine/estimators/estimator.js';
import { decided } from '../../engine/estimators/predictions.js';
import { EstimatorFault } from '../../engine/estimators/estimator-fault.js';
import type { Rng } from '../../engine/numerics/random.js';
import { identity } from '../../engine/numerics/permutation.js';
import { valuesOf } from '../../engine/plugins/evaluation/held-out.js';
import type { MemoryData } from '../../engine/plugins/memory-subject.js';
import type { Table } from '../../engine/subject/table.js';
import type { Population } from './populations.js';

export interface TruthEffort {
  /** Training sets. */
  readonly trainings: number;
  /** Units (rows, groups) that each model is tested on. */
  readonly test: number;
}

/** The mean of each metric over models trained on `units` units. Training sets of one class train none. */
export async function truthOf(
  population: Population,
  estimator: Estimator,
  units: number,
  { trainings, test }: TruthEffort,
  rng: Rng,
): Promise<Readonly<Record<string, number>>> {
  const sums: Record<string, number> = {};
  let trained = 0;
  for (let training = 0; training < trainings; training++) {
    const values = await worthOf(estimator, population.sample(units, rng), population.sample(test, rng), rng);
    if (values === undefined) continue;
    trained++;
    for (const [metric, value] of Object.entries(values)) sums[metric] = (sums[metric] ?? 0) + value;
  }
  return Object.fromEntries(Object.entries(sums).map(([metric, sum]) => [metric, sum / trained]));
}

/** The metrics on `test` of the model that `train` trains. */
export async function worthOf(
  estimator: Estimator,
  train: MemoryData,
  test: MemoryData,
  rng: Rng,
): Promise<Readonly<Record<string, number>> | undefined> {
  const target = join(train.target!, test.target!);
  const rows = identity(train.table.rowCount + test.table.rowCount);
  const fold = { train: rows.slice(0, train.table.rowCount), test: rows.slice(train.table.rowCount) };
  try {
    const [answers] = await estimator.answers({ features: joinColumns(train.table, test.table), target }, [fold], {
      rng: () => rng,
      pause: async () => {},
    });
    const positive = train.target!.kind === 'classes' ? train.target!.positive : undefined;
    return valuesOf({ rows: fold.test, predictions: decided(answers!, target) }, { target, positive }, 15);
  } catch (error) {
    if (error instanceof EstimatorFault) return undefined;
    throw error;
  }
}

type Target = NonNullable<MemoryData['target']>;

function join(first: Target, second: Target): Target {
  if (first.kind === 'classes' && second.kind === 'classes') {
    return { ...first, codes: Int32Array.from([...first.codes, ...second.codes]) };
  }
  if (first.kind === 'numbers' && second.kind === 'numbers') {
    return { kind: 'numbers', values: Float64Array.from([...first.values, ...second.values]) };
  }
  throw new Error('one population has one kind of target');
}

const joinColumns = (first: Table, second: Table): Table['columns'] =>
  first.columns.map((column, at) => {
    const other = second.columns[at];
    if (column.type !== 'numeric' || other?.type !== 'numeric') throw new Error('populations have numeric columns');
    return { ...column, values: Float64Array.from([...column.values, ...other.values]) };
  });

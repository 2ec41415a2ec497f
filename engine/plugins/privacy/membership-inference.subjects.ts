/** Populations for tests and benches. */
import { estimatorOf } from '../../estimators/registry.js';
import { createRng } from '../../numerics/generator.js';
import { identity } from '../../numerics/permutation.js';
import { selectRows } from '../../subject/table.js';
import { memoryTable } from '../memory-subject.js';
import type { MemoryData, MemorySubject } from '../memory-subject.js';

export interface ClassifiedData extends MemoryData {
  readonly target: { readonly kind: 'classes'; readonly classes: readonly string[]; readonly codes: Int32Array };
}

/** The class is the sign of the sum of the first five of some normal columns, for 15 % of the rows the other one. */
export function noisyLabels(rows: number, features: number): ClassifiedData {
  const rng = createRng(`noisy labels ${rows} ${features}`);
  const columns = Array.from({ length: features }, () => Float64Array.from({ length: rows }, () => rng.normal()));
  const codes = Int32Array.from({ length: rows }, (_, row) => {
    const sum = columns.slice(0, 5).reduce((total, column) => total + column[row]!, 0);
    return Number(sum > 0 !== rng.next() < 0.15);
  });
  return {
    table: memoryTable(Object.fromEntries(columns.map((numbers, index) => [`x${index}`, { numbers }]))),
    target: { kind: 'classes', classes: ['no', 'yes'], codes },
  };
}

export function partOf({ table, target }: ClassifiedData, from: number, to: number): ClassifiedData {
  const rows = identity(table.rowCount).slice(from, to);
  return {
    table: { ...selectRows(table, rows), digest: `${table.digest} ${from}` },
    target: { ...target, codes: rows.map((row) => target.codes[row]!) },
  };
}

/** A network that has learnt of the first rows of some; the others are its test rows. */
export async function networkSubject(
  all: ClassifiedData,
  members: number,
  settings: Readonly<Record<string, unknown>>,
): Promise<MemorySubject> {
  const { rowCount, columns } = all.table;
  const estimator = { type: 'mlp', with: settings };
  const network = await estimatorOf(estimator, 'classes');
  const [answers] = await network.answers(
    { features: columns, target: all.target },
    [{ train: identity(members), test: identity(rowCount) }],
    { rng: (stream) => createRng(`target ${stream}`), pause: async () => {} },
  );
  const train = partOf(all, 0, members);
  const cut = all.target.classes.length * members;
  return {
    task: 'binary-classification',
    train,
    test: partOf(all, members, rowCount),
    estimator,
    model: {
      classes: all.target.classes,
      predict: ({ digest }) => {
        const probabilities = digest === train.table.digest ? answers!.slice(0, cut) : answers!.slice(cut);
        const labels = Int32Array.from({ length: probabilities.length / 2 }, (_, row) =>
          Number(probabilities[2 * row + 1]! > 0.5),
        );
        return { kind: 'classes', probabilities, labels };
      },
    },
  };
}

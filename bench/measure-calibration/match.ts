/** How often `evaluation/estimator-match` says that a model is none of its estimator's, of models that are and are not. */
import type { Fold } from '../../engine/estimators/splits.js';
import { estimatorOf } from '../../engine/estimators/registry.js';
import { createRng } from '../../engine/numerics/generator.js';
import { identity } from '../../engine/numerics/permutation.js';
import type { Rng } from '../../engine/numerics/random.js';
import { estimatorMatch } from '../../engine/plugins/evaluation/estimator-match.js';
import { memoryContext } from '../../engine/plugins/memory-context.js';
import { memorySubject, memoryTable } from '../../engine/plugins/memory-subject.js';
import type { MemoryData } from '../../engine/plugins/memory-subject.js';

export interface Estimator {
  readonly type: string;
  readonly with: Readonly<Record<string, unknown>>;
}

export interface MatchCase {
  readonly name: string;
  readonly rows: number;
  /** What the subject says, and what made the model. */
  readonly said: Estimator;
  readonly made: Estimator;
  /** The model's own rows: those of the subject, others of the population, or its rows with labels by chance in part. */
  readonly of: 'its rows' | 'other rows' | 'a tenth of its rows';
}

const logistic: Estimator = { type: 'logistic-regression', with: {} };
const strict: Estimator = { type: 'logistic-regression', with: { C: 0.01 } };
const tree: Estimator = { type: 'decision-tree', with: { maxDepth: 3 } };
const forest: Estimator = { type: 'random-forest', with: { trees: 20 } };

export const MATCH_CASES: readonly MatchCase[] = [
  { name: 'logistic regression', rows: 100, said: logistic, made: logistic, of: 'its rows' },
  { name: 'logistic regression', rows: 400, said: logistic, made: logistic, of: 'its rows' },
  { name: 'tree of depth 3', rows: 200, said: tree, made: tree, of: 'its rows' },
  { name: 'forest of 20 trees', rows: 200, said: forest, made: forest, of: 'its rows' },
  { name: 'logistic regression', rows: 200, said: logistic, made: logistic, of: 'other rows' },
  { name: 'logistic regression', rows: 200, said: logistic, made: logistic, of: 'a tenth of its rows' },
  { name: 'logistic regression, made with C 0.01', rows: 200, said: logistic, made: strict, of: 'its rows' },
  { name: 'logistic regression, made as a forest', rows: 200, said: logistic, made: forest, of: 'its rows' },
  { name: 'forest, made as a logistic regression', rows: 200, said: forest, made: logistic, of: 'its rows' },
];

function population(rows: number, rng: Rng): MemoryData {
  const columns = Array.from({ length: 4 }, () => Float64Array.from({ length: rows }, () => rng.normal()));
  const codes = Int32Array.from({ length: rows }, (_, row) =>
    Number(rng.next() < 1 / (1 + Math.exp(-1.5 * columns[0]![row]! + columns[1]![row]! * columns[1]![row]! - 1))),
  );
  return {
    table: memoryTable(Object.fromEntries(columns.map((numbers, i) => [`x${i}`, { numbers }]))),
    target: { kind: 'classes', classes: ['no', 'yes'], positive: 1, codes },
  };
}

/** One subject: p, and how far off its model is. */
export async function matchOf(one: MatchCase, run: number, trainings: number): Promise<{ p: number; ratio: number }> {
  const rng = createRng(`${one.name} ${one.rows} ${one.of} ${run}`);
  const all = population(2 * one.rows + 200, rng);
  const part = (from: number, count: number): Int32Array => identity(count).map((row) => from + row);
  const own = part(0, one.rows);
  const test = part(2 * one.rows, 200);
  const learnt =
    one.of === 'other rows' ? part(one.rows, one.rows) : one.of === 'its rows' ? own : own.slice(0, one.rows / 10);
  if (all.target?.kind !== 'classes') throw new Error('the population has classes');
  const { codes, classes } = all.target;
  const estimator = await estimatorOf(one.made, 'classes');
  const folds: readonly Fold[] = [{ train: learnt, test }];
  const context = { rng: (stream: string) => createRng(`${run} ${stream}`), pause: async () => {} };
  const data = { features: all.table.columns, target: { kind: 'classes', codes, classes } as const };
  const [probabilities] = await estimator.answers(data, folds, context);
  const taken = (rows: Int32Array, name: string): MemoryData => ({
    table: {
      ...memoryTable(
        Object.fromEntries(
          all.table.columns.map((column) => {
            if (column.type !== 'numeric') throw new Error('columns are numbers');
            return [column.name, { numbers: Float64Array.from(rows, (row) => column.values[row]!) }];
          }),
        ),
      ),
      digest: name,
    },
    target: { kind: 'classes', classes, positive: 1, codes: rows.map((row) => codes[row]!) },
  });
  const subject = memorySubject({
    task: 'binary-classification',
    train: taken(own, 'train'),
    test: taken(test, 'test'),
    estimator: one.said,
    model: {
      classes,
      predict: () => ({
        kind: 'classes',
        labels: test.map((_, row) => Number(probabilities![2 * row + 1]! > probabilities![2 * row]!)),
        probabilities: probabilities!,
      }),
    },
  });
  const params = { trainings, draws: 200 };
  const { outputs } = await estimatorMatch.measure(memoryContext(subject, params, { seed: `match ${run}` }));
  const value = (name: string): number => {
    const output = outputs[name];
    if (output === undefined || !('estimate' in output)) throw new Error(`${name}: ${JSON.stringify(output)}`);
    return output.estimate;
  };
  return { p: value('matchP'), ratio: value('distanceRatio') };
}

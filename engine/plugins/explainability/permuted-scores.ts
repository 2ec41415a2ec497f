import type { PermutedScore } from '../../methods/explainability/importance-draws.js';
import { weightedScore } from '../../methods/explainability/weighted-score.js';
import type { ImportanceMetric } from '../../methods/explainability/weighted-score.js';
import { selectRows } from '../../subject/table.js';
import type { Model, Predictions } from '../../subject/view.js';
import { checkpoint } from '../checkpoint.js';
import type { Unmeasured } from '../figure.js';
import { unmeasured } from '../unmeasured.js';
import { answered } from './importance-data.js';
import type { ImportanceData } from './importance-data.js';

/** Permutations of few rows are asked together, up to so many rows: starting a model's answer has its price. */
const BATCH = 16_384;

/** The scores of the answers where each row has the values of `columns` of its partner, one a permutation. */
export async function permutedScores(
  model: Model,
  { table, target }: ImportanceData,
  columns: readonly string[],
  partners: readonly Int32Array[],
  metric: ImportanceMetric,
  signal: AbortSignal,
): Promise<readonly PermutedScore[] | Unmeasured> {
  const rows = table.rowCount;
  const at = Math.max(1, Math.floor(BATCH / rows));
  const moving = { ...table, columns: table.columns.filter(({ name }) => columns.includes(name)) };
  const scores: PermutedScore[] = [];
  for (let from = 0; from < partners.length; from += at) {
    await checkpoint(signal);
    const some = partners.slice(from, from + at);
    const asked = some.length * rows;
    const still =
      some.length === 1
        ? table
        : selectRows(
            table,
            Int32Array.from({ length: asked }, (_, i) => i % rows),
          );
    const moved = selectRows(
      moving,
      Int32Array.from({ length: asked }, (_, i) => some[Math.floor(i / rows)]![i % rows]!),
    );
    const shuffled = new Map(moved.columns.map((column) => [column.name, column]));
    const mixed = { ...still, columns: still.columns.map((column) => shuffled.get(column.name) ?? column) };
    const predictions = await model.predict(mixed, signal);
    for (const [index, partner] of some.entries()) {
      const answers = answered(target, slice(predictions, index * rows, rows, asked));
      if ('unmeasured' in answers) return answers;
      const score = weightedScore(metric, answers);
      if (score === undefined) {
        return unmeasured('failed', 'the model answers in another form once a column is shuffled');
      }
      scores.push({ score, partner });
    }
  }
  return scores;
}

/** The answers for `count` rows from `start` on, of those for `all` rows. */
function slice(predictions: Predictions, start: number, count: number, all: number): Predictions {
  if (predictions.kind === 'numbers')
    return { kind: 'numbers', values: predictions.values.slice(start, start + count) };
  const { labels, probabilities } = predictions;
  const width = (probabilities?.length ?? 0) / all;
  return {
    kind: 'classes',
    labels: labels.slice(start, start + count),
    ...(probabilities && { probabilities: probabilities.slice(start * width, (start + count) * width) }),
  };
}

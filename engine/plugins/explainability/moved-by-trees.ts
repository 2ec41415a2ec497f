import { availableParallelism } from 'node:os';
import { flatForest, flatRows } from '../../methods/explainability/flat-forest.js';
import type { FlatForest, FlatRows } from '../../methods/explainability/flat-forest.js';
import { movedSums } from '../../methods/explainability/moved-sums.js';
import type { MovedRows } from '../../methods/explainability/moved-sums.js';
import { identity } from '../../numerics/permutation.js';
import type { ModelInside } from '../../subject/model-inside.js';
import type { Table } from '../../subject/table.js';
import type { Model, Predictions } from '../../subject/view.js';
import { answersInOrder } from '../../threads/answers-in-order.js';
import { checkpoint } from '../checkpoint.js';
import type { AnswerMoved, Moved } from './moved-answers.js';
import { predictionsBySums } from './predictions-by-sums.js';
import type { BySums } from './predictions-by-sums.js';

/** What all moved rows have in common: shared memory, fit for worker threads. */
export interface ForestOfRows {
  readonly forest: FlatForest;
  readonly x: FlatRows;
}

/** Rows times trees that one thread walks at a time. */
const PIECE = 2_000_000;
/** As many from which on threads save more than they take to start. */
const WORTH_THREADS = 5_000_000;
const MOST_THREADS = 8;

export interface ByTrees {
  readonly answer: AnswerMoved;
  /** How far the trees' answers were off the model's on the rows as they are. */
  readonly largestDifference: number;
}

/**
 * Answers to moved rows of `table` from the trees in the model's file, where these alone give the model's own answers on
 * the table as it is: its labels all, its numbers to 1e-6. Else why not; `undefined` for a model that shows no trees.
 * `asked` is about how many rows will be asked for.
 */
export async function movedByTrees(
  model: Model,
  table: Table,
  base: Predictions,
  asked: number,
  signal: AbortSignal,
): Promise<ByTrees | { readonly why: string } | undefined> {
  const inside = await model.inside?.();
  if (inside === undefined) return undefined;
  try {
    if (inside.stage.kind !== 'trees') return undefined;
    const { ensemble } = inside.stage;
    const forest = flatForest(ensemble);
    if (forest === undefined) return { why: 'its trees test for equality, or by a threshold that is not finite' };
    const encoded = await inside.encode(table, signal);
    const common: ForestOfRows = { forest, x: flatRows(forest, encoded) };
    const all = identity(table.rowCount);
    const own = movedSums(forest, common.x, { moving: new Int32Array(0), rows: all, givers: all });
    const found = predictionsBySums(inside, own, base);
    if ('why' in found) return found;
    const walks = asked * forest.roots.length;
    const threads = walks < WORTH_THREADS ? 1 : Math.min(MOST_THREADS, availableParallelism());
    return {
      answer: answeredByTrees(common, inside, found.predict, threads, signal),
      largestDifference: found.largestDifference,
    };
  } finally {
    await inside.close();
  }
}

function answeredByTrees(
  common: ForestOfRows,
  { owners }: ModelInside,
  predict: BySums['predict'],
  threads: number,
  signal: AbortSignal,
): AnswerMoved {
  const size = Math.max(1, Math.floor(PIECE / common.forest.roots.length));
  return async function* answers(all) {
    const waiting: { readonly rows: number; readonly sums: Float32Array[] }[] = [];
    function* pieces(): Generator<MovedRows> {
      for (const { columns, rows, givers } of all) {
        waiting.push({ rows: rows.length, sums: [] });
        const moving = movingOf(owners, columns);
        // One piece at least: an answer to no row is an answer.
        for (let from = 0; from === 0 || from < rows.length; from += size) {
          yield { moving, rows: rows.slice(from, from + size), givers: givers.slice(from, from + size) };
        }
      }
    }
    const found = answersInOrder(pieces(), {
      threads,
      program: 'plugins/explainability/moved-worker',
      common,
      here: (moved, { forest, x }) => movedSums(forest, x, moved),
      pause: () => checkpoint(signal),
    });
    for await (const part of found) {
      const { rows, sums } = waiting[0]!;
      sums.push(part);
      if (sums.length * size < rows) continue;
      waiting.shift();
      yield rows === 0 ? [] : sums.map(predict);
    }
  };
}

/** Encoded columns that the columns move. */
function movingOf(owners: readonly string[], columns: Moved['columns']): Int32Array {
  return identity(owners.length).filter((place) => columns.includes(owners[place]!));
}

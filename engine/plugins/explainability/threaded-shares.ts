import { availableParallelism } from 'node:os';
import type { ExactShares } from '../../methods/explainability/shap/interventional-trees.js';
import { answersInOrder } from '../../threads/answers-in-order.js';
import { CHUNK, chunkShares, chunksOf } from './shares-work.js';
import type { SharesTask } from './shares-work.js';

/** Rows × nodes (× background rows) from which on threads save more than they take to start. */
const WORTH_THREADS = 5e7;
const MOST_THREADS = 8;

export interface SharesOptions {
  /** Awaited now and then, with the rows done; may throw to stop. */
  readonly pause: (rows: number) => Promise<void>;
  readonly threads?: number;
}

/** `stageShares` of all rows, in worker threads where that pays: the same numbers with any number of threads. */
export async function threadedShares(task: SharesTask, { pause, threads }: SharesOptions): Promise<ExactShares> {
  const chunks = chunksOf(task.explained.rows);
  const values = new Float64Array(task.explained.rows * task.players);
  let base = 0;
  let done = 0;
  const wanted = threads ?? (workOf(task) >= WORTH_THREADS ? availableParallelism() : 1);
  const shares = answersInOrder(chunks, {
    threads: Math.min(MOST_THREADS, wanted, chunks.length),
    program: 'plugins/explainability/shares-worker',
    common: task,
    here: (first) => chunkShares(task, first, (row) => pause(first + row)),
    pause: () => pause(Math.min(task.explained.rows, done * CHUNK)),
  });
  for await (const chunk of shares) {
    values.set(chunk.values, chunks[done++]! * task.players);
    ({ base } = chunk);
  }
  return { values, base };
}

function workOf({ inside: { stage }, explained, background, byCover }: SharesTask): number {
  if (stage.kind === 'linear') return 0;
  const nodes = stage.ensemble.trees.reduce((sum, { columns }) => sum + columns.length, 0);
  return explained.rows * nodes * (byCover ? 1 : background.rows);
}

import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { ExactShares } from '../../methods/explainability/shap/interventional-trees.js';
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
  const put = (first: number, shares: ExactShares): void => {
    values.set(shares.values, first * task.players);
    ({ base } = shares);
  };
  const wanted = threads ?? (workOf(task) >= WORTH_THREADS ? availableParallelism() : 1);
  const count = Math.min(MOST_THREADS, wanted, chunks.length);
  if (count > 1) {
    await inThreads(task, chunks, count, pause, put);
  } else {
    for (const first of chunks) put(first, await chunkShares(task, first, (row) => pause(first + row)));
  }
  return { values, base };
}

function workOf({ inside: { stage }, explained, background, byCover }: SharesTask): number {
  if (stage.kind === 'linear') return 0;
  const nodes = stage.ensemble.trees.reduce((sum, { columns }) => sum + columns.length, 0);
  return explained.rows * nodes * (byCover ? 1 : background.rows);
}

/** How often a caller may stop threads at work. */
const PAUSE_MS = 100;

async function inThreads(
  task: SharesTask,
  chunks: readonly number[],
  count: number,
  pause: (rows: number) => Promise<void>,
  put: (first: number, shares: ExactShares) => void,
): Promise<void> {
  const waiting = [...chunks];
  let done = 0;
  let fault: unknown;
  let wake = (): void => {};
  const workers = Array.from({ length: count }, () => new Worker(workerProgram()));
  const give = (worker: Worker): void => {
    const first = waiting.shift();
    if (first !== undefined) worker.postMessage({ first });
  };
  try {
    for (const worker of workers) {
      worker.on('message', ({ first, ...shares }: ExactShares & { readonly first: number }) => {
        put(first, shares);
        done++;
        give(worker);
        wake();
      });
      worker.on('error', (error) => {
        fault ??= error;
        wake();
      });
      worker.postMessage({ task });
      give(worker);
    }
    while (done < chunks.length) {
      await pause(Math.min(task.explained.rows, done * CHUNK));
      if (fault !== undefined) throw fault as Error;
      if (done === chunks.length) break;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, PAUSE_MS);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}

/** Beside this file in the package; from the sources (tests) the build's, because a thread cannot start from TypeScript. */
function workerProgram(): string {
  const here = dirname(fileURLToPath(import.meta.url));
  const beside = join(here, 'shares-worker.js');
  if (existsSync(beside)) return beside;
  const built = join(here, '../../../dist/engine/plugins/explainability/shares-worker.js');
  if (existsSync(built)) return built;
  throw new Error('dist/engine/plugins/explainability/shares-worker.js is missing: run `npm run build`');
}

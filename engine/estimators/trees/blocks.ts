import type { DesignMatrix } from '../design-matrix.js';
import { sumAnswers } from './forest-task.js';
import type { ForestTask } from './forest-task.js';
import { Threads } from './threads.js';

/** Some trees of a training, and the rows that they are to answer for. */
export interface ForestBlock {
  readonly task: ForestTask;
  readonly test: DesignMatrix;
  readonly from: number;
  readonly to: number;
}

export interface AnsweredBlock {
  readonly index: number;
  readonly sums: Float64Array;
}

/** How often a caller may stop threads at work. */
const PAUSE_MS = 100;

/** The summed answers of each block, in the order of the blocks; blocks are taken as threads get free. */
export async function* answersOfBlocks(
  blocks: Iterable<ForestBlock>,
  threads: number,
  pause: () => Promise<void>,
): AsyncGenerator<Float64Array> {
  if (threads < 2) {
    for (const { task, test, from, to } of blocks) {
      await pause();
      yield sumAnswers(task, test, from, to);
    }
    return;
  }
  const source = blocks[Symbol.iterator]();
  const team = new Threads(threads);
  let ended = false;
  try {
    for (let next = 0, given = 0; ;) {
      // Some blocks more than threads, so that none waits for this one to prepare its next.
      while (!ended && team.waiting < threads && given - next < 4 * threads) {
        const { value, done } = source.next();
        if (done === true) ended = true;
        else team.give(given++, value);
        await pause();
      }
      if (ended && next === given) break;
      const sums = team.take(next);
      if (sums === undefined) {
        await team.something(PAUSE_MS);
        await pause();
        continue;
      }
      next++;
      yield sums;
    }
    team.release();
  } finally {
    await team.stop();
  }
}

/** The program of a worker thread: blocks of trees in, their summed answers out. */
import { parentPort } from 'node:worker_threads';
import type { AnsweredBlock, ForestBlock } from './blocks.js';
import { sumAnswers } from './forest-task.js';

parentPort!.on('message', ({ index, block }: { index: number; block: ForestBlock }) => {
  const sums = sumAnswers(block.task, block.test, block.from, block.to);
  parentPort!.postMessage({ index, sums } satisfies AnsweredBlock, [sums.buffer as ArrayBuffer]);
});

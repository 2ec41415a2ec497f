/** The program of a worker thread: a task, then chunks of its rows in, their shares out. */
import { parentPort } from 'node:worker_threads';
import { chunkShares } from './shares-work.js';
import type { SharesTask } from './shares-work.js';

let task: SharesTask | undefined;

parentPort!.on('message', async (message: { readonly task: SharesTask } | { readonly first: number }) => {
  if ('task' in message) {
    task = message.task;
    return;
  }
  const { values, base } = await chunkShares(task!, message.first, async () => {});
  parentPort!.postMessage({ first: message.first, values, base }, [values.buffer as ArrayBuffer]);
});

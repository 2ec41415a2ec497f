/** Options of running measurements as the engine takes them, with Ctrl-C and progress. */
import type { Running } from '../engine/index.js';
import { interruptible } from './interruptible.js';
import { cacheFolder, deviceOf, type RunningOptions } from './options.js';
import { showProgress } from './progress.js';

/** Runs `task` until it ends or is interrupted, with progress. */
export const runInterruptibly = <T>(options: RunningOptions, task: (running: Running) => Promise<T>): Promise<T> =>
  interruptible(async (signal) => {
    const progress = showProgress(process.stderr);
    try {
      return await task({ ...runningOf(options), signal, onProgress: progress.show });
    } finally {
      progress.clear();
    }
  });

function runningOf(options: RunningOptions): Omit<Running, 'signal' | 'onProgress'> {
  const { concurrency, timeLimit, memoryLimit, meter } = options;
  const limits = {
    ...(timeLimit !== undefined && { seconds: timeLimit }),
    ...(memoryLimit !== undefined && { memoryMiB: memoryLimit }),
  };
  return {
    cache: cacheFolder(options.cache),
    offline: options.offline,
    allowCommands: options.commands,
    device: deviceOf(options),
    ...(concurrency !== undefined && { concurrency }),
    ...(meter !== undefined && { meters: meter }),
    ...(Object.keys(limits).length > 0 && { limits }),
  };
}

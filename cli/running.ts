/** Options of running measurements as the engine takes them, with Ctrl-C and progress. */
import type { Running } from '../engine/index.js';
import { cacheFolder, deviceOf, type RunningOptions } from './options.js';
import { showProgress } from './progress.js';

/**
 * Runs `task`; Ctrl-C and a polite kill abort its signal, so that children end and files are not left half written.
 * A second Ctrl-C ends the process at once.
 */
export async function runInterruptibly<T>(options: RunningOptions, task: (running: Running) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const abort = (): void => controller.abort();
  process.once('SIGINT', abort);
  process.once('SIGTERM', abort);
  const progress = showProgress(process.stderr);
  try {
    return await task({ ...runningOf(options), signal: controller.signal, onProgress: progress.show });
  } finally {
    progress.clear();
    process.removeListener('SIGINT', abort);
    process.removeListener('SIGTERM', abort);
  }
}

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

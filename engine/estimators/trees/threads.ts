import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { AnsweredBlock, ForestBlock } from './blocks.js';

/** Threads without work, kept for the next training: starting one and warming its compiler takes longer than a small forest. */
const idle: Worker[] = [];

/** Some worker threads, and the blocks that wait for them. */
export class Threads {
  readonly #workers: Worker[];
  readonly #free: Worker[];
  readonly #onMessage = new Map<Worker, (answered: AnsweredBlock) => void>();
  readonly #queue: { readonly index: number; readonly block: ForestBlock }[] = [];
  readonly #done = new Map<number, Float64Array>();
  #fault: unknown;
  #wake = (): void => {};

  constructor(count: number) {
    this.#workers = Array.from({ length: count }, () => idle.pop() ?? new Worker(workerProgram()));
    this.#free = [...this.#workers];
    for (const worker of this.#workers) {
      const answered = ({ index, sums }: AnsweredBlock): void => {
        this.#done.set(index, sums);
        this.#free.push(worker);
        this.#dispatch();
        this.#wake();
      };
      this.#onMessage.set(worker, answered);
      worker.ref();
      worker.on('message', answered);
      worker.on('error', this.#onError);
    }
  }

  /** Blocks that no thread has begun. */
  get waiting(): number {
    return this.#queue.length;
  }

  give(index: number, block: ForestBlock): void {
    this.#queue.push({ index, block });
    this.#dispatch();
  }

  /** The sums of a block, once; `undefined` while it is in work. Throws what a thread threw. */
  take(index: number): Float64Array | undefined {
    if (this.#fault !== undefined) throw this.#fault;
    const sums = this.#done.get(index);
    this.#done.delete(index);
    return sums;
  }

  /** Resolves when a block is done, or after a while. */
  something(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  /** Gives the threads back, all blocks being done; they keep no process alive. */
  release(): void {
    for (const worker of this.#workers.splice(0)) {
      worker.off('message', this.#onMessage.get(worker)!);
      worker.off('error', this.#onError);
      worker.unref();
      idle.push(worker);
    }
  }

  /** Ends the threads that were not given back, at whatever they are. */
  async stop(): Promise<void> {
    await Promise.all(this.#workers.splice(0).map((worker) => worker.terminate()));
  }

  readonly #onError = (error: unknown): void => {
    this.#fault ??= error;
    this.#wake();
  };

  #dispatch(): void {
    while (this.#free.length > 0 && this.#queue.length > 0) this.#free.pop()!.postMessage(this.#queue.shift());
  }
}

/** Beside this file in the package; from the sources (tests) the build's, because a thread cannot start from TypeScript. */
function workerProgram(): string {
  const here = dirname(fileURLToPath(import.meta.url));
  const beside = join(here, 'forest-worker.js');
  if (existsSync(beside)) return beside;
  const built = join(here, '../../../dist/engine/estimators/trees/forest-worker.js');
  if (existsSync(built)) return built;
  throw new Error('dist/engine/estimators/trees/forest-worker.js is missing: run `npm run build`');
}

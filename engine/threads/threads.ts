import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { Transferable } from 'node:worker_threads';
import type { Answered, Told } from './serve.js';

/** Threads without work by their program, kept for the next run: starting one and warming its compiler takes some 100 ms. */
const idle = new Map<string, Worker[]>();

/** Some worker threads of one program, and the pieces of work that wait for them. */
export class Threads<Piece, Answer, Common> {
  readonly #workers: Worker[];
  readonly #free: Worker[];
  readonly #onMessage = new Map<Worker, (answered: Answered<Answer>) => void>();
  readonly #queue: { readonly told: Told<Piece, Common>; readonly transfer: readonly Transferable[] }[] = [];
  readonly #done = new Map<number, Answer>();
  #stopping = false;
  #fault: unknown;
  #wake = (): void => {};

  /**
   * `program` is a file that calls `serve`, by its path in the engine without an extension. Where its pieces are the work
   * of `native` code, a thread is never ended within one: that would end the process.
   */
  constructor(
    private readonly program: string,
    count: number,
    common: Common,
    private readonly native = false,
  ) {
    const kept = idle.get(program) ?? [];
    this.#workers = Array.from({ length: count }, () => kept.pop() ?? new Worker(fileOf(program)));
    this.#free = [...this.#workers];
    for (const worker of this.#workers) {
      const answered = ({ index, answer }: Answered<Answer>): void => {
        if (this.#stopping) return this.#giveBack(worker);
        this.#done.set(index, answer);
        this.#free.push(worker);
        this.#dispatch();
        this.#wake();
      };
      this.#onMessage.set(worker, answered);
      worker.ref();
      worker.on('message', answered);
      worker.on('error', this.#onError);
      worker.postMessage({ common } satisfies Told<Piece, Common>);
    }
  }

  /** Pieces that no thread has begun. */
  get waiting(): number {
    return this.#queue.length;
  }

  /** What is in `transfer` is the thread's from then on. */
  give(index: number, piece: Piece, transfer: readonly Transferable[] = []): void {
    this.#queue.push({ told: { index, piece }, transfer });
    this.#dispatch();
  }

  /** Whether the answer to a piece is there. Throws what a thread threw. */
  has(index: number): boolean {
    if (this.#fault !== undefined) throw this.#fault;
    return this.#done.has(index);
  }

  /** The answer to a piece, once. */
  take(index: number): Answer {
    const answer = this.#done.get(index)!;
    this.#done.delete(index);
    return answer;
  }

  /** Resolves when a piece is done, or after a while. */
  something(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  /** Gives the threads back, all pieces being done; they keep no process alive, and nothing of the run. */
  release(): void {
    for (const worker of this.#workers.splice(0)) this.#giveBack(worker);
  }

  /** Ends the threads that were not given back, at whatever they are; those at native work give themselves back after it. */
  async stop(): Promise<void> {
    const workers = this.#workers.splice(0);
    if (!this.native) {
      await Promise.all(workers.map((worker) => worker.terminate()));
      return;
    }
    this.#stopping = true;
    this.#queue.splice(0);
    for (const worker of this.#free.splice(0)) if (workers.includes(worker)) this.#giveBack(worker);
  }

  #giveBack(worker: Worker): void {
    const kept = idle.get(this.program) ?? [];
    idle.set(this.program, kept);
    worker.off('message', this.#onMessage.get(worker)!);
    worker.off('error', this.#onError);
    worker.postMessage({ common: undefined } satisfies Told<Piece, Common>);
    worker.unref();
    kept.push(worker);
  }

  readonly #onError = (error: unknown): void => {
    this.#fault ??= error;
    this.#wake();
  };

  #dispatch(): void {
    while (this.#free.length > 0 && this.#queue.length > 0) {
      const { told, transfer } = this.#queue.shift()!;
      this.#free.pop()!.postMessage(told, transfer);
    }
  }
}

/** The engine's in the package; from the sources (tests) the build's, because a thread cannot start from TypeScript. */
function fileOf(program: string): string {
  const here = dirname(fileURLToPath(import.meta.url));
  const beside = join(here, '..', `${program}.js`);
  if (existsSync(beside)) return beside;
  const built = join(here, '..', '..', 'dist', 'engine', `${program}.js`);
  if (existsSync(built)) return built;
  throw new Error(`dist/engine/${program}.js is missing: run \`npm run build\``);
}

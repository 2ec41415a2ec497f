import { startProgram } from '../../programs/start-program.js';
import type { Program } from '../../programs/start-program.js';
import { EstimatorFault } from '../estimator-fault.js';
import type { TrainRequest } from './training-files.js';

/** Of one line of standard output; a longer one is no word to the engine. */
const MAX_LINE_CHARACTERS = 65_536;
/** Of standard output and standard error together, for one training. */
const MAX_CHATTER_BYTES = 64 * 2 ** 20;
/** So long a program may take to end once there is nothing more to train. */
const LEAVE_MS = 2000;

/** A program that trains: started once, asked for one training after another until it ends. */
export class Trainer {
  readonly #program: Program;
  readonly #name: string;
  #ended = false;
  #chatter = 0;
  #line = '';
  #onLine: (line: string) => void = () => undefined;
  #onFault: (fault: Error) => void = () => undefined;

  /** `threads` is its share of the processors, as libraries of numbers heed it. */
  constructor(command: readonly string[], folder: string, threads: number) {
    this.#name = `the trainer "${command[0]}"`;
    this.#program = startProgram(command, folder, { OMP_NUM_THREADS: String(threads) });
    for (const stream of [this.#program.stdout, this.#program.stderr]) {
      stream.on('data', (chunk: Buffer | string) => this.#count(Buffer.byteLength(chunk)));
    }
    this.#program.stdout.setEncoding('utf8').on('data', (text: string) => this.#read(text));
    void this.#program.ended.then(() => (this.#ended = true));
  }

  /** False once it has ended. */
  get usable(): boolean {
    return !this.#ended;
  }

  /**
   * Resolves once the program says that it has answered, or has ended with status 0. Throws `EstimatorFault`
   * (`failed`, `timed-out`), or the signal's reason; the program has then been killed.
   */
  async ask(request: TrainRequest, seconds: number, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    this.#chatter = 0;
    let timer: NodeJS.Timeout | undefined;
    const abort = (): void => this.#onFault(signal.reason as Error);
    try {
      await new Promise<void>((resolve, reject) => {
        this.#onFault = reject;
        this.#onLine = (line) => {
          if (answersTraining(line, request.training)) resolve();
        };
        signal.addEventListener('abort', abort, { once: true });
        const late = `${this.#name} took more than ${seconds} s for training ${request.training + 1} of ${request.trainings}`;
        timer = setTimeout(() => reject(new EstimatorFault('timed-out', late)), Math.min(seconds * 1000, 2 ** 31 - 1));
        void this.#program.ended.then((how) => {
          if (how === undefined) resolve();
          else reject(new EstimatorFault('failed', `${this.#name} ${how}`));
        });
        this.#program.stdin.write(`${JSON.stringify(request)}\n`);
      });
    } catch (fault) {
      this.kill();
      throw fault;
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', abort);
      this.#onLine = () => undefined;
      this.#onFault = () => undefined;
    }
  }

  /** Nothing more is to be trained: it may end by itself. */
  async leave(): Promise<void> {
    this.#program.stdin.end();
    const timer = setTimeout(() => this.kill(), LEAVE_MS);
    await this.#program.ended;
    clearTimeout(timer);
  }

  kill(): void {
    this.#program.kill();
  }

  #count(bytes: number): void {
    this.#chatter += bytes;
    if (this.#chatter <= MAX_CHATTER_BYTES) return;
    const detail = `wrote more than ${MAX_CHATTER_BYTES} bytes on standard output and standard error`;
    this.#onFault(new EstimatorFault('failed', `${this.#name} ${detail}`));
  }

  #read(text: string): void {
    const lines = (this.#line + text).split('\n');
    this.#line = lines.pop()!.slice(0, MAX_LINE_CHARACTERS);
    for (const line of lines) this.#onLine(line);
  }
}

/** Whatever else a library prints is let pass. */
function answersTraining(line: string, training: number): boolean {
  try {
    const word = JSON.parse(line) as { readonly answered?: unknown } | null;
    return word?.answered === training;
  } catch {
    return false;
  }
}

/** The program that serves an endpoint: started when the first question must be asked and nothing answers there. */
import { setTimeout as sleep } from 'node:timers/promises';
import { startProgram } from '../../programs/start-program.js';
import type { Program } from '../../programs/start-program.js';
import { ModelFault } from '../view.js';
import type { ServerSpec } from './spec.js';

const POLL_MS = 50;
/** Of one look whether it answers. */
const PROBE_SECONDS = 5;

/** Whether anything answers at the endpoint, asked for so many seconds at most. */
type Probe = (seconds: number) => Promise<boolean>;

/** Starts under way, by program: two models of one server, as a judge beside the model, start it once. */
const starts = new Map<string, Promise<void>>();

export class ServerProgram {
  #answering: Promise<void> | undefined;
  #program: Program | undefined;

  constructor(
    private readonly spec: ServerSpec,
    private readonly options: {
      /** False: nothing is started. */
      readonly allowCommands: boolean;
      /** Its process id, once it is started. */
      readonly onStart?: (pid: number) => void;
    },
  ) {}

  /** Resolves once something answers. Throws ModelFault (`unsupported`, `failed`). */
  async ready(probe: Probe, signal?: AbortSignal): Promise<void> {
    this.#answering ??= this.#startInTurn(probe);
    await this.#answering;
    signal?.throwIfAborted();
  }

  /** A request was not answered: before the next one it is looked at again. */
  doubt(): void {
    this.#answering = undefined;
  }

  async #startInTurn(probe: Probe): Promise<void> {
    const program = JSON.stringify([this.spec.command, this.spec.folder]);
    const before = starts.get(program)?.catch(() => undefined);
    const start = before === undefined ? this.#start(probe) : before.then(() => this.#start(probe));
    starts.set(program, start);
    try {
      await start;
    } finally {
      if (starts.get(program) === start) starts.delete(program);
    }
  }

  async #start(probe: Probe): Promise<void> {
    if (await probe(PROBE_SECONDS)) return;
    const { command, folder, seconds } = this.spec;
    if (this.#program === undefined) {
      if (!this.options.allowCommands) {
        throw new ModelFault('unsupported', 'its server is started by a command, and commands are switched off');
      }
      this.#program = startProgram(command, folder);
      this.#program.stdin.end();
      this.#program.stdout.resume();
      if (this.#program.pid !== undefined) this.options.onStart?.(this.#program.pid);
    }
    let gone: { readonly how: string } | undefined;
    void this.#program.ended.then((how) => (gone = { how: how ?? 'ended' }));
    const until = performance.now() + seconds * 1000;
    for (;;) {
      const left = (until - performance.now()) / 1000;
      if (left > 0 && (await probe(Math.min(left, PROBE_SECONDS)))) return;
      // Another check may have been first at the address: then that one's server answers.
      if (gone !== undefined)
        throw new ModelFault('failed', `the program that serves it ${(gone as { how: string }).how}`);
      if (left <= 0) throw new ModelFault('failed', `the program that serves it did not answer within ${seconds} s`);
      await sleep(POLL_MS);
    }
  }

  close(): void {
    this.#program?.kill();
  }
}

import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import type { Duplex } from 'node:stream';
import { readFrames, writeFrame } from './frames.js';
import { guard, killGroup } from './guard.js';
import type { Overrun } from './guard.js';
import { MAX_ANSWER_BYTES, START_SECONDS } from './limits.js';
import type { Limits } from './limits.js';
import type { FromChild, Job, ToChild } from './messages.js';
import { childProgram } from './program.js';
import { exitInWords } from './outcome.js';
import type { Outcome } from './outcome.js';
import { oneLine } from '../programs/last-words.js';

/** Of standard error, so much is kept to say how a process ended. */
const KEPT_ERROR_BYTES = 4096;

export interface MeasuringProcess {
  readonly pid: number | undefined;
  /** How many measurements it has been given. */
  readonly served: () => number;
  /** False once it has ended, or must not be used again. */
  readonly usable: () => boolean;
  /** One at a time. Never rejects; `lost` where the process ended before it answered. */
  run(job: Job, limits: Limits, onProgress: (event: Extract<FromChild, { type: 'progress' }>) => void): Promise<Ending>;
  /** Resolves once it, and all that it started, has ended. */
  kill(): Promise<void>;
}

/** What concerns the measurement that runs. */
type FromMeasuring = Exclude<FromChild, { type: 'serving' }>;

export interface Ending {
  readonly outcome: Outcome;
  /** The process was lost, perhaps through what it had done before: a fresh one may do better. */
  readonly lost: boolean;
}

/** Starts a child process, in a group of its own, with a subject to measure. */
export function startChild(open: Extract<ToChild, { type: 'open' }>, memoryMiB: number): MeasuringProcess {
  const debug = process.env['ASSAY_DEBUG'] !== undefined;
  // V8's own limit would end a process that the resident limit still allows.
  const child = spawn(
    process.execPath,
    [`--max-old-space-size=${Math.ceil(memoryMiB)}`, childProgram(), String(process.pid)],
    {
      detached: true,
      stdio: ['ignore', 'ignore', debug ? 'inherit' : 'pipe', 'pipe'],
      windowsHide: true,
    },
  );
  const channel = child.stdio[3] as Duplex;
  let errors = '';
  child.stderr?.on('data', (chunk: Buffer) => (errors = (errors + chunk.toString('utf8')).slice(-KEPT_ERROR_BYTES)));
  const servers: number[] = [];
  let served = 0;
  let usable = true;
  let onMessage: ((message: FromMeasuring) => void) | undefined;
  let onEnd: ((detail: string) => void) | undefined;
  const end = (detail: string): void => {
    if (!usable) return;
    usable = false;
    killGroup(child);
    onEnd?.(detail);
  };
  const ended = new Promise<void>((resolve) => {
    child.on('close', () => resolve());
    child.on('error', () => resolve());
  });
  const ready = whenReady(child, (listen) => (onMessage = listen));
  child.on('error', (error) => end(oneLine(`its process did not start: ${error.message}`)));
  // `close`, not `exit`: what it said last on standard error has been read by then.
  child.on('close', (code, signal) => end(exitInWords(code, signal, errors)));
  child.on('exit', () => killGroup(child));
  readFrames(
    channel,
    MAX_ANSWER_BYTES,
    (given) => {
      const message = given as FromChild;
      if (message.type === 'serving') servers.push(message.pid);
      else onMessage?.(message);
    },
    (what) => end(`it sent ${what}`),
  );
  writeFrame(channel, open);

  return {
    pid: child.pid,
    served: () => served,
    usable: () => usable,
    kill: () => {
      end('it was stopped');
      return ended;
    },
    run: (job, limits, onProgress) =>
      new Promise((resolve) => {
        served++;
        const since = performance.now();
        const finish = (ending: Ending): void => {
          release();
          onMessage = undefined;
          onEnd = undefined;
          resolve(ending);
        };
        const fail = ({ cause, detail }: Overrun, lost: boolean): void =>
          finish({ outcome: { kind: 'fault', seconds: (performance.now() - since) / 1000, cause, detail }, lost });
        let release = (): void => undefined;
        onEnd = (detail) => fail({ cause: 'failed', detail }, true);
        if (!usable) return onEnd('its process had ended');
        void ready.then((started) => {
          if (!usable) return;
          if (!started) return end(`its process was not ready within ${START_SECONDS} s`);
          onMessage = (message) => {
            if (message.type === 'ready' || message.id !== job.id) return;
            if (message.type === 'progress') return onProgress(message);
            if (message.type === 'fault' && message.fatal) usable = false;
            const { seconds, cpuSeconds = 0 } = message;
            finish({
              outcome:
                message.type === 'result'
                  ? {
                      kind: 'result',
                      seconds,
                      cpuSeconds,
                      result: message.result,
                      ...(message.answered !== undefined && { answered: message.answered }),
                    }
                  : { kind: 'fault', seconds, cpuSeconds, cause: message.cause, detail: message.detail },
              lost: false,
            });
          };
          release = guard(
            child,
            limits,
            (overrun) => {
              usable = false;
              fail(overrun, overrun.cause === 'failed');
            },
            servers,
          );
          writeFrame(channel, { type: 'measure', job } satisfies ToChild);
        });
      }),
  };
}

/** Whether the child said in time that it is ready. */
function whenReady(
  child: ChildProcess,
  listen: (listener: (message: FromMeasuring) => void) => void,
): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(false), START_SECONDS * 1000);
    const answer = (started: boolean): void => {
      clearTimeout(timer);
      resolve(started);
    };
    listen((message) => {
      if (message.type === 'ready') answer(true);
    });
    child.on('close', () => answer(false));
  });
}

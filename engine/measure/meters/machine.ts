/** All that meters touch of a machine: tests hand in a recorded one. */
import { readFileSync, readdirSync } from 'node:fs';
import { arch, cpus, platform, totalmem } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { runProgram } from '../../backends/run-program.js';
import type { ProgramAnswer } from '../../backends/run-program.js';

export type FileAnswer = { readonly bytes: Buffer } | { readonly fault: 'absent' | 'denied' };

export interface Machine {
  readonly platform: NodeJS.Platform;
  readonly arch: string;
  /** Names in a folder, sorted; none where there is no such folder. Paths are absolute, as the kernel has them. */
  list(folder: string): readonly string[] | undefined;
  read(path: string): FileAnswer;
  run(file: string, args: readonly string[], seconds: number): Promise<ProgramAnswer>;
  /** A program that writes line after line; gives what ends it. `onEnd` is called where it ends by itself. */
  stream(file: string, args: readonly string[], onLine: (line: string) => void, onEnd: () => void): Promise<() => void>;
  /** The body that an address answers; throws what went wrong. Only for addresses that the user named. */
  fetch(url: string): Promise<string>;
  /** Hardware threads, and the processor time so far of this process and of what it started and saw end, in s. */
  load(): { readonly threads: number; readonly busy: number };
  readonly processor: string;
  /** Bytes. */
  readonly memory: number;
  /** Monotonic, in s. */
  now(): number;
  /** When the machine's calendar had this date, on that clock. */
  clockOf(date: Date): number;
  wait(seconds: number, signal?: AbortSignal): Promise<void>;
  /** Calls again and again, without keeping the process alive; returns what ends it. */
  every(seconds: number, call: () => void): () => void;
}

const FETCH_SECONDS = 10;
const MAX_PAGE_BYTES = 16 * 2 ** 20;

/** `root` stands for `/`: a tree that was recorded. */
export function thisMachine(root = '/'): Machine {
  // Slow to ask (a file for each thread), and asked at both ends of every piece of work.
  let threads: number | undefined;
  return {
    platform: platform(),
    arch: arch(),
    get processor() {
      return cpus()[0]?.model.trim() ?? '';
    },
    memory: totalmem(),
    list(folder) {
      try {
        return readdirSync(join(root, folder)).sort();
      } catch {
        return undefined;
      }
    },
    read(path) {
      try {
        return { bytes: readFileSync(join(root, path)) };
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        return { fault: code === 'EACCES' || code === 'EPERM' ? 'denied' : 'absent' };
      }
    },
    run: runProgram,
    stream: async (...asked) => (await import('./program-lines.js')).programLines(...asked),
    fetch: fetchText,
    load() {
      const { user, system } = process.cpuUsage();
      return { threads: (threads ??= cpus().length), busy: (user + system) / 1e6 + ofEnded(root) };
    },
    now: () => performance.now() / 1000,
    clockOf: (date) => (date.getTime() - performance.timeOrigin) / 1000,
    async wait(seconds, signal) {
      await sleep(seconds * 1000, undefined, signal === undefined ? {} : { signal });
    },
    every(seconds, call) {
      const timer = setInterval(call, seconds * 1000).unref();
      return () => clearInterval(timer);
    },
  };
}

/** In ticks of 1/100 s, which is what user space is shown on every Linux: proc(5), `cutime` and `cstime`. */
function ofEnded(root: string): number {
  if (process.platform !== 'linux') return 0;
  try {
    const stat = readFileSync(join(root, 'proc/self/stat'), 'latin1');
    // The name in parentheses may hold spaces; what follows it starts with field 3.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[13]) + Number(fields[14])) / 100;
  } catch {
    return 0;
  }
}

/** A bearer token, where the endpoint asks for one, comes from the environment and goes nowhere else. */
async function fetchText(url: string): Promise<string> {
  const token = process.env['ASSAY_METER_TOKEN'];
  const answer = await fetch(url, {
    signal: AbortSignal.timeout(FETCH_SECONDS * 1000),
    redirect: 'error',
    ...(token !== undefined && { headers: { authorization: `Bearer ${token}` } }),
  });
  if (!answer.ok) throw new Error(`it answers ${answer.status}`);
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of answer.body ?? []) {
    bytes += (piece as Uint8Array).length;
    if (bytes > MAX_PAGE_BYTES) throw new Error(`it answers more than ${MAX_PAGE_BYTES / 2 ** 20} MiB`);
    pieces.push(piece as Uint8Array);
  }
  return Buffer.concat(pieces).toString('utf8');
}

/** The text of a file, trimmed; `undefined` where it cannot be read. */
export function textOf(machine: Machine, path: string): string | undefined {
  const answer = machine.read(path);
  return 'bytes' in answer ? answer.bytes.toString('utf8').trim() : undefined;
}

/** The number that a file of the kernel holds, times a factor; throws the reason where it holds none. */
export function numberOf(machine: Machine, path: string, factor = 1): number {
  const answer = machine.read(path);
  if ('fault' in answer) throw new Error(`${path} ${answer.fault === 'denied' ? 'may not be read' : 'is gone'}`);
  const text = answer.bytes.toString('utf8').trim();
  if (!/^-?\d+$/.test(text)) throw new Error(`${path} holds no number`);
  return Number(text) * factor;
}

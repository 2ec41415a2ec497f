/**
 * Runs a model's program: an argument list, no shell, a minimal environment, a limit on time. In a process that leads
 * a group (a measuring child) the program stays in that group, so that whoever kills the group, outright too, ends the
 * program and all that it started. Elsewhere it gets a group of its own, which is killed when its answer is there or
 * no longer wanted.
 */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { ModelFault } from '../view.js';

export interface CommandRun {
  readonly command: readonly string[];
  /** The working folder. */
  readonly folder: string;
  readonly input: string;
  readonly seconds: number;
  readonly maxBytes: number;
  readonly signal?: AbortSignal;
}

/** Of the caller's environment only what programs need to start: where programs and temporary files are, and UTF-8. */
function environment(): NodeJS.ProcessEnv {
  const kept = ['PATH', 'HOME', 'TMPDIR', 'TEMP', 'TMP', 'SystemRoot', 'PATHEXT'];
  const values = Object.fromEntries(
    kept.flatMap((key) => (process.env[key] === undefined ? [] : [[key, process.env[key]]])),
  );
  return { ...values, LANG: 'C.UTF-8', LC_ALL: 'C.UTF-8', PYTHONUTF8: '1' };
}

/** What the program wrote on standard output. Throws ModelFault (`failed`, `timed-out`), or the signal's reason. */
export async function runCommand(run: CommandRun): Promise<Buffer> {
  run.signal?.throwIfAborted();
  const [program, ...args] = run.command;
  const own = !leadsGroup();
  const child = spawn(program!, args, {
    cwd: run.folder,
    env: environment(),
    detached: own,
    stdio: 'pipe',
    windowsHide: true,
  });
  const name = `the model's command "${program}"`;
  let stop: Error | undefined;
  const kill = (reason: Error): void => {
    stop ??= reason;
    end(child, own);
    // Something that it left running may hold these open.
    child.stdout.destroy();
    child.stderr.destroy();
  };
  const onExit = (): void => end(child, own);
  const onAbort = (): void => kill(run.signal!.reason as Error);
  const timer = setTimeout(
    () => kill(new ModelFault('timed-out', `${name} took more than ${run.seconds} s`)),
    run.seconds * 1000,
  );
  process.once('exit', onExit);
  run.signal?.addEventListener('abort', onAbort, { once: true });
  try {
    const output: Buffer[] = [];
    let bytes = 0;
    let complaint = '';
    child.stdout.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > run.maxBytes) return kill(new ModelFault('failed', `${name} wrote more than ${run.maxBytes} bytes`));
      output.push(chunk);
    });
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      complaint = (complaint + chunk).slice(-2000);
    });
    // A program may end before it has read all rows: its exit status says whether that is a fault.
    child.stdin.on('error', () => undefined);
    child.stdin.end(run.input);
    const { status, signal } = await ended(child, own, name);
    if (stop !== undefined) throw stop;
    if (status !== 0) {
      const how = status === null ? `was ended by ${signal}` : `ended with status ${status}`;
      throw new ModelFault('failed', `${name} ${how}${lastLine(complaint)}`);
    }
    return Buffer.concat(output);
  } finally {
    clearTimeout(timer);
    process.removeListener('exit', onExit);
    run.signal?.removeEventListener('abort', onAbort);
    end(child, own);
  }
}

function ended(
  child: ChildProcess,
  own: boolean,
  name: string,
): Promise<{ status: number | null; signal: NodeJS.Signals | null }> {
  return new Promise((resolve, reject) => {
    child.on('error', (cause: NodeJS.ErrnoException) => {
      reject(new ModelFault('failed', `${name} cannot be started (${cause.code ?? cause.message})`));
    });
    child.on('close', (status, signal) => resolve({ status, signal }));
    // What it left running may hold its output open for ever.
    child.on('exit', () => end(child, own));
  });
}

/** Whether this process leads a group: then there is a group of its number. */
function leadsGroup(): boolean {
  try {
    return process.kill(-process.pid, 0);
  } catch {
    return false;
  }
}

/** The program, and all that it started where it has its own group. */
function end(child: ChildProcess, own: boolean): void {
  if (child.pid === undefined) return;
  if (!own) {
    child.kill('SIGKILL');
    return;
  }
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // The group has ended.
  }
}

function lastLine(text: string): string {
  const line =
    text
      .trimEnd()
      .split('\n')
      .at(-1)
      ?.replace(/[\p{Cc}]/gu, ' ')
      .trim() ?? '';
  return line === '' ? '' : `: ${line.slice(0, 200)}`;
}

import { spawn } from 'node:child_process';
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { programEnvironment } from './environment.js';
import { lastWords } from './last-words.js';

const KEPT_ERROR_CHARACTERS = 4096;
/** What a program left running may hold its output open for ever: after so long without a word it is closed. */
const QUIET_MS = 250;

export interface Program {
  /** `undefined` where it did not start. */
  readonly pid: number | undefined;
  readonly stdin: ChildProcessWithoutNullStreams['stdin'];
  readonly stdout: ChildProcessWithoutNullStreams['stdout'];
  readonly stderr: ChildProcessWithoutNullStreams['stderr'];
  /**
   * Resolves once it has ended and what it wrote has been read: `undefined` for status 0, else how it ended, in
   * words. Never rejects.
   */
  readonly ended: Promise<string | undefined>;
  /** Ends it, and all that it started where it has its own group. */
  kill(): void;
}

/**
 * Starts a program of a subject: an argument list, no shell, a minimal environment and what `more` adds to it. In a process that leads a group
 * (a measuring child) the program stays in that group, so that whoever kills the group, outright too, ends the
 * program and all that it started. Elsewhere it gets a group of its own, which is killed once it has ended.
 */
export function startProgram(
  command: readonly string[],
  folder: string,
  more: Readonly<Record<string, string>> = {},
): Program {
  const [program, ...args] = command;
  const own = !leadsGroup();
  const child = spawn(program!, args, {
    cwd: folder,
    env: { ...programEnvironment(), ...more },
    detached: own,
    stdio: 'pipe',
    windowsHide: true,
  });
  const endAll = (): void => {
    if (child.pid === undefined) return;
    if (!own) return void child.kill('SIGKILL');
    try {
      process.kill(-child.pid, 'SIGKILL');
    } catch {
      // The group has ended.
    }
  };
  process.once('exit', endAll);
  let complaint = '';
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    complaint = (complaint + chunk).slice(-KEPT_ERROR_CHARACTERS);
  });
  // A program may end before it has read all of its input: its exit status says whether that is a fault.
  child.stdin.on('error', () => undefined);
  const ended = new Promise<string | undefined>((resolve) => {
    child.on('error', (cause: NodeJS.ErrnoException) => {
      process.removeListener('exit', endAll);
      resolve(`cannot be started (${cause.code ?? cause.message})`);
    });
    child.on('exit', () => {
      endAll();
      closeWhenQuiet(child);
    });
    child.on('close', (status, signal) => {
      process.removeListener('exit', endAll);
      if (status === 0) return resolve(undefined);
      const how = status === null ? `was ended by ${signal}` : `ended with status ${status}`;
      const said = lastWords(complaint);
      resolve(said === '' ? how : `${how}: ${said}`);
    });
  });
  const kill = (): void => {
    endAll();
    closeOutput(child);
  };
  return { pid: child.pid, stdin: child.stdin, stdout: child.stdout, stderr: child.stderr, ended, kill };
}

function closeOutput({ stdout, stderr }: ChildProcessWithoutNullStreams): void {
  stdout.destroy();
  stderr.destroy();
}

function closeWhenQuiet(child: ChildProcessWithoutNullStreams): void {
  const timer = setTimeout(() => closeOutput(child), QUIET_MS);
  for (const stream of [child.stdout, child.stderr]) stream.on('data', () => timer.refresh());
  child.once('close', () => clearTimeout(timer));
}

/** Whether this process leads a group: then there is a group of its number. */
function leadsGroup(): boolean {
  try {
    return process.kill(-process.pid, 0);
  } catch {
    return false;
  }
}

import { spawn } from 'node:child_process';
import { guard, killGroup } from '../guard.js';
import { MAX_ANSWER_BYTES } from '../limits.js';
import type { Limits } from '../limits.js';
import { exitInWords } from '../outcome.js';
import type { Outcome } from '../outcome.js';
import type { CommandRun } from './external-plugin.js';
import type { CommandRequest } from './request.js';
import { programEnvironment } from '../../programs/environment.js';
import { oneLine } from '../../programs/last-words.js';

const KEPT_ERROR_BYTES = 4096;

/**
 * Runs a plugin command: an argument list, no shell, in `folder`, the request on standard input, one JSON answer on
 * standard output, status 0. Never rejects. On abort, and past a limit, its process group is killed.
 */
export function runCommand(
  run: CommandRun,
  folder: string,
  request: CommandRequest,
  limits: Limits,
  signal: AbortSignal | undefined,
): Promise<Outcome> {
  const [program, ...args] = run.command;
  const since = performance.now();
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd: folder,
      env: programEnvironment(),
      detached: true,
      stdio: ['pipe', 'pipe', 'pipe'],
      windowsHide: true,
    });
    const pieces: Buffer[] = [];
    let bytes = 0;
    let errors = '';
    // The first thing that is wrong is what is said; the promise waits for the process to have ended.
    let broken: Pick<Extract<Outcome, { kind: 'fault' }>, 'cause' | 'detail'> | undefined;
    const kill = (): void => killGroup(child);
    const breakOff = (detail: string): void => {
      broken ??= { cause: 'failed', detail };
      kill();
    };
    const release = guard(child, limits, (overrun) => (broken ??= overrun));
    signal?.addEventListener('abort', kill);
    child.stdout.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > MAX_ANSWER_BYTES) breakOff(`its answer is longer than ${MAX_ANSWER_BYTES / 1024 / 1024} MiB`);
      else pieces.push(chunk);
    });
    child.stderr.on('data', (chunk: Buffer) => (errors = (errors + chunk.toString('utf8')).slice(-KEPT_ERROR_BYTES)));
    // It may end without reading its request.
    child.stdin.on('error', () => undefined);
    child.stdin.end(`${JSON.stringify(request)}\n`);

    const finish = (
      outcome: { readonly result: unknown } | { readonly cause: 'failed' | 'timed-out'; readonly detail: string },
    ): void => {
      release();
      signal?.removeEventListener('abort', kill);
      const seconds = (performance.now() - since) / 1000;
      resolve(
        'result' in outcome
          ? { kind: 'result', seconds, result: outcome.result }
          : { kind: 'fault', seconds, ...outcome },
      );
    };
    child.on('error', (error) =>
      finish({ cause: 'failed', detail: oneLine(`it could not be started: ${error.message}`) }),
    );
    // What it left running holds its pipes open.
    child.on('exit', kill);
    child.on('close', (code, ending) => {
      if (broken !== undefined) return finish(broken as { cause: 'failed' | 'timed-out'; detail: string });
      if (code !== 0) return finish({ cause: 'failed', detail: exitInWords(code, ending, errors) });
      try {
        finish({ result: JSON.parse(Buffer.concat(pieces).toString('utf8')) as unknown });
      } catch {
        finish({ cause: 'failed', detail: 'its answer on standard output is not one JSON value' });
      }
    });
  });
}

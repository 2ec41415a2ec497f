import type { ChildProcess } from 'node:child_process';
import type { UnmeasuredCause } from '../plugins/figure.js';
import type { Limits } from './limits.js';
import { residentBytes } from './resident.js';

const POLL_MS = 100;

/** Why a process had to be killed. */
export interface Overrun {
  readonly cause: UnmeasuredCause & ('timed-out' | 'failed');
  readonly detail: string;
}

/** Kills a process that was started `detached`, and all that it started. No signal that could be ignored. */
export function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    // Windows has no process groups: there the process alone is ended.
    if (process.platform === 'win32') child.kill('SIGKILL');
    else process.kill(-child.pid, 'SIGKILL');
  } catch (error) {
    // It has ended; EPERM is macOS's word for a group of which only a zombie is left.
    if (!['ESRCH', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  }
}

/**
 * Watches time and resident memory of a process group; past a limit it is killed and `onOverrun` called, once. The
 * memory of `servers` in it, processes by id, does not count.
 * Returns the function that ends the watch.
 */
export function guard(
  child: ChildProcess,
  limits: Limits,
  onOverrun: (overrun: Overrun) => void,
  servers: readonly number[] = [],
): () => void {
  let over = false;
  let polling = false;
  const release = (): void => {
    over = true;
    clearTimeout(timer);
    clearInterval(poll);
  };
  const overrun = (found: Overrun): void => {
    if (over) return;
    release();
    killGroup(child);
    onOverrun(found);
  };
  const timer = setTimeout(
    () => overrun({ cause: 'timed-out', detail: `not done within ${limits.seconds} s (the limit of one measurement)` }),
    // Node's timers hold 31 bits.
    Math.min(limits.seconds * 1000, 2 ** 31 - 1),
  );
  const poll = setInterval(() => {
    if (polling || child.pid === undefined) return;
    polling = true;
    void residentBytes(child.pid, servers).then((bytes) => {
      polling = false;
      if (bytes !== undefined && bytes > limits.memoryMiB * 1024 * 1024)
        overrun({
          cause: 'failed',
          detail: `it took more than ${limits.memoryMiB} MiB of memory (the limit of one measurement)`,
        });
    });
  }, POLL_MS);
  return release;
}

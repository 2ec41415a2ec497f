/**
 * Files that a run looked at, and when one of them is another. Whether a file is another is seen by looking (time,
 * size, number); the system's events only say when to look, because not every file system sends them: all are
 * looked at every two seconds as well.
 */
import { readdirSync, statSync, watch, type FSWatcher } from 'node:fs';
import { dirname, resolve } from 'node:path';

const EVERY_MS = 2000;
/** Editors and exports write several times; so long nothing may come before a run. */
const QUIET_MS = 150;
const LONGEST_BURST_MS = 3000;

export class WatchedFiles {
  readonly #signatures = new Map<string, string>();
  readonly #watchers = new Map<string, FSWatcher>();

  /** A file or folder that is about to be read. What it was at its first look is what it is compared with. */
  readonly look = (path: string): void => {
    const file = resolve(path);
    if (!this.#signatures.has(file)) this.#signatures.set(file, signatureOf(file));
  };

  /** How many files and folders are watched. */
  get count(): number {
    return this.#signatures.size;
  }

  /** Those that are no longer what they were. */
  changed(): readonly string[] {
    return [...this.#signatures].flatMap(([path, signature]) => (signatureOf(path) === signature ? [] : [path]));
  }

  /** Waits until something is another and nothing more comes; gives what changed. Nothing where the signal aborts. */
  async nextBurst(signal: AbortSignal): Promise<readonly string[]> {
    for (let found = this.changed(); !signal.aborted; found = this.changed()) {
      if (found.length === 0) await this.#hint(signal, EVERY_MS);
      else return this.#settled(found, signal);
    }
    return [];
  }

  /** Begins anew: what is looked at from now on is watched. */
  reset(): void {
    this.#signatures.clear();
  }

  close(): void {
    for (const watcher of this.#watchers.values()) watcher.close();
    this.#watchers.clear();
  }

  async #settled(first: readonly string[], signal: AbortSignal): Promise<readonly string[]> {
    const end = performance.now() + LONGEST_BURST_MS;
    const state = (paths: readonly string[]): string => paths.map((path) => path + signatureOf(path)).join('\n');
    let found = first;
    for (let before = ''; before !== state(found) && performance.now() < end && !signal.aborted;) {
      before = state(found);
      await pause(QUIET_MS, signal);
      found = this.changed();
    }
    return signal.aborted ? [] : found;
  }

  /** An event of some folder, or the time is over. */
  async #hint(signal: AbortSignal, ms: number): Promise<void> {
    const hinted = new AbortController();
    const folders = new Set([...this.#signatures.keys()].flatMap((path) => [path, dirname(path)]).filter(isFolder));
    for (const [folder, watcher] of this.#watchers) {
      if (folders.has(folder)) continue;
      watcher.close();
      this.#watchers.delete(folder);
    }
    for (const folder of folders) this.#watch(folder);
    const wake = (): void => hinted.abort();
    for (const watcher of this.#watchers.values()) watcher.on('change', wake);
    try {
      await pause(ms, AbortSignal.any([signal, hinted.signal]));
    } finally {
      for (const watcher of this.#watchers.values()) watcher.off('change', wake);
    }
  }

  #watch(folder: string): void {
    if (this.#watchers.has(folder)) return;
    try {
      const watcher = watch(folder);
      watcher.on('error', () => {
        watcher.close();
        this.#watchers.delete(folder);
      });
      this.#watchers.set(folder, watcher);
    } catch {
      // No more watchers, or a file system without: the regular look sees the change.
    }
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

/** Of a folder the names in it: what changes inside a file is that file's. */
function signatureOf(path: string): string {
  try {
    const status = statSync(path, { throwIfNoEntry: false });
    if (status === undefined) return 'absent';
    if (status.isDirectory()) return `folder ${readdirSync(path).toSorted().join('\n')}`;
    return `${status.mtimeMs} ${status.size} ${status.ino}`;
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : 'unreadable';
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolvePause) => {
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolvePause();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener('abort', end, { once: true });
  });
}

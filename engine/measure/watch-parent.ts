import { Worker } from 'node:worker_threads';

/** Ends this process and all that it started. Only for a process that leads its own group. */
export function endGroup(): never {
  if (process.platform !== 'win32') process.kill(-process.pid, 'SIGKILL');
  process.exit(1);
}

/**
 * An engine that is killed outright cannot stop its children, and one that is busy in a loop cannot notice that the
 * channel has closed. So a thread of its own looks whether `parent` (its process id) still is the parent.
 */
export function watchParent(parent: number): void {
  const code = `
    setInterval(() => {
      if (process.ppid !== ${parent}) process.kill(process.platform === 'win32' ? process.pid : -process.pid, 'SIGKILL');
    }, 500);
  `;
  new Worker(code, { eval: true, stdin: false, env: {} }).unref();
}

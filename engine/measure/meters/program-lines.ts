import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** Starts a program that writes line after line; returns what ends it. `onEnd` is called where it ends by itself. */
export function programLines(
  file: string,
  args: readonly string[],
  onLine: (line: string) => void,
  onEnd: () => void,
): () => void {
  const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'ignore'], windowsHide: true });
  let stopped = false;
  const ended = (): void => {
    if (!stopped) onEnd();
    stopped = true;
  };
  child.on('error', ended);
  child.on('close', ended);
  createInterface({ input: child.stdout }).on('line', onLine);
  // A meter that nobody closed must not keep the process alive.
  child.unref();
  (child.stdout as unknown as { unref?: () => void }).unref?.();
  return () => {
    stopped = true;
    child.kill('SIGKILL');
  };
}

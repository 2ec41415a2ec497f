/** Runs a program to its end, or to a time limit. Never throws: what went wrong is the answer. */
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

export type ProgramAnswer =
  { readonly ended: 'well'; readonly output: string } | { readonly ended: 'badly'; readonly reason: string };

export async function runProgram(file: string, args: readonly string[], seconds: number): Promise<ProgramAnswer> {
  if (isMissing(file)) return { ended: 'badly', reason: `${file} is not installed` };
  const { execFile } = await import('node:child_process');
  return new Promise((resolve) => {
    execFile(file, args, { timeout: seconds * 1000, killSignal: 'SIGKILL', windowsHide: true }, (error, output) => {
      if (error === null) resolve({ ended: 'well', output });
      else if (error.code === 'ENOENT') resolve({ ended: 'badly', reason: `${file} is not installed` });
      else if (error.killed === true) resolve({ ended: 'badly', reason: `no answer within ${seconds} s` });
      else if (error.signal) resolve({ ended: 'badly', reason: `ended by ${error.signal}` });
      else resolve({ ended: 'badly', reason: `ended with status ${String(error.code)}` });
    });
  });
}

/** Looked for here: to find that there is none, a process would be copied. Windows looks beyond `PATH`, and is asked. */
function isMissing(file: string): boolean {
  const path = process.env['PATH'];
  if (path === undefined || process.platform === 'win32' || file.includes('/')) return false;
  return !path.split(delimiter).some((folder) => existsSync(join(folder, file)));
}

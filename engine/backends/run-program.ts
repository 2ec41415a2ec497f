/** Runs a program to its end, or to a time limit. Never throws: what went wrong is the answer. */
import { execFile } from 'node:child_process';

export type ProgramAnswer =
  { readonly ended: 'well'; readonly output: string } | { readonly ended: 'badly'; readonly reason: string };

export function runProgram(file: string, args: readonly string[], seconds: number): Promise<ProgramAnswer> {
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

/** A question that is asked in a process of its own: a driver that ends the process ends only that one. */
import { fileURLToPath } from 'node:url';
import { runProgram } from './run-program.js';

const PROBE_SECONDS = 20;

/** Runs the program `name` beside this file, which answers on standard output in JSON. */
export async function probe<Answer>(
  name: string,
  args: readonly string[],
  seconds = PROBE_SECONDS,
): Promise<Answer | { readonly failed: string }> {
  const program = fileURLToPath(new URL(`./${name}.js`, import.meta.url));
  const answer = await runProgram(process.execPath, [program, ...args], seconds);
  return answer.ended === 'well' ? (JSON.parse(answer.output) as Answer) : { failed: `the probe ${answer.reason}` };
}

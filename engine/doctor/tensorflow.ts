/** Backends of TensorFlow.js in the order in which they are tried, each in a process of its own. */
import { fileURLToPath } from 'node:url';
import { TFJS_BACKENDS } from '../backends/tfjs-backends.js';
import { absent, found, type Finding } from './finding.js';
import { runProgram } from '../backends/run-program.js';

const PROBE = fileURLToPath(new URL('./probe-tfjs.js', import.meta.url));
const PROBE_SECONDS = 30;

export const tensorflowFindings = (): Promise<readonly Finding[]> =>
  Promise.all(
    TFJS_BACKENDS.map(async ({ name }) => {
      const answer = await runProgram(process.execPath, [PROBE, name], PROBE_SECONDS);
      if (answer.ended === 'badly') return absent(name, `the probe ${answer.reason}`);
      const outcome = JSON.parse(answer.output) as { readonly version?: string; readonly reason?: string };
      return outcome.version === undefined
        ? absent(name, outcome.reason ?? '')
        : found(name, `TensorFlow.js ${outcome.version}`);
    }),
  );

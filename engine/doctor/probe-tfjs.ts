/** Run as a program of its own, with the name of a backend of TensorFlow.js: adds on it, and says whether that worked. */
import { tryTfjsBackend } from '../backends/tfjs.js';

const answer = await tryTfjsBackend(process.argv[2] ?? '').catch((error: unknown) => ({
  reason: error instanceof Error ? error.message : String(error),
}));
process.stdout.write(`${JSON.stringify(answer)}\n`, () => process.exit());

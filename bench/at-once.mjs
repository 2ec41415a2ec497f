// Time and memory against the number of networks trained at once; each row has a process of its own.
import { join } from 'node:path';
import { median } from './figures.mjs';
import { startSide } from './side.mjs';

export const MODELS = [1, 5, 25, 50, 100];
export const HEAD = ['networks at once', 's', 's a network', 'processor s a network', 'peak memory, MiB'];

export async function trainAtOnce(models, runs) {
  const side = startSide(process.execPath, [join(import.meta.dirname, 'ours.mjs'), 'breast cancer']);
  const estimator = { type: 'mlp', with: { epochs: 200, batch: 200 } };
  const measured = [];
  for (let seed = 0; seed <= runs; seed++) {
    const answer = await side.ask({ estimator, repeats: Math.ceil(models / 5), seed, workers: 2, atOnce: models });
    if (seed > 0) measured.push(answer);
  }
  const memory = side.memory();
  side.end();
  const [seconds, processor] = ['seconds', 'processor'].map((key) => median(measured.map((answer) => answer[key])));
  return [
    models,
    ...[seconds, seconds / models, processor / models].map((value) => value.toFixed(3)),
    memory.toFixed(0),
  ];
}

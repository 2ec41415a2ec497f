// What clipping and noise cost a network, at as many steps of as many rows: privacy draws as many as a batch in expectation.
import { join } from 'node:path';
import { median, spread } from './figures.mjs';
import { startSide } from './side.mjs';

const WORKERS = 2;
const BATCH = 200;

export const HEAD = [
  'case, clip 1, noise multiplier 1',
  'times the plain one (least, most)',
  'plain, s',
  'private, s',
  'processor, times',
  'accuracy, plain and private',
];

/** `rows` learn in a fold. */
export const CASES = [
  { name: 'private mlp, 5-fold, breast cancer', data: 'breast cancer', epochs: 200, rows: 455 },
  { name: 'private mlp, 5-fold, Adult, 5 epochs', data: 'Adult', epochs: 5, rows: 36_177 },
];

export async function trainPrivately({ name, data, epochs, rows }, runs) {
  const side = startSide(process.execPath, [join(import.meta.dirname, 'ours.mjs'), data]);
  const privacy = { clip: 1, noiseMultiplier: 1, sampleRate: Math.min(1, BATCH / rows) };
  const ask = (settings, seed) =>
    side.ask({
      estimator: { type: 'mlp', with: { epochs, batch: BATCH, ...settings } },
      repeats: 1,
      seed,
      workers: WORKERS,
    });
  const pairs = [];
  for (let seed = 0; seed <= runs; seed++) {
    const pair = { plain: await ask({}, seed), private: await ask({ privacy }, seed) };
    if (seed > 0) pairs.push(pair);
  }
  side.end();
  const of = (way, key) => median(pairs.map((pair) => pair[way][key]));
  const times = (key) => pairs.map((pair) => pair.private[key] / pair.plain[key]);
  return [
    name,
    spread(times('seconds')),
    of('plain', 'seconds').toFixed(3),
    of('private', 'seconds').toFixed(3),
    median(times('processor')).toFixed(2),
    `${of('plain', 'accuracy').toFixed(4)} ${of('private', 'accuracy').toFixed(4)}`,
  ];
}

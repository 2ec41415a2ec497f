// A membership attack with many shadow models beside training as many with scikit-learn under joblib, on the same halves.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DATA } from './cases.mjs';
import { median, ratio, spread } from './figures.mjs';
import { startSide } from './side.mjs';

const WORKERS = 2;
const PYTHON = process.env.PYTHON ?? '/usr/bin/python3';

export const HEAD = [
  'attack, and training alone with scikit-learn',
  'ratio (least, most)',
  'goal',
  'ours, s',
  'of these training and answers, s',
  'scikit-learn’s training, s',
  'ratio of processor time',
  'peak memory, MiB, ours and theirs',
  'accuracy, ours and theirs',
  'area under the attack’s ROC curve',
];

export const CASES = [
  {
    name: 'LiRA, 64 shadow mlps, 10,000 rows of Adult, 20 epochs',
    data: 'Adult',
    rows: 10_000,
    shadows: 64,
    estimator: { type: 'mlp', with: { epochs: 20, batch: 200 } },
    goal: 2,
  },
];

export async function attackBeside({ name, data, rows, shadows, estimator, goal }, runs) {
  const folder = mkdtempSync(join(tmpdir(), 'assay-bench-'));
  writeFileSync(join(folder, 'data.csv'), DATA[data]());
  const ours = startSide(process.execPath, [join(import.meta.dirname, 'ours-shadows.mjs'), data, String(rows)]);
  const theirs = startSide(PYTHON, [join(import.meta.dirname, 'peer.py'), join(folder, 'data.csv')]);
  const pairs = [];
  let missing;
  for (let seed = 0; seed <= runs && missing === undefined; seed++) {
    const own = await ours.ask({ estimator, shadows, seed, workers: WORKERS });
    const other = await theirs.ask({ estimator, seed, rows: own.rows, member: own.member });
    missing = other.missing;
    const wanted = String(estimator.with.epochs);
    if (missing === undefined && String(other.epochs) !== wanted) {
      throw new Error(`scikit-learn trained ${other.epochs} epochs, not ${wanted}`);
    }
    // The first round warms both up.
    if (seed > 0) pairs.push({ ours: own, theirs: other });
  }
  const memory = [ours.memory(), theirs.memory()].map((value) => value.toFixed(0)).join(' ');
  ours.end();
  theirs.end();
  rmSync(folder, { recursive: true, force: true });
  if (missing !== undefined) return [name, '', goal, '', '', `missing (apt install python3-sklearn): ${missing}`];
  const of = (side, key) => median(pairs.map((pair) => pair[side][key]));
  return [
    name,
    spread(pairs.map(ratio('seconds'))),
    goal,
    of('ours', 'seconds').toFixed(2),
    of('ours', 'training').toFixed(2),
    of('theirs', 'seconds').toFixed(2),
    median(pairs.map(ratio('processor'))).toFixed(2),
    memory,
    `${of('ours', 'accuracy').toFixed(4)} ${of('theirs', 'accuracy').toFixed(4)}`,
    of('ours', 'area').toFixed(4),
  ];
}

// One case: ours and scikit-learn's in turn, on the same folds, timed inside their processes after a round of warming up.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DATA } from './cases.mjs';
import { median, ratio, spread } from './figures.mjs';
import { startSide } from './side.mjs';

const WORKERS = 2;
const PYTHON = process.env.PYTHON ?? '/usr/bin/python3';

export const HEAD = [
  'case',
  'ratio (least, most)',
  'goal',
  'ours, s',
  'scikit-learn, s',
  'ratio of processor time',
  'ratio of first runs, start-up included',
  'peak memory, MiB, ours and theirs',
  'accuracy, ours and theirs',
];

export async function trainBeside({ name, data, estimator, repeats, jobs, goal }, runs) {
  const folder = mkdtempSync(join(tmpdir(), 'assay-bench-'));
  writeFileSync(join(folder, 'data.csv'), DATA[data]());
  const started = performance.now();
  const ours = startSide(process.execPath, [join(import.meta.dirname, 'ours.mjs'), data]);
  const ask = (seed) => ours.ask({ estimator, repeats, seed, workers: WORKERS });
  let first;
  const cold = { ours: await ask(0).then((answer) => ((first = answer), (performance.now() - started) / 1000)) };
  const peer = await startPeer(join(folder, 'data.csv'), { estimator, jobs }, first);
  cold.theirs = peer.cold;
  const pairs = [];
  for (let seed = 1; seed <= runs; seed++) {
    const own = await ask(seed);
    pairs.push({ ours: own, theirs: peer.missing ? undefined : await peer.ask(seed, own.foldOf) });
  }
  const memory = [ours.memory(), peer.missing ? Number.NaN : peer.memory()];
  ours.end();
  peer.end();
  rmSync(folder, { recursive: true, force: true });
  const of = (side, key) => median(pairs.map((pair) => pair[side][key]));
  const own = of('ours', 'seconds').toFixed(3);
  if (peer.missing)
    return [name, '', goal, own, peer.missing, '', '', memory[0].toFixed(0), of('ours', 'accuracy').toFixed(4)];
  return [
    name,
    spread(pairs.map(ratio('seconds'))),
    goal,
    own,
    of('theirs', 'seconds').toFixed(3),
    median(pairs.map(ratio('processor'))).toFixed(2),
    (cold.theirs / cold.ours).toFixed(2),
    memory.map((value) => value.toFixed(0)).join(' '),
    `${of('ours', 'accuracy').toFixed(4)} ${of('theirs', 'accuracy').toFixed(4)}`,
  ];
}

/** The peer after its first round, in which the fastest place of `n_jobs` is found. */
async function startPeer(path, { estimator, jobs }, { foldOf }) {
  const started = performance.now();
  const side = startSide(PYTHON, [join(import.meta.dirname, 'peer.py'), path]);
  const ask = async (where, seed, folds) => {
    const answer = await side.ask({ estimator, jobs: where, seed, foldOf: folds });
    const wanted = estimator.with.epochs;
    if (wanted !== undefined && String(answer.epochs) !== String(wanted) && !answer.missing) {
      throw new Error(`scikit-learn trained ${answer.epochs} epochs, not ${wanted}`);
    }
    return answer;
  };
  let best;
  let cold;
  for (const where of jobs) {
    const { seconds, missing } = await ask(where, 0, foldOf).catch((error) => ({ missing: error.message }));
    if (missing !== undefined) return { missing: `missing (apt install python3-sklearn): ${missing}`, end: side.end };
    cold ??= (performance.now() - started) / 1000;
    if (best === undefined || seconds < best.seconds) best = { where, seconds };
  }
  return { ...side, cold, ask: (seed, folds) => ask(best.where, seed, folds) };
}

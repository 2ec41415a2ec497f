// Random forests of 100 trees over five folds beside scikit-learn's with n_jobs=2, alternately in this order: ours, theirs.
// Medians; a ratio above 1 is ahead. Start-up and reading are left out on both sides, encoding is in.
//
//     npm run build && node bench/forests.mjs [--adult adult.csv] [--runs 5]
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { estimatorOf } from '../dist/engine/estimators/registry.js';
import { foldsOf, stratifiedKFold } from '../dist/engine/estimators/splits.js';
import { createRng } from '../dist/engine/numerics/generator.js';
import { memoryTable } from '../dist/engine/plugins/memory-subject.js';

const { values } = parseArgs({ options: { adult: { type: 'string' }, runs: { type: 'string', default: '5' } } });
const root = join(import.meta.dirname, '..');
const RUNS = Number(values.runs);
const sets = [['breast-cancer', join(root, 'tests/fixtures/data/breast_cancer.csv'), 4]];
if (values.adult !== undefined) sets.push(['adult', values.adult, 1]);

for (const [name, path, goal] of sets) {
  const data = read(path);
  const peer = startPeer(name, path);
  const pairs = [];
  for (let run = 0; run <= RUNS; run++) {
    const ours = await measure(data, run);
    const theirs = await peer.measure();
    // The first of each warms compilers and caches.
    if (run > 0) pairs.push({ ours, theirs });
    console.log(`  ${name} ${run}: ours ${show(ours)}, scikit-learn ${show(theirs)}`);
  }
  peer.end();
  const of = (key) => median(pairs.map((pair) => pair[key].seconds));
  const ratio = median(pairs.map(({ ours, theirs }) => theirs.seconds / ours.seconds));
  console.log(
    `${name}, ${data.codes.length} rows: ours ${of('ours').toFixed(3)} s, scikit-learn ${of('theirs').toFixed(3)} s, ` +
      `ratio ${ratio.toFixed(2)} (goal ${goal})`,
  );
}

async function measure({ features, codes, classes }, seed) {
  const folds = foldsOf(stratifiedKFold(codes, 5, createRng(`folds ${seed}`)));
  const estimator = await estimatorOf({ type: 'random-forest', with: { trees: 100 } }, 'classes');
  const start = performance.now();
  const answers = await estimator.answers({ features, target: { kind: 'classes', codes, classes } }, folds, {
    rng: (stream) => createRng(`${seed} ${stream}`),
    pause: async () => {},
    workers: 2,
  });
  const seconds = (performance.now() - start) / 1000;
  let right = 0;
  folds.forEach(({ test }, fold) => {
    test.forEach((row, place) => {
      const second = answers[fold][2 * place + 1] > answers[fold][2 * place] ? 1 : 0;
      if (second === codes[row]) right++;
    });
  });
  return { seconds, accuracy: right / codes.length };
}

/** A header, then rows whose last column is the class. */
function read(path) {
  const [head, ...rows] = readFileSync(path, 'utf8')
    .trim()
    .split('\n')
    .map((line) => line.trim().split(','));
  const width = rows[0].length - 1;
  const columns = Array.from({ length: width }, (_, index) => {
    const texts = rows.map((row) => row[index]);
    const isNumber = texts.every((text) => text !== '' && Number.isFinite(Number(text)));
    return [`${index} ${head[index]}`, isNumber ? { numbers: texts.map(Number) } : { texts }];
  });
  const labels = rows.map((row) => row[width]);
  const classes = [...new Set(labels)].sort();
  const codes = Int32Array.from(labels, (label) => classes.indexOf(label));
  return { features: memoryTable(Object.fromEntries(columns)).columns, codes, classes };
}

function startPeer(name, path) {
  const child = spawn('/usr/bin/python3', [join(root, 'bench/forests.py'), name, path], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    async measure() {
      child.stdin.write('\n');
      const { value, done } = await lines.next();
      if (done) throw new Error('the peer ended');
      const [seconds, accuracy] = value.split(' ').map(Number);
      return { seconds, accuracy };
    },
    end: () => child.stdin.end(),
  };
}

function show({ seconds, accuracy }) {
  return `${seconds.toFixed(3)} s (accuracy ${accuracy.toFixed(4)})`;
}

function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  return (sorted[Math.floor((sorted.length - 1) / 2)] + sorted[Math.ceil((sorted.length - 1) / 2)]) / 2;
}

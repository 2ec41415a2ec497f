// Networks in cross-validation: ours beside scikit-learn's MLPClassifier, alternately, at equal epochs and batch.
// Preprocessing, training and held-out answers are in both times; start-up and reading the file in neither.
//
//     npm run build && node bench/mlp.mjs [--adult adult.csv] [--runs 5] [--threads 2] [--jobs 2] [--only peers|private]
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';

const root = join(import.meta.dirname, '..');
const engine = (path) => import(join(root, 'dist', 'engine', path));
const { trainMany } = await engine('estimators/mlp/train-many.js');
const { MLP_DEFAULTS } = await engine('estimators/mlp/settings.js');
const { foldsOf, stratifiedKFold } = await engine('estimators/splits.js');
const { createRng } = await engine('numerics/generator.js');
const settingsOf = (given) => ({ ...MLP_DEFAULTS, ...given });

const { values: options } = parseArgs({
  options: {
    adult: { type: 'string' },
    runs: { type: 'string', default: '5' },
    threads: { type: 'string', default: '2' },
    jobs: { type: 'string', default: '2' },
  },
});
const runs = Number(options.runs);
const threads = Number(options.threads);
const jobs = Number(options.jobs);
const cancer = join(root, 'tests/fixtures/data/breast_cancer.csv');

const wanted = (part) => options.only === undefined || options.only === part;
if (wanted('peers')) await besidePeer();
if (wanted('private')) await privacyCost();

async function besidePeer() {
  const cases = [
    { name: 'breast cancer, 5-fold', data: cancer, repeats: 1, epochs: 200, goal: 3 },
    { name: 'breast cancer, 10 x 5-fold', data: cancer, repeats: 10, epochs: 200, goal: 5 },
    ...(options.adult
      ? [{ name: 'Adult, 5-fold, 5 epochs', data: options.adult, repeats: 1, epochs: 5, goal: 1.5 }]
      : []),
  ];
  const peer = startPeer();
  console.log(
    `medians of ${runs} alternating runs; ${threads} threads, scikit-learn n_jobs ${jobs}; ratio: theirs over ours\n`,
  );
  console.log('| case | ours, s | scikit-learn, s | ratio (least, most) | goal | accuracy, ours and theirs |');
  console.log('|---|---|---|---|---|---|');
  for (const { name, data, repeats, epochs, goal } of cases) {
    const read = readTable(data);
    const pairs = [];
    for (let seed = 0; seed <= runs; seed++) {
      const ask = { data, repeats, epochs, batch: 200, seed, jobs };
      const pair = { ours: await ours(read, ask), theirs: await peer.ask(ask) };
      if (seed > 0) pairs.push(pair); // the first warms both up
    }
    const ratios = pairs.map((pair) => pair.theirs.seconds / pair.ours.seconds);
    const of = (side, key) => median(pairs.map((pair) => pair[side][key]));
    const range = `${Math.min(...ratios).toFixed(1)}, ${Math.max(...ratios).toFixed(1)}`;
    console.log(
      `| ${name} | ${of('ours', 'seconds').toFixed(2)} | ${of('theirs', 'seconds').toFixed(2)} | ` +
        `${median(ratios).toFixed(1)} (${range}) | ${goal} | ` +
        `${of('ours', 'accuracy').toFixed(4)} ${of('theirs', 'accuracy').toFixed(4)} |`,
    );
  }
  peer.close();
}

/** What clipping and noise cost, at as many steps of as many rows: privacy draws as many as a batch in expectation. */
async function privacyCost() {
  const cases = [
    { name: 'breast cancer, 5-fold', data: cancer, epochs: 200 },
    ...(options.adult ? [{ name: 'Adult, 5-fold, 5 epochs', data: options.adult, epochs: 5 }] : []),
  ];
  console.log(`\nmedians of ${runs} alternating runs, ${threads} threads, clip 1, noise multiplier 1\n`);
  console.log('| case | plain, s | private, s | times (least, most) | accuracy, plain and private |');
  console.log('|---|---|---|---|---|');
  for (const { name, data, epochs } of cases) {
    const read = readTable(data);
    const ask = { repeats: 1, epochs, batch: 200 };
    const privacy = { clip: 1, noiseMultiplier: 1, sampleRate: 200 / (0.8 * read.codes.length) };
    const pairs = [];
    for (let seed = 0; seed <= runs; seed++) {
      const pair = { plain: await ours(read, { ...ask, seed }), private: await ours(read, { ...ask, seed, privacy }) };
      if (seed > 0) pairs.push(pair);
    }
    const times = pairs.map((pair) => pair.private.seconds / pair.plain.seconds);
    const of = (side, key, digits) => median(pairs.map((pair) => pair[side][key])).toFixed(digits);
    const range = `${Math.min(...times).toFixed(2)}, ${Math.max(...times).toFixed(2)}`;
    console.log(
      `| ${name} | ${of('plain', 'seconds', 2)} | ${of('private', 'seconds', 2)} | ${median(times).toFixed(2)} ` +
        `(${range}) | ${of('plain', 'accuracy', 4)} ${of('private', 'accuracy', 4)} |`,
    );
  }
}

async function ours({ features, codes, classes }, { repeats, epochs, batch, seed, privacy = null }) {
  const start = process.hrtime.bigint();
  const repeat = (_, at) => foldsOf(stratifiedKFold(codes, 5, createRng(`split ${seed} ${at}`)));
  const folds = Array.from({ length: repeats }, repeat).flat();
  const data = { features, target: { kind: 'classes', codes, classes } };
  const rng = (model) => createRng(`${seed} ${model}`);
  const { answers } = await trainMany(settingsOf({ epochs, batch, privacy }), data, folds, {
    rng,
    pause: async () => {},
    threads,
  });
  const right = folds.map(({ test }, fold) => {
    const hits = test.filter((row, place) => {
      const answer = answers[fold].subarray(place * classes, (place + 1) * classes);
      return answer.indexOf(answer.reduce((most, value) => Math.max(most, value), 0)) === codes[row];
    });
    return hits.length / test.length;
  });
  const seconds = Number(process.hrtime.bigint() - start) / 1e9;
  return { seconds, accuracy: right.reduce((sum, value) => sum + value, 0) / right.length };
}

/** Columns of numbers, else of text; the last column is the class. */
function readTable(path) {
  const rows = readFileSync(path, 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.trim().split(','));
  const column = (index) => {
    const texts = rows.map((row) => row[index]);
    const values = Float64Array.from(texts, Number);
    const base = { name: `x${index}`, roles: ['feature'] };
    if (!values.some(Number.isNaN)) return { ...base, type: 'numeric', values };
    const levels = [...new Set(texts)];
    const place = new Map(levels.map((level, at) => [level, at]));
    return { ...base, type: 'categorical', levels, codes: Int32Array.from(texts, (text) => place.get(text)) };
  };
  const width = rows[0].length - 1;
  const features = Array.from({ length: width }, (_, index) => column(index));
  const labels = [...new Set(rows.map((row) => row[width]))].sort();
  return { features, codes: Int32Array.from(rows, (row) => labels.indexOf(row[width])), classes: labels.length };
}

function startPeer() {
  const child = spawn('/usr/bin/python3', [join(root, 'bench', 'mlp_peer.py')], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    async ask(question) {
      child.stdin.write(`${JSON.stringify(question)}\n`);
      const { value, done } = await lines.next();
      if (done) throw new Error('bench/mlp_peer.py ended');
      return JSON.parse(value);
    },
    close: () => child.stdin.end(),
  };
}

function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return (sorted[Math.floor((sorted.length - 1) / 2)] + sorted[Math.ceil((sorted.length - 1) / 2)]) / 2;
}

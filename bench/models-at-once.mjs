// The cost of k and of repeats: time and memory of networks in cross-validation against how many train at once, as
// Markdown for docs/gpu.md. Each count trains the same models (the folds of repeated 5-fold cross-validation), in a
// process of its own, so that the peak of its memory is its own; the counts take turns.
//
//     npm run build && node bench/models-at-once.mjs [--device cpu|software|gpu] [--models 100] [--epochs 200]
//         [--runs 3] [--threads 2] [--at-once 1,5,25,50,100]
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const root = join(import.meta.dirname, '..');
const engine = (path) => import(join(root, 'dist', 'engine', path));
const { values: options } = parseArgs({
  options: {
    device: { type: 'string', default: 'cpu' },
    models: { type: 'string', default: '100' },
    epochs: { type: 'string', default: '200' },
    runs: { type: 'string', default: '3' },
    threads: { type: 'string', default: '2' },
    'at-once': { type: 'string', default: '1,5,25,50,100' },
    child: { type: 'string' },
  },
});
const models = Number(options.models);

if (options.child !== undefined) console.log(JSON.stringify(await train(Number(options.child))));
else await table();

async function table() {
  const { chooseDevice } = await engine('backends/choose-device.js');
  const { deviceInWords } = await engine('backends/device.js');
  const chosen = await chooseDevice({ choice: options.device });
  if ('fault' in chosen) throw new Error(chosen.fault.message);
  const name = options.device === 'cpu' ? `${cpus()[0].model} × ${cpus().length}` : deviceInWords(chosen.device);
  const counts = options['at-once'].split(',').map(Number);
  const measured = new Map(counts.map((count) => [count, []]));
  for (let run = 0; run < Number(options.runs); run++)
    for (const count of counts) measured.get(count).push(child(count));
  console.log(`${name}; ${models} models, ${options.epochs} epochs, medians of ${options.runs} runs\n`);
  console.log('| models at once | s | s a model | processor s a model | peak memory, MiB | budget, MiB |');
  console.log('|---|---|---|---|---|---|');
  for (const [count, runs] of measured) {
    const [seconds, processor, peak] = ['seconds', 'processor', 'peakMiB'].map((key) =>
      median(runs.map((run) => run[key])),
    );
    const cells = [seconds.toFixed(1), (seconds / models).toFixed(3), (processor / models).toFixed(3)];
    console.log(`| ${count} | ${cells.join(' | ')} | ${peak.toFixed(0)} | ${runs[0].budgetMiB.toFixed(1)} |`);
  }
}

function child(count) {
  const args = ['device', 'models', 'epochs', 'threads'].flatMap((name) => [`--${name}`, options[name]]);
  const { stdout, status } = spawnSync(process.execPath, [import.meta.filename, ...args, '--child', String(count)], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (status !== 0) throw new Error(`${count} at once: ended with status ${status}`);
  return JSON.parse(stdout);
}

/** Breast cancer, one hidden layer of 100; the budget is just what `count` models are reckoned to take. */
async function train(count) {
  const [{ trainMany }, { MLP_DEFAULTS }, { bytesOfModel }, { foldsOf, stratifiedKFold }, { createRng }] =
    await Promise.all(
      [
        'estimators/mlp/train-many.js',
        'estimators/mlp/settings.js',
        'estimators/mlp/memory.js',
        'estimators/splits.js',
        'numerics/generator.js',
      ].map(engine),
    );
  const rows = readFileSync(join(root, 'tests/fixtures/data/breast_cancer.csv'), 'utf8').trim().split('\n').slice(1);
  const cells = rows.map((line) => line.split(',').map(Number));
  const column = (index) => Float64Array.from(cells, (row) => row[index]);
  const features = Array.from({ length: 30 }, (_, index) => {
    return { type: 'numeric', name: `x${index}`, roles: ['feature'], values: column(index) };
  });
  const codes = Int32Array.from(column(30));
  const repeat = (_, at) => foldsOf(stratifiedKFold(codes, 5, createRng(`split ${at}`)));
  const folds = Array.from({ length: Math.ceil(models / 5) }, repeat)
    .flat()
    .slice(0, models);
  const settings = { ...MLP_DEFAULTS, epochs: Number(options.epochs) };
  const most = Math.max(...folds.map(({ train: learnt }) => learnt.length));
  const memory = count * bytesOfModel({ inputs: 30, hidden: settings.hidden, outputs: 1 }, most, settings.batch) + 1;
  const start = performance.now();
  const before = process.cpuUsage();
  const { atOnce } = await trainMany(settings, { features, target: { kind: 'classes', codes, classes: 2 } }, folds, {
    rng: (model) => createRng(`model ${model}`),
    pause: async () => {},
    device: options.device,
    memory,
    threads: Number(options.threads),
  });
  if (atOnce !== count) throw new Error(`${atOnce} at once instead of ${count}`);
  const { user, system } = process.cpuUsage(before);
  return {
    seconds: (performance.now() - start) / 1000,
    processor: (user + system) / 1e6,
    peakMiB: process.resourceUsage().maxRSS / 1024,
    budgetMiB: memory / 2 ** 20,
  };
}

function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return (sorted[Math.floor((sorted.length - 1) / 2)] + sorted[Math.ceil((sorted.length - 1) / 2)]) / 2;
}

// Explanations on Adult beside their peers, alternately (ours, theirs), medians; a ratio above 1 is ahead. Reading and
// start-up are left out on both sides. Permutation importance: the whole measurement, intervals included, against
// scikit-learn's permutation_importance(n_jobs=2) of the same forest. Tree SHAP: against XGBoost's pred_contribs, two
// threads, the same trees. Sampling SHAP: how much of the time is the model's. Additivity: 1,000 rows, a forest of 100.
//
//     npm run build && node bench/explanations.mjs [--runs 3] [--only importance|tree|sampling|additivity]
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';

const root = join(import.meta.dirname, '..');
const ADULT = join(root, 'tests/fixtures/data/adult.csv.gz');
const engine = (path) => import(join(root, 'dist', 'engine', path));
const { fileSource } = await engine('document/file-source.js');
const { loadSubject } = await engine('subject/load-subject.js');
const { openSubject } = await engine('subject/open.js');
const { memoryContext } = await engine('plugins/memory-context.js');
const { permutationImportance } = await engine('plugins/explainability/permutation-importance.js');
const { shap } = await engine('plugins/explainability/shap.js');
const { threadedShares } = await engine('plugins/explainability/threaded-shares.js');
const { readOnnxGraph } = await engine('backends/onnx-graph.js');
const { readEnsemble } = await engine('methods/explainability/shap/read-ensemble.js');

const { values: options } = parseArgs({
  options: { runs: { type: 'string', default: '3' }, only: { type: 'string' } },
});
const RUNS = Number(options.runs);
const wants = (name) => options.only === undefined || options.only === name;
const folder = mkdtempSync(join(tmpdir(), 'assay-bench-'));
const peer = startPeer();
await peer.say();
const { names, contributions } = JSON.parse(readFileSync(join(folder, 'peer.json'), 'utf8'));
const { model: forest, subject } = await adult();

if (wants('importance')) await importance();
if (wants('tree')) await tree();
if (wants('sampling')) await sampling();
if (wants('additivity')) await additivity();
peer.end();
rmSync(folder, { recursive: true, force: true });

async function importance() {
  const rest = { draws: 200, usefulShare: 0.01, maxRows: 1e6, together: [], correlated: 0, exactRows: 0 };
  const before = forest.spent;
  const spent = await alternate('permutation importance, 10 repeats', 4, 'importance', async () => {
    await permutationImportance.measure(memoryContext(subject, { metric: 'accuracy', repeats: 10, ...rest }));
  });
  console.log(`  of our time ${share(forest.spent - before, spent)} is spent in inference`);
}

async function tree() {
  const reading = readEnsemble(readOnnxGraph(readFileSync(join(folder, 'xgboost.onnx'))).nodes[0], names.length);
  const { ensemble, link, views } = reading;
  const rows = readFileSync(join(folder, 'test.csv'), 'utf8').split('\n').slice(1, 1001);
  const numbers = rows.flatMap((line) => line.split(',').slice(0, -1).map(Number));
  const explained = { rows: 1000, columns: names.length, values: Float32Array.from(numbers) };
  const task = {
    inside: { stage: { kind: 'trees', ensemble }, link, views },
    index: 1,
    byCover: true,
    explained,
    background: { ...explained, rows: 1 },
    owners: Int32Array.from(names.keys()),
    players: names.length,
  };
  let found;
  await alternate('path-dependent tree SHAP, 1,000 rows', 1, 'contributions', async () => {
    found = await threadedShares(task, { pause: async () => {} });
  });
  const distances = contributions.flatMap((row, at) =>
    names.map((_, player) => Math.abs(row[player] - found.values[at * names.length + player])),
  );
  console.log(`  largest distance from XGBoost's values (float32) ${Math.max(...distances).toExponential(1)}`);
}

async function sampling() {
  const rows = Array.from({ length: 40 }, (_, row) => row + 1);
  for (const method of ['kernel', 'permutation']) {
    for (const tolerance of [0.05, 0.02]) {
      const before = forest.spent;
      const start = performance.now();
      const asked = { method, scale: 'probability', rows, tolerance, mostEvaluations: 100_000 };
      const { outputs } = await shap.measure(memoryContext(subject, shapParameters(asked)));
      const spent = performance.now() - start;
      console.log(
        `${method} SHAP to ${tolerance}: ${(rows.length / (spent / 1000)).toFixed(2)} rows/s at an error of ` +
          `${outputs.samplingError.estimate.toFixed(4)} deviations, ${Math.round(outputs.modelEvaluations.estimate / rows.length)} ` +
          `evaluations a row, ${share(forest.spent - before, spent)} of the time in inference (goal 80 %)`,
      );
    }
  }
}

async function additivity() {
  const start = performance.now();
  const { outputs } = await shap.measure(memoryContext(subject, shapParameters({ method: 'exact', maxRows: 1000 })));
  console.log(
    `additivity, ${outputs.method.value}, ${outputs.explainedRows.estimate} rows, 100 trees: largest residual ` +
      `${outputs.additivityResidual.estimate.toExponential(1)} deviations (goal 1e-6), ${seconds(performance.now() - start)}`,
  );
}

function shapParameters(over) {
  const rest = { class: 'auto', scale: 'auto', rows: [], maxRows: 1000, background: 50, together: [], tolerance: 0.02 };
  return { ...rest, mostEvaluations: 20_000, draws: 200, usefulShare: 0.01, ...over };
}

/** Ours and theirs by turns; the first of each warms up. Gives all the time that ours took. */
async function alternate(name, goal, request, ours) {
  const pairs = [];
  let total = 0;
  for (let run = 0; run <= RUNS; run++) {
    const start = performance.now();
    await ours();
    const own = performance.now() - start;
    total += own;
    const theirs = (await peer.say(request)) * 1000;
    if (run > 0) pairs.push({ own, theirs });
  }
  const of = (key) => median(pairs.map((pair) => pair[key]));
  const ratio = median(pairs.map(({ own, theirs }) => theirs / own));
  console.log(
    `${name}: ours ${seconds(of('own'))}, theirs ${seconds(of('theirs'))}, ratio ${ratio.toFixed(2)} (goal ${goal})`,
  );
  return total;
}

/** The test rows with the forest, whose time in the runtime is kept. */
async function adult() {
  const path = join(folder, 'subject.yaml');
  const columns = names.map((name) => `    ${name}: {type: numeric}\n`).join('');
  writeFileSync(
    path,
    `apiVersion: assay/v1\nkind: Subject\nmetadata: {name: adult, version: "1.0.0"}\ntask: binary-classification\n` +
      `model: {format: onnx, path: forest.onnx}\ndata:\n  test: {path: test.csv}\n` +
      `  target: {column: target, classes: ["0", "1"], positive: "1"}\n  columns:\n${columns}`,
  );
  const loaded = await loadSubject(fileSource(), path);
  const opened = openSubject(loaded.subject.spec);
  const model = await opened.model();
  const timed = {
    ...model,
    spent: 0,
    inside: model.inside && (() => model.inside()),
    async predict(table, signal) {
      const start = performance.now();
      const answers = await model.predict(table, signal);
      timed.spent += performance.now() - start;
      return answers;
    },
  };
  return { model: timed, subject: { ...opened, model: async () => timed } };
}

function startPeer() {
  const child = spawn('/usr/bin/python3', [join(root, 'bench/explanations.py'), ADULT, folder], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    /** The answer to a request; without one the first word. */
    async say(request) {
      if (request !== undefined) child.stdin.write(`${request}\n`);
      const { value, done } = await lines.next();
      if (done) throw new Error('the peer ended');
      return Number(value);
    },
    end: () => child.stdin.end(),
  };
}

function seconds(milliseconds) {
  return `${(milliseconds / 1000).toFixed(3)} s`;
}

function share(part, whole) {
  return `${((100 * part) / whole).toFixed(0)} %`;
}

function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  return (sorted[Math.floor((sorted.length - 1) / 2)] + sorted[Math.ceil((sorted.length - 1) / 2)]) / 2;
}

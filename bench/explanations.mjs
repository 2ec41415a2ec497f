// Explanations of Adult beside their peers, by turns; reading and start-up are left out on both sides. Permutation
// importance: the whole measurement, intervals included, against scikit-learn's permutation_importance(n_jobs=2) of the same
// forest. Tree SHAP: against XGBoost's pred_contribs, two threads, the same trees. Sampling SHAP: how much of the time is
// the model's. Additivity: exact values of 1,000 rows, a forest of 100 trees.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readOnnxGraph } from '../dist/engine/backends/onnx-graph.js';
import { fileSource } from '../dist/engine/document/file-source.js';
import { readEnsemble } from '../dist/engine/methods/explainability/shap/read-ensemble.js';
import { permutationImportance } from '../dist/engine/plugins/explainability/permutation-importance.js';
import { shap } from '../dist/engine/plugins/explainability/shap.js';
import { threadedShares } from '../dist/engine/plugins/explainability/threaded-shares.js';
import { memoryContext } from '../dist/engine/plugins/memory-context.js';
import { loadSubject } from '../dist/engine/subject/load-subject.js';
import { openSubject } from '../dist/engine/subject/open.js';
import { median, ratio, spread } from './figures.mjs';
import { startSide } from './side.mjs';

const ADULT = join(import.meta.dirname, '..', 'tests/fixtures/data/adult.csv.gz');
const PACKAGES = 'python3-sklearn python3-xgboost python3-onnx';

export const HEAD = [
  'explanation',
  'ratio (least, most)',
  'goal',
  'ours, s',
  'peer, s',
  'ratio of processor time',
  'accuracy, ours and the peer’s',
  'largest distance of a value',
];

export const CASES = [
  {
    name: 'permutation importance, 10 repeats, forest of 100 trees, 15,074 rows; scikit-learn',
    question: 'importance',
    goal: 4,
    prepare: importance,
  },
  {
    name: 'path-dependent tree SHAP, 100 boosted trees of depth 6, 1,000 rows; XGBoost',
    question: 'contributions',
    goal: 1,
    prepare: boosted,
  },
];

export const SAMPLING_HEAD = [
  'sampling SHAP of the forest, 20 rows, 50 background rows',
  'rows/s',
  'largest standard error, deviations',
  'evaluations a row',
  'time in inference',
  'goal',
];

export const SAMPLING_CASES = ['kernel', 'permutation'].map((method) => ({
  name: `sampling SHAP, ${method}`,
  method,
  goal: '80 %',
}));

export const ADDITIVITY_HEAD = ['additivity of exact values', 'rows', 'largest residual, deviations', 'goal', 's'];
export const ADDITIVITY_CASES = [{ name: 'additivity, forest of 100 trees, 5 background rows', goal: 1e-6 }];

let shared;

/** The peer with its two models, and the forest as a subject whose time in the runtime is kept; or what is missing. */
function setting() {
  shared ??= startSetting();
  return shared;
}

export async function end() {
  if (shared === undefined) return;
  const { peer, folder } = await shared;
  peer.end();
  rmSync(folder, { recursive: true });
}

export async function explainBeside({ name, question, goal, prepare }, runs) {
  const { peer, missing } = await setting();
  if (missing !== undefined) return [name, '', goal, '', missing];
  const { explain, accuracy = '', distance = () => '' } = await prepare();
  const pairs = [];
  for (let run = 0; run <= runs; run++) {
    const before = process.cpuUsage();
    const start = performance.now();
    await explain();
    const seconds = (performance.now() - start) / 1000;
    const { user, system } = process.cpuUsage(before);
    const theirs = await peer.ask(question);
    // The first round warms both up.
    if (run > 0) pairs.push({ ours: { seconds, processor: (user + system) / 1e6 }, theirs });
  }
  const of = (side) => median(pairs.map((pair) => pair[side].seconds)).toFixed(3);
  return [
    name,
    spread(pairs.map(ratio('seconds'))),
    goal,
    of('ours'),
    of('theirs'),
    median(pairs.map(ratio('processor'))).toFixed(2),
    accuracy,
    distance(),
  ];
}

async function importance() {
  const { subject, accuracy } = await setting();
  const params = { metric: 'accuracy', repeats: 10, draws: 200, usefulShare: 0.01, maxRows: 1e6 };
  const context = () => memoryContext(subject, { ...params, together: [], correlated: 0, exactRows: 0 });
  const { outputs } = await permutationImportance.measure(context());
  return {
    explain: () => permutationImportance.measure(context()),
    accuracy: `${outputs.baseline.estimate.toFixed(4)} ${accuracy.toFixed(4)}`,
  };
}

async function boosted() {
  const { folder, names, contributions } = await setting();
  const graph = readOnnxGraph(readFileSync(join(folder, 'xgboost.onnx')));
  const { ensemble, link, views } = readEnsemble(graph.nodes[0], names.length);
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
  return {
    explain: async () => {
      found = await threadedShares(task, { pause: async () => {} });
    },
    distance: () =>
      Math.max(
        ...contributions.flatMap((row, at) =>
          names.map((_, player) => Math.abs(row[player] - found.values[at * names.length + player])),
        ),
      ).toExponential(1),
  };
}

export async function sampleShares({ method, goal }) {
  const { subject, model, missing } = await setting();
  if (missing !== undefined) return [method, missing];
  const rows = Array.from({ length: 20 }, (_, row) => row + 1);
  const before = model.spent;
  const start = performance.now();
  const asked = { method, scale: 'probability', rows, tolerance: 0.05, mostEvaluations: 100_000 };
  const { outputs } = await shap.measure(memoryContext(subject, shapParameters(asked)));
  const spent = performance.now() - start;
  return [
    method,
    (rows.length / (spent / 1000)).toFixed(2),
    outputs.samplingError.estimate.toFixed(4),
    Math.round(outputs.modelEvaluations.estimate / rows.length),
    `${((100 * (model.spent - before)) / spent).toFixed(0)} %`,
    goal,
  ];
}

export async function measureAdditivity({ name, goal }) {
  const { subject, missing } = await setting();
  if (missing !== undefined) return [name, missing];
  const start = performance.now();
  const asked = shapParameters({ method: 'exact', maxRows: 1000, background: 5 });
  const { outputs } = await shap.measure(memoryContext(subject, asked));
  return [
    `${name}, ${outputs.method.value}`,
    outputs.explainedRows.estimate,
    outputs.additivityResidual.estimate.toExponential(1),
    goal,
    ((performance.now() - start) / 1000).toFixed(1),
  ];
}

function shapParameters(over) {
  const rest = { class: 'auto', scale: 'auto', rows: [], maxRows: 1000, background: 50, together: [], tolerance: 0.02 };
  return { ...rest, mostEvaluations: 20_000, draws: 200, usefulShare: 0.01, ...over };
}

async function startSetting() {
  const folder = mkdtempSync(join(tmpdir(), 'assay-bench-'));
  const python = process.env.PYTHON ?? '/usr/bin/python3';
  const peer = startSide(python, [join(import.meta.dirname, 'explanations.py'), ADULT, folder]);
  const models = await peer.ask('models').catch((error) => ({ missing: error.message }));
  if (models.missing !== undefined) {
    return { peer, folder, missing: `missing (apt install ${PACKAGES}): ${models.missing}` };
  }
  const path = join(folder, 'subject.yaml');
  const columns = models.names.map((name) => `    ${name}: {type: numeric}\n`).join('');
  writeFileSync(
    path,
    `apiVersion: assay/v1\nkind: Subject\nmetadata: {name: adult, version: "1.0.0"}\ntask: binary-classification\n` +
      `model: {format: onnx, path: forest.onnx}\ndata:\n  test: {path: test.csv}\n` +
      `  target: {column: target, classes: ["0", "1"], positive: "1"}\n  columns:\n${columns}`,
  );
  const loaded = await loadSubject(fileSource(), path);
  const opened = openSubject(loaded.subject.spec);
  const inner = await opened.model();
  const model = {
    ...inner,
    spent: 0,
    inside: inner.inside && (() => inner.inside()),
    async predict(table, signal) {
      const start = performance.now();
      const answers = await inner.predict(table, signal);
      model.spent += performance.now() - start;
      return answers;
    },
  };
  return { peer, folder, ...models, model, subject: { ...opened, model: async () => model } };
}

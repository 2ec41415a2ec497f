/** A model that is a command, known by nothing but its answers: every measure that needs no look inside takes it as it is. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { fileSource } from '../../document/file-source.js';
import { createRng } from '../../numerics/generator.js';
import { loadSubject } from '../../subject/load-subject.js';
import { openSubject } from '../../subject/open.js';
import { CATALOGUE } from '../catalogue.generated.js';
import type { Plugin } from '../contract.js';
import { isUnmeasured } from '../figure.js';
import { memoryContext } from '../memory-context.js';
import { fillParameters } from '../parameters.js';
import { validateResult } from '../validate-result.js';
import { counterfactual } from './counterfactual.js';
import { effects } from './effects.js';
import { lime } from './lime.js';
import { permutationImportance } from './permutation-importance.js';
import { quality } from './quality.js';
import { sensitiveUse } from './sensitive-use.js';
import { shap } from './shap.js';
import { stability } from './stability.js';
import { surrogate } from './surrogate.js';

const PROGRAM = `let text = ''; for await (const chunk of process.stdin) text += chunk;
const [head, ...rows] = text.trim().split('\\n').map((line) => line.trim().split(','));
const [a, b] = ['a', 'b'].map((name) => head.indexOf(name));
console.log('prediction,probability_no,probability_yes');
for (const row of rows) {
  const p = 1 / (1 + Math.exp(-2 * Number(row[a]) - Number(row[b])));
  console.log([p > 0.5 ? 'yes' : 'no', 1 - p, p].join(','));
}`;

const folder = mkdtempSync(join(tmpdir(), 'assay-command-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function rowsOf(count: number): string {
  const rng = createRng(`rows ${count}`);
  const lines = Array.from({ length: count }, () => {
    const [a, b, c] = [rng.normal(), rng.normal(), rng.normal()];
    return [a, b, c, 2 * a + b + rng.normal() > 0 ? 'yes' : 'no'].join(',');
  });
  return `a,b,c,y\n${lines.join('\n')}\n`;
}

const few = { draws: 200 };
const CASES: readonly (readonly [plugin: unknown, output: string, params: object])[] = [
  [permutationImportance, 'maxShare', { ...few, repeats: 2, exactRows: 0 }],
  [shap, 'modelEvaluations', { ...few, maxRows: 12, background: 5 }],
  [lime, 'localR2', { ...few, maxRows: 10, samples: 200, seeds: 2 }],
  [surrogate, 'treeFidelity', few],
  [effects, 'features', { ...few, points: 4, maxRows: 20, pairFeatures: 2, pairRows: 10 }],
  [counterfactual, 'counterfactualShare', { ...few, maxRows: 10, mostAsked: 20, mostChanged: 1 }],
  [quality, 'faithfulnessCorrelation', { ...few, maxRows: 12, background: 5, subsets: 10, orders: 2 }],
  [
    stability,
    'seedRankCorrelation',
    { ...few, maxRows: 12, background: 5, samples: 200, randomisations: 2, changes: 1, pairs: 2 },
  ],
  [sensitiveUse, 'sensitiveShare', { ...few, maxRows: 12, background: 5 }],
];

test.each(
  CASES.map(([plugin, ...rest]) => [(plugin as Plugin<object>).id, plugin as Plugin<object>, ...rest] as const),
)('%s', async (id, plugin, output, params) => {
  const path = join(folder, 'subject.yaml');
  writeFileSync(join(folder, 'model.mjs'), PROGRAM);
  writeFileSync(join(folder, 'train.csv'), rowsOf(120));
  writeFileSync(join(folder, 'test.csv'), rowsOf(80));
  writeFileSync(
    path,
    `apiVersion: assay/v1
kind: Subject
metadata: {name: command, version: "1.0.0", title: Command}
task: binary-classification
model: {format: command, command: [${JSON.stringify(process.execPath)}, model.mjs]}
data:
  train: {path: train.csv}
  test: {path: test.csv}
  target: {column: y, classes: ["no", "yes"], positive: "yes"}
  columns: {a: {type: numeric}, b: {type: numeric}, c: {type: numeric, roles: [feature, sensitive]}}
`,
  );
  const { subject } = await loadSubject(fileSource(), path);
  const { value, faults } = fillParameters(CATALOGUE[id]!, params);
  expect(faults).toEqual([]);
  const result = await plugin.measure(memoryContext(openSubject(subject!.spec), value as object));
  expect(validateResult(plugin, result)).toEqual([]);
  expect(result.outputs[output]).toBeDefined();
  expect(isUnmeasured(result.outputs[output]!)).toBe(false);
});

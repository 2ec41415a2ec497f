import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { diabetes, numericClasses } from '../../../tests/fixtures/data-sets.js';
import type { DataSet } from '../../../tests/fixtures/data-sets.js';
import { fileSource } from '../../document/file-source.js';
import { exportForest } from '../../estimators/trees/export-onnx.js';
import { fitForest } from '../../estimators/trees/forest-fit.js';
import { createRng } from '../../numerics/generator.js';
import { identity } from '../../numerics/permutation.js';
import { loadSubject } from '../../subject/load-subject.js';
import { openSubject } from '../../subject/open.js';
import type { Predictions, SubjectView } from '../../subject/view.js';
import { memoryContext } from '../memory-context.js';
import { validateResult } from '../validate-result.js';
import { answeredByModel } from './moved-answers.js';
import type { Moved } from './moved-answers.js';
import { movedByTrees } from './moved-by-trees.js';
import { permutationImportance } from './permutation-importance.js';

const onnx = fileURLToPath(new URL('../../../tests/fixtures/onnx/', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'assay-trees-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const { signal } = new AbortController();

/** A subject of files: the data set, and `model.onnx` in the folder. */
async function subjectOf(data: DataSet, more = ''): Promise<SubjectView> {
  const names = data.features.map(({ name }) => name);
  const numbers = data.features.map((column) => (column.type === 'numeric' ? column.values : []));
  const classes = data.target.kind === 'classes' ? data.target.classes.map((_, code) => `"${code}"`) : [];
  const truth = data.target.kind === 'classes' ? data.target.codes : data.target.values;
  const lines = Array.from(truth, (value, row) => [...numbers.map((column) => column[row]), value].join());
  writeFileSync(join(folder, 'data.csv'), `${[...names, 'truth'].join()}\n${lines.join('\n')}\n`);
  const task = classes.length === 0 ? 'regression' : classes.length === 2 ? 'binary' : 'multiclass';
  const path = join(folder, 'subject.yaml');
  writeFileSync(
    path,
    `apiVersion: assay/v1
kind: Subject
metadata: {name: trees, version: "1.0.0"}
task: ${task === 'regression' ? task : `${task}-classification`}
model: {format: onnx, path: model.onnx${more}}
data:
  test: {path: data.csv}
  target: {column: truth${classes.length > 0 ? `, classes: [${classes.join(', ')}]` : ''}${task === 'binary' ? ', positive: "1"' : ''}}
  columns: {${names.map((name) => `${name}: {type: numeric}`).join(', ')}}
`,
  );
  const { subject } = await loadSubject(fileSource(), path);
  return openSubject(subject!.spec);
}

function writeForest(data: DataSet): void {
  const criterion = data.target.kind === 'classes' ? 'gini' : 'squared-error';
  const plan = { maxFeatures: 'sqrt', maxDepth: null, minLeaf: 1, classWeight: null, bootstrap: true, drawn: false } as const;
  const forest = fitForest(data, identity(data.rows), { ...plan, trees: 30, criterion }, createRng('forest'));
  writeFileSync(join(folder, 'model.onnx'), exportForest(forest));
} // prettier-ignore

async function answersOf(all: AsyncGenerator<readonly Predictions[]>): Promise<readonly (readonly Predictions[])[]> {
  const found: (readonly Predictions[])[] = [];
  for await (const answers of all) found.push(answers);
  return found;
}

const cancer = numericClasses('breast_cancer.csv');
const wine = numericClasses('wine.csv');
const cases: readonly (readonly [string, DataSet, string, () => void])[] = [
  ['two classes', cancer, '', () => writeForest(cancer)],
  ['two classes by a threshold', cancer, ', threshold: 0.3', () => writeForest(cancer)],
  ['three classes', wine, '', () => writeForest(wine)],
  ['numbers', diabetes(), '', () => writeForest(diabetes())],
  ['log-odds', cancer, '', () => copyFileSync(join(onnx, 'xgboost.onnx'), join(folder, 'model.onnx'))],
];

describe.each(cases)('a forest of %s', (_, data, more, write) => {
  test('answers moved rows as the model does, with one thread and with more', async () => {
    write();
    const subject = await subjectOf(data, more);
    const [model, table] = [(await subject.model())!, (await subject.table('test'))!];
    const base = await model.predict(table);
    const rng = createRng('moved');
    const some = (columns: readonly string[], count: number): Moved => ({
      columns,
      rows: Int32Array.from({ length: count }, () => rng.integer(data.rows)).sort(),
      givers: Int32Array.from({ length: count }, () => rng.integer(data.rows)),
    });
    const moved = [some(['x0'], 500), some(['x3', 'x6'], 2000), some(['x1'], 0), some(['x2'], 1)];
    const wanted = (await answersOf(answeredByModel(model, table, signal)(moved))).map((parts) => parts[0]);
    for (const asked of [1, 1e9]) {
      const trees = await movedByTrees(model, table, base, asked, signal);
      if (trees === undefined || 'why' in trees) throw new Error(trees?.why ?? 'no trees');
      expect(trees.largestDifference).toBeLessThan(2e-7 * (data.target.kind === 'numbers' ? 1000 : 1));
      const found = (await answersOf(trees.answer(moved))).map((parts) => parts[0]);
      expect(found.length).toBe(4);
      found.forEach((answers, at) => {
        const expected = wanted[at];
        expect(answers?.kind).toBe(expected?.kind);
        if (answers?.kind === 'classes' && expected?.kind === 'classes') {
          expect(answers.labels).toEqual(expected.labels);
          answers.probabilities!.forEach((value, place) => expect(Math.abs(value - expected.probabilities![place]!)).toBeLessThan(1e-6));
        } else if (answers?.kind === 'numbers' && expected?.kind === 'numbers') {
          answers.values.forEach((value, place) => expect(Math.abs(value - expected.values[place]!)).toBeLessThan(1e-6 * Math.abs(value)));
        }
      });
    }
    await model.close();
  }); // prettier-ignore
});

test('a model that is more than its trees answers itself, and the record says why', async () => {
  writeForest(cancer);
  const subject = await subjectOf(cancer);
  const model = (await subject.model())!;
  const predict: typeof model.predict = async (table, stop) => {
    const found = await model.predict(table, stop);
    return found.kind === 'classes' ? { ...found, labels: found.labels.map((label) => 1 - label) } : found;
  };
  const params = { metric: 'default', repeats: 2, draws: 100, usefulShare: 0.01, maxRows: 200, together: [], correlated: 0, exactRows: 0 } as const;
  const how = async (of: typeof model) => {
    const result = await permutationImportance.measure(memoryContext({ ...subject, model: async () => of }, params));
    expect(validateResult(permutationImportance, result)).toEqual([]);
    const detail = result.details?.find(({ id }) => id === 'answers');
    return { result, row: detail?.type === 'table' ? detail.rows[0] : undefined };
  };
  const shown = await how(model);
  expect(shown.row).toEqual(['trees', 0, null]);
  const plain = await how({ ...model, inside: async () => undefined });
  expect(plain.row).toBeUndefined();
  expect(plain.result.outputs).toEqual(shown.result.outputs);
  const inverted = await how({ ...model, predict });
  expect(inverted.row).toEqual(['runtime', null, 'its trees give other labels than the model']);
  await model.close();
}); // prettier-ignore

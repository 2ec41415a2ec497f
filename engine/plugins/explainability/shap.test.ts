import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { breastCancerModel } from '../../../tests/fixtures/breast-cancer.js';
import { fileSource } from '../../document/file-source.js';
import { createRng } from '../../numerics/generator.js';
import { loadSubject } from '../../subject/load-subject.js';
import { openSubject } from '../../subject/open.js';
import { columnOf } from '../../subject/table.js';
import type { Table } from '../../subject/table.js';
import type { SubjectView } from '../../subject/view.js';
import type { MeasureResult } from '../contract.js';
import type { Detail } from '../detail.js';
import type { Output } from '../figure.js';
import { isFact, isFigure, isUnmeasured } from '../figure.js';
import { memoryContext } from '../memory-context.js';
import { memorySubject, memoryTable } from '../memory-subject.js';
import type { MemorySubject } from '../memory-subject.js';
import { validateResult } from '../validate-result.js';
import { shap } from './shap.js';
import type { ShapParameters } from './shap.js';

const defaults: ShapParameters = {
  method: 'auto',
  scale: 'auto',
  class: 'auto',
  rows: [],
  maxRows: 60,
  background: 10,
  together: [],
  tolerance: 0.02,
  mostEvaluations: 20_000,
  draws: 200,
  usefulShare: 0.01,
};

async function measure(subject: SubjectView, params: Partial<ShapParameters> = {}): Promise<MeasureResult> {
  const result = await shap.measure(memoryContext(subject, { ...defaults, ...params }));
  expect(validateResult(shap, result)).toEqual([]);
  return result;
}

const root = fileURLToPath(new URL('../../..', import.meta.url));
async function opened(path: string): Promise<SubjectView> {
  const { subject } = await loadSubject(fileSource(), path);
  return openSubject(subject!.spec);
}
const example = (name: string): Promise<SubjectView> => opened(join(root, 'examples', name, 'subject.yaml'));

const SPECIES = 'column: species, classes: [setosa, versicolor, virginica]';
const folder = mkdtempSync(join(tmpdir(), 'assay-shap-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Iris with some model, as a subject of files. */
function iris(model: string, files: Readonly<Record<string, string>> = {}, target = SPECIES): Promise<SubjectView> {
  for (const name of ['iris.csv', 'network.onnx', 'forest-zipmap.onnx']) {
    copyFileSync(join(root, 'tests/fixtures/onnx', name), join(folder, name));
  }
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const path = join(folder, 'subject.yaml');
  writeFileSync(
    path,
    `apiVersion: assay/v1
kind: Subject
metadata: {name: iris, version: "1.0.0", title: Iris}
task: multiclass-classification
model: {${model}}
data:
  test: {path: iris.csv}
  target: {${target}}
  columns: {sepal_length: {type: numeric}, sepal_width: {type: numeric}, petal_length: {type: numeric}, petal_width: {type: numeric}}
`,
  );
  return opened(path);
}

const number = ({ outputs }: MeasureResult, name: string): number => {
  const output = outputs[name];
  return output !== undefined && isFigure(output) ? output.estimate : Number.NaN;
};
const fact = ({ outputs }: MeasureResult, name: string): unknown => {
  const output = outputs[name];
  return output !== undefined && isFact(output) ? output.value : output;
};
const causes = (outputs: Readonly<Record<string, Output>>) =>
  new Set(Object.values(outputs).map((output) => (isUnmeasured(output) ? output.unmeasured : 'measured')));

/** What a row's table says each feature adds, with the error where sampled. */
const added = (detail: Detail | undefined): ReadonlyMap<string, readonly (number | null)[]> =>
  new Map(
    detail?.type === 'table'
      ? detail.rows.map(([name, ...rest]) => [String(name), rest.map((cell) => (cell === null ? null : Number(cell)))])
      : [],
  );
const rowDetail = ({ details }: MeasureResult, row: number): Detail | undefined =>
  details?.find(({ id }) => id === `row-${row}`);

const numbers = (table: Table, name: string): Float64Array => {
  const column = columnOf(table, name);
  return column?.type === 'numeric' ? column.values : new Float64Array(table.rowCount);
};

/** y = 3a + 2b·c with a fourth column that nothing hangs on. */
function product(n: number): MemorySubject {
  const rng = createRng('product');
  const draw = (): { numbers: Float64Array } => ({ numbers: Float64Array.from({ length: n }, () => rng.normal()) });
  const answer = (table: Table): Float64Array => {
    const [b, c] = [numbers(table, 'b'), numbers(table, 'c')];
    return numbers(table, 'a').map((value, row) => 3 * value + 2 * b[row]! * c[row]!);
  };
  const table = memoryTable({ a: draw(), b: draw(), c: draw(), d: draw() });
  return {
    task: 'regression',
    test: { table, target: { kind: 'numbers', values: answer(table) } },
    model: { classes: [], predict: (rows) => ({ kind: 'numbers', values: answer(rows) }) },
  };
}

describe('the method is the best at hand, and named', () => {
  test('few features of an unknown model: all coalitions, exact', async () => {
    const result = await measure(memorySubject(product(60)));
    expect([fact(result, 'method'), fact(result, 'exact'), fact(result, 'scale')]).toEqual([
      'enumeration',
      true,
      'prediction',
    ]);
    expect(number(result, 'samplingError')).toBe(0);
    expect(number(result, 'additivityResidual')).toBeLessThan(1e-12);
    expect(number(result, 'modelEvaluations')).toBe(60 * 10 * 2 ** 4);
    expect(number(result, 'usefulFeatures')).toBe(3);
  });

  test.each([
    ['kernel', 'kernel'],
    ['permutation', 'permutation'],
  ] as const)('asked for %s: sampled, with errors', async (method, name) => {
    const result = await measure(memorySubject(product(50)), { method, tolerance: 0.05 });
    expect([fact(result, 'method'), fact(result, 'exact')]).toEqual([name, false]);
    expect(number(result, 'samplingError')).toBeLessThanOrEqual(0.05);
  });

  test('many features of an unknown model: by regression', async () => {
    const { test: data, train, model } = await breastCancerModel();
    const subject = memorySubject({ task: 'binary-classification', train, test: data, model });
    const result = await measure(subject, { maxRows: 4, mostEvaluations: 2000 });
    expect([fact(result, 'method'), fact(result, 'scale')]).toEqual(['kernel', 'probability']);
    expect(result.outputs['maxShare']).toMatchObject({ unmeasured: 'out-of-domain' });
    expect(result.details?.map(({ id }) => id)).toEqual(['importances']);
  });

  test.each([
    ['medical-diagnosis', 'linear', 'margin'],
    ['credit-risk', 'interventional-tree', 'probability'],
  ])('the example %s: %s, read from its file', async (name, method, scale) => {
    const result = await measure(await example(name));
    expect([fact(result, 'method'), fact(result, 'exact'), fact(result, 'scale')]).toEqual([method, true, scale]);
    expect(number(result, 'modelEvaluations')).toBe(0);
    expect(number(result, 'additivityResidual')).toBeLessThan(1e-6);
    expect(number(result, 'maxShare')).toBeGreaterThan(0);
  });

  test('trees without covers: counted from the training data, and named so', async () => {
    const result = await measure(await example('credit-risk'), { method: 'path-dependent-tree', maxRows: 50 });
    expect(fact(result, 'method')).toBe('path-dependent-tree-recounted');
    expect(number(result, 'additivityResidual')).toBeLessThan(1e-6);
  });

  test('a scale that the exact method does not have is sampled by auto, and refused by exact', async () => {
    const subject = await example('medical-diagnosis');
    const asked = { scale: 'probability', maxRows: 2, mostEvaluations: 500 } as const;
    expect(fact(await measure(subject, asked), 'method')).toBe('kernel');
    expect(causes((await measure(subject, { ...asked, method: 'exact' })).outputs)).toEqual(new Set(['unsupported']));
  });
});

describe('several classes without a positive one', () => {
  test('each row is explained for the class that the model gives it', async () => {
    const subject = await iris('format: onnx, path: forest-zipmap.onnx', {}, "column: code, classes: ['0', '1', '2']");
    const rows = [1, 20, 45];
    const auto = await measure(subject, { rows });
    const { labels } = (await subject.predictions('test')) as { labels: Int32Array };
    const { classes } = (await subject.model())!;
    for (const row of rows) {
      const own = await measure(subject, { rows: [row], class: classes[labels[row - 1]!]! });
      expect(rowDetail(auto, row)).toEqual(rowDetail(own, row));
    }
    expect(new Set(rows.map((row) => labels[row - 1])).size).toBeGreaterThan(1);
  });
});

describe('a network', () => {
  test.each(['kernel', 'permutation'] as const)('%s is within its stated errors of all coalitions', async (method) => {
    const subject = await iris('format: onnx, path: network.onnx');
    const rows = [3, 18, 30, 41];
    const exact = await measure(subject, { rows, class: 'versicolor' });
    expect(fact(exact, 'method')).toBe('enumeration');
    const sampled = await measure(subject, {
      rows,
      class: 'versicolor',
      method,
      tolerance: 0.05,
      mostEvaluations: 400,
    });
    let compared = 0;
    for (const row of rows) {
      const wanted = added(rowDetail(exact, row));
      for (const [name, [value, error]] of added(rowDetail(sampled, row))) {
        if (error === null) continue;
        expect(Math.abs(value! - wanted.get(name)![0]!)).toBeLessThanOrEqual(4 * error! + 1e-6);
        compared++;
      }
    }
    expect(compared).toBe(rows.length * 4);
  });
});

describe('rows and groups', () => {
  test('columns together are one player, with what both add', async () => {
    const result = await measure(memorySubject(product(50)), { together: [['b', 'c']], rows: [7] });
    const alone = await measure(memorySubject(product(50)), { rows: [7] });
    const [pair, single] = [added(rowDetail(result, 7)), added(rowDetail(alone, 7))];
    expect([...pair.keys()].sort()).toEqual(['a', 'b + c', 'd', 'the model', 'without any feature']);
    expect(pair.get('b + c')![0]!).toBeCloseTo(single.get('b')![0]! + single.get('c')![0]!, 10);
  });

  test('a row asked for by number gets its own steps, from the base to the model', async () => {
    const subject = product(50);
    const steps = added(rowDetail(await measure(memorySubject(subject), { rows: [13, 2] }), 13));
    const wanted = (subject.test!.target as { values: Float64Array }).values[12]!;
    expect(steps.get('the model')!.at(-1)).toBeCloseTo(wanted, 12);
    const adds = ['a', 'b', 'c', 'd'].reduce((sum, name) => sum + steps.get(name)![0]!, 0);
    expect(steps.get('without any feature')!.at(-1)! + adds).toBeCloseTo(wanted, 10);
    expect(steps.get('d')![0]).toBe(0);
  });

  test.each<[string, MemorySubject, Partial<ShapParameters>, string, string]>([
    ['a row beyond the last', product(50), { rows: [51] }, 'out-of-domain', 'row 51'],
    ['a column of together', product(50), { together: [['b', 'z']] }, 'unsupported', '"z"'],
    ['a class of a regression', product(50), { class: 'yes' }, 'unsupported', 'no classes'],
    ['exact of an unknown model', product(50), { method: 'exact' }, 'unsupported', 'no linear or tree stage'],
    ['no model', { ...product(50), model: undefined as never }, {}, 'missing-input', 'no model'],
    ['no test data', { ...product(50), test: undefined as never }, {}, 'missing-input', 'data.test'],
  ])('%s that is not there: every output says so', async (_, subject, params, cause, words) => {
    const { outputs } = await measure(memorySubject(subject), params);
    expect(causes(outputs)).toEqual(new Set([cause]));
    expect(outputs['method']).toMatchObject({ detail: expect.stringContaining(words) as string });
  });

  test('a model without a finite value for some row', async () => {
    const subject = product(50);
    const predict = (table: Table) => ({
      kind: 'numbers' as const,
      values: numbers(table, 'a').map((value) => (value > 1 ? Number.NaN : value)),
    });
    const { outputs } = await measure(memorySubject({ ...subject, model: { classes: [], predict } }));
    expect(causes(outputs)).toEqual(new Set(['out-of-domain']));
  });
});

describe('any format, through nothing but its answers', () => {
  const answering = `let text = ''; for await (const chunk of process.stdin) text += chunk;
const [head, ...rows] = text.trim().split('\\n').map((line) => line.trim().split(','));
const at = head.indexOf('petal_width');
console.log('prediction,probability_setosa,probability_versicolor,probability_virginica');
for (const row of rows) {
  const width = Number(row[at]);
  const p = [width < 0.8 ? 0.8 : 0.1, width >= 0.8 && width < 1.7 ? 0.8 : 0.1, width >= 1.7 ? 0.8 : 0.1];
  console.log([['setosa', 'versicolor', 'virginica'][p.indexOf(0.8)], ...p].join(','));
}`;

  test('a command: all coalitions of what it answers', async () => {
    const command = `format: command, command: [${JSON.stringify(process.execPath)}, model.mjs]`;
    const subject = await iris(command, { 'model.mjs': answering });
    const result = await measure(subject, { rows: [1, 45], background: 5 });
    expect([fact(result, 'method'), fact(result, 'exact')]).toEqual(['enumeration', true]);
    const steps = added(rowDetail(result, 1));
    expect(steps.get('petal_width')![0]).toBeGreaterThan(0.1);
    expect(steps.get('sepal_length')![0]).toBeCloseTo(0, 12);
  });

  test('recorded predictions answer no new rows, and the outputs say so', async () => {
    const subject = await iris('format: predictions, path: predictions.csv', {
      'predictions.csv': `prediction\n${'setosa\n'.repeat(50)}`,
    });
    const { outputs } = await measure(subject);
    expect(causes(outputs)).toEqual(new Set(['unsupported']));
    expect(outputs['method']).toMatchObject({ detail: expect.stringContaining('predictions') as string });
  });
});

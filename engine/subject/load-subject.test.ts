import { cpSync, mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { fileSource } from '../document/file-source.js';
import { DATA_CODES, MODEL_CODES } from './codes.js';
import { loadSubject } from './load-subject.js';
import type { LoadOptions, LoadResult, Memo } from './loaded.js';
import { subjectFromFlags } from './subject-from-flags.js';

const fixtures = fileURLToPath(new URL('../../tests/fixtures/onnx', import.meta.url));
const HEAD = 'apiVersion: assay/v1\nkind: Subject\nmetadata: {name: s, version: "1.0.0"}\n';

type Files = Readonly<Record<string, string | Uint8Array>>;

/** A folder with the fixtures and some files. */
function folderOf(files: Files): string {
  const folder = join(mkdtempSync(join(tmpdir(), 'assay-subject-')), 's');
  cpSync(fixtures, folder, { recursive: true });
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return folder;
}

const load = (body: string, files: Files = {}, options: LoadOptions = {}): Promise<LoadResult> =>
  loadSubject(fileSource(), join(folderOf({ ...files, 'subject.yaml': HEAD + body }), 'subject.yaml'), options);

const IRIS = `data:
  test: {path: iris.csv}
  target: {column: virginica, classes: [other, virginica], positive: virginica}
  columns:
    sepal_length: {type: numeric}
    sepal_width: {type: numeric}
    petal_length: {type: numeric}
    petal_width: {type: numeric}
`;
const BINARY = `task: binary-classification\nmodel: {format: onnx, path: logistic-zipmap.onnx}\n${IRIS}`;

const table = (data: string, csv: string, task = 'binary-classification'): [string, Files] => [
  `task: ${task}\ndata: ${data}\n`,
  { 't.csv': csv },
];

describe('a sound subject', () => {
  it('is plain data with digests, rows, and what it lacks', async () => {
    const { subject, diagnostics } = await load(BINARY);
    expect(diagnostics.map(({ code }) => code)).toEqual(['ASSAY1416']);
    const { spec } = subject!;
    expect(JSON.parse(JSON.stringify(spec))).toEqual(spec);
    expect(subject).toMatchObject({
      name: 's',
      model: { format: 'onnx', digest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/) as string },
      inputs: [{ role: 'data.test', path: 'iris.csv', rows: 50 }],
      lacks: [
        'predecessor',
        'estimator',
        'data.train',
        'data',
        'data.released',
        'data.population',
        'training',
        'storage',
        'history',
        'judge',
        'questions',
      ],
    });
    expect(spec.columns.map(({ name, roles }) => `${name}:${roles.join()}`)).toEqual([
      'sepal_length:feature',
      'sepal_width:feature',
      'petal_length:feature',
      'petal_width:feature',
      'virginica:',
    ]);
    expect(subject!.placeOf(['task']).range).toMatchObject({ line: 4, column: 7 });
  });

  it('has another digest when any of its files or a word of the document changes', async () => {
    const iris = readFileSync(join(fixtures, 'iris.csv'), 'utf8');
    const digests = await Promise.all(
      [
        load(BINARY),
        load(BINARY),
        load(`facts: {a: b}\n${BINARY}`),
        load(BINARY, { 'iris.csv': iris.replace('5.1', '5.2') }),
      ].map(async (result) => (await result).subject!.digest),
    );
    expect(digests[0]).toBe(digests[1]);
    expect(new Set(digests).size).toBe(3);
  });

  it('with a memo that knows its files gives the same, and reads no table or model', async () => {
    const kept = new Map<string, unknown>();
    const memo: Memo = {
      get: (key) => kept.get(key),
      set: (key, value) => void kept.set(key, JSON.parse(JSON.stringify(value))),
    };
    const folder = folderOf({ 'subject.yaml': HEAD + BINARY });
    const path = join(folder, 'subject.yaml');
    const first = await loadSubject(fileSource(), path, { memo });
    const size = kept.size;
    const second = await loadSubject(fileSource(), path, { memo });
    expect(kept.size).toBe(size);
    expect(JSON.stringify(second)).toBe(JSON.stringify(first));
    // What the memo says is taken: the file is not parsed again.
    for (const [key, value] of kept) {
      if (key.startsWith('csv-table')) kept.set(key, { ...(value as object), rows: 7 });
    }
    const third = await loadSubject(fileSource(), path, { memo });
    expect(third.subject?.inputs[0]?.rows).toBe(7);
  });

  it.each<[string, string, Files, unknown]>([
    [
      'classes from the model',
      BINARY.replace(', classes: [other, virginica], positive: virginica', ''),
      {},
      ['other', 'virginica'],
    ],
    [
      'classes from the labels, numbers by value',
      ...table('{path: t.csv, target: {column: y}}', 'x,y\n1,10\n2,9\n3,100\n', 'multiclass-classification'),
      ['9', '10', '100'],
    ],
    ['no classes of a regression', ...table('{path: t.csv, target: {column: y}}', 'x,y\n1,10\n', 'regression'), []],
  ])('%s', async (_, body, files, classes) => {
    const { subject } = await load(body, files);
    expect(subject?.spec.target?.classes).toEqual(classes);
  });

  it('target, group and weight are features only where they are declared so', async () => {
    const [body, files] = table(
      '{path: t.csv, target: {column: y}, group: g, weight: w}',
      'x,y,g,w\n1,a,7,1\n2,b,8,2\n',
    );
    const { subject } = await load(body, files);
    expect(subject?.spec.columns).toEqual([
      { name: 'x', type: 'numeric', roles: ['feature'] },
      { name: 'y', type: 'categorical', roles: [] },
      { name: 'g', type: 'categorical', roles: [] },
      { name: 'w', type: 'numeric', roles: [] },
    ]);
  });

  it('a type is inferred over all tables together', async () => {
    const body =
      'task: binary-classification\ndata: {train: {path: a.csv}, test: {path: b.csv}, target: {column: y}}\n';
    const { subject } = await load(body, { 'a.csv': 'x,y\n1,p\n2,q\n', 'b.csv': 'x,y\nred,p\n' });
    expect(subject?.spec.columns[0]).toMatchObject({ name: 'x', type: 'categorical' });
  });

  it('weights outside the model’s file are inputs of the model', async () => {
    const body = `task: multiclass-classification\nmodel: {format: onnx, path: network-external.onnx}\n${IRIS.replace(/target.*/, 'target: {column: species}')}`;
    const { subject } = await load(body);
    expect(subject?.inputs.map(({ role, path }) => [role, path])).toEqual([
      ['data.test', 'iris.csv'],
      ['model.external', 'network-external.bin'],
    ]);
  });
});

describe('faults, at the node that names what is wrong', () => {
  const cut = readFileSync(join(fixtures, 'logistic-zipmap.onnx')).subarray(0, 300);
  it.each<[string, string, Files, string, number, number]>([
    ['no such model', BINARY.replace('logistic-zipmap', 'absent'), {}, 'ASSAY1400', 5, 29],
    ['no such table', BINARY.replace('iris.csv', 'absent.csv'), {}, 'ASSAY1400', 7, 16],
    ['a folder', BINARY.replace('iris.csv', '.'), {}, 'ASSAY1402', 7, 16],
    ['outside the folder', BINARY.replace('iris.csv', '../iris.csv'), {}, 'ASSAY1401', 7, 16],
    ['an absolute path', BINARY.replace('iris.csv', '/etc/passwd'), {}, 'ASSAY1401', 7, 16],
    ['a corrupt model', BINARY, { 'logistic-zipmap.onnx': cut }, 'ASSAY1500', 5, 29],
    ['a model that is text', BINARY, { 'logistic-zipmap.onnx': 'hello' }, 'ASSAY1500', 5, 29],
    ['too few features', BINARY.replace(/ {4}petal_width.*\n/, ''), {}, 'ASSAY1502', 5, 29],
    [
      'a text into numbers',
      BINARY.replace('petal_width: {type: numeric}', 'species: {type: categorical}'),
      {},
      'ASSAY1502',
      5,
      29,
    ],
    [
      'other classes',
      BINARY.replace('iris.csv', 't.csv').replace(/target: .*/, 'target: {column: y, classes: [p, q]}'),
      { 't.csv': 'sepal_length,sepal_width,petal_length,petal_width,y\n1,1,1,1,p\n2,2,2,2,q\n' },
      'ASSAY1503',
      5,
      29,
    ],
    [
      'a regression’s outputs',
      BINARY.replace('binary-classification', 'regression').replace(
        'virginica, classes: [other, virginica], positive: virginica',
        'code',
      ),
      {},
      'ASSAY1503',
      5,
      29,
    ],
    ['no such target', BINARY.replace('column: virginica', 'column: virginia'), {}, 'ASSAY1418', 8, 20],
    ['no such column', BINARY.replace('petal_width', 'petal_with'), {}, 'ASSAY1417', 13, 5],
    ['no such group', `${BINARY}  group: g\n`, {}, 'ASSAY1418', 14, 10],
    ['positive no class', BINARY.replace('positive: virginica', 'positive: rose'), {}, 'ASSAY1420', 8, 70],
    [
      'labels no class',
      ...table('{path: t.csv, target: {column: y, classes: [p, q]}}', 'y\np\nr\n'),
      'ASSAY1419',
      5,
      50,
    ],
    ['three classes of two', BINARY.replace('[other, virginica]', '[other, virginica, rose]'), {}, 'ASSAY1421', 8, 40],
    [
      'classes of a regression',
      ...table('{path: t.csv, target: {column: y, classes: [a, b]}}', 'x,y\n1,2\n', 'regression'),
      'ASSAY1421',
      5,
      41,
    ],
    [
      'three labels of a binary task',
      ...table('{path: t.csv, target: {column: y}}', 'y\na\nb\nc\n'),
      'ASSAY1421',
      5,
      38,
    ],
    ['a negative weight', ...table('{path: t.csv, weight: w}', 'w\n-1\n'), 'ASSAY1422', 5, 29],
    ['a missing weight', ...table('{path: t.csv, weight: w}', 'w,x\n,1\n'), 'ASSAY1422', 5, 29],
    ['a separator that separates nothing', ...table('{path: t.csv, separator: "é"}', 'w\n1\n'), 'ASSAY1423', 5, 32],
    [
      'a threshold without a positive class',
      BINARY.replace('zipmap.onnx', 'zipmap.onnx, threshold: 0.3').replace(', positive: virginica', ''),
      {},
      'ASSAY1510',
      5,
      62,
    ],
    ['no emissions log', `${BINARY}training: {emissions: e.csv}\n`, {}, 'ASSAY1400', 14, 23],
    ['no power log', `${BINARY}training: {log: {format: zeus, path: z.csv}}\n`, {}, 'ASSAY1400', 14, 38],
    [
      'predictions without test data',
      'task: regression\nmodel: {format: predictions, path: iris.csv}\n',
      {},
      'ASSAY1509',
      5,
      36,
    ],
  ])('%s', async (_, body, files, code, line, column) => {
    const { subject, diagnostics } = await load(body, files);
    expect(subject).toBeUndefined();
    const errors = diagnostics.filter(({ severity }) => severity === 'error');
    expect(errors.map((found) => [found.code, found.range?.line, found.range?.column])).toEqual([[code, line, column]]);
    expect(errors[0]?.file).toMatch(/subject\.yaml$/);
  });

  it.each<[string, string, string, number, number]>([
    ['a ragged row', 'x,y\n1,a\n2\n', 'ASSAY1410', 3, 1],
    ['a text among numbers', 'x,y\n1,a\nz,b\n', 'ASSAY1414', 3, 1],
    ['no rows', 'x,y\n', 'ASSAY1407', 1, 1],
    ['binary', 'x,y\n\0\n', 'ASSAY1404', 2, 1],
  ])('in the CSV file: %s', async (_, csv, code, line, column) => {
    const [body, files] = table('{path: t.csv, target: {column: y}, columns: {x: {type: numeric}}}', csv);
    const { diagnostics } = await load(body, files);
    const errors = diagnostics.filter(({ severity }) => severity === 'error');
    expect(errors).toMatchObject([{ code, range: { line, column } }]);
    expect(errors[0]?.file).toMatch(/t\.csv$/);
  });

  it('several together', async () => {
    const body = BINARY.replace('logistic-zipmap', 'absent')
      .replace('column: virginica', 'column: v')
      .replace('petal_width', 'p');
    const { diagnostics } = await load(body);
    expect(diagnostics.filter(({ severity }) => severity === 'error').map(({ code }) => code)).toEqual([
      'ASSAY1417',
      'ASSAY1418',
      'ASSAY1400',
    ]);
  });

  it('a symbolic link out of the folder, unless it is allowed', async () => {
    const folder = folderOf({ 'subject.yaml': HEAD + BINARY.replace('iris.csv', 'link.csv') });
    cpSync(join(folder, 'iris.csv'), join(folder, '..', 'iris.csv'));
    symlinkSync(join(folder, '..', 'iris.csv'), join(folder, 'link.csv'));
    const path = join(folder, 'subject.yaml');
    expect((await loadSubject(fileSource(), path)).diagnostics).toMatchObject([
      { code: 'ASSAY1401', range: { line: 7 } },
    ]);
    expect((await loadSubject(fileSource(), path, { allowOutside: true })).subject).toBeDefined();
  });

  it.each<[string, string, string, number, number]>([
    ['no prediction column', 'x\n1\n', 'ASSAY1504', 1, 1],
    ['too few rows', 'prediction\na\n', 'ASSAY1505', 1, 1],
    ['no class', 'prediction\na\nc\n', 'ASSAY1506', 3, 1],
    ['a missing prediction', 'prediction,z\na,1\n,1\n', 'ASSAY1506', 3, 1],
    ['some probabilities', 'prediction,probability_a\na,1\nb,0\n', 'ASSAY1504', 1, 1],
    [
      'a probability of no class',
      'prediction,probability_a,probability_b,probability_c\na,1,0,0\nb,0,1,0\n',
      'ASSAY1504',
      1,
      1,
    ],
    ['a sum beside 1', 'prediction,probability_a,probability_b\na,0.9,0.1\nb,0.5,0.4\n', 'ASSAY1507', 3, 3],
    ['beyond 1', 'prediction,probability_a,probability_b\na,1.5,-0.5\nb,0.5,0.5\n', 'ASSAY1507', 2, 3],
    ['ragged', 'prediction,z\na,1\nb\n', 'ASSAY1410', 3, 1],
  ])('in a predictions file: %s', async (_, csv, code, line, column) => {
    const [body, files] = table('{test: {path: t.csv}, target: {column: y}}', 'x,y\n1,a\n2,b\n');
    const { diagnostics } = await load(`model: {format: predictions, path: p.csv}\n${body}`, {
      ...files,
      'p.csv': csv,
    });
    const errors = diagnostics.filter(({ severity }) => severity === 'error');
    expect(errors).toMatchObject([{ code, range: { line, column } }]);
    expect(errors[0]?.file).toMatch(/p\.csv$/);
  });
});

describe('a subject from flags', () => {
  const flags = { model: join(fixtures, 'columns.onnx'), data: join(fixtures, 'columns.csv'), target: 'class' };
  it('has its task, classes and columns from the model and the data', async () => {
    const { subject, diagnostics } = await subjectFromFlags(fileSource(), flags);
    expect(diagnostics.map(({ code, severity }) => [code, severity])).toEqual([
      ['ASSAY1427', 'notice'],
      ['ASSAY1426', 'notice'],
    ]);
    expect(subject).toMatchObject({
      name: 'columns',
      task: 'binary-classification',
      spec: { target: { column: 'class', classes: ['bad', 'good'] }, tables: { test: { rows: 40 } } },
      policies: [],
    });
  });

  it.each([
    ['no such target', { target: 'klass' }, 'ASSAY1418'],
    ['no such data', { data: 'absent.csv' }, 'ASSAY1400'],
    ['no such model', { model: 'absent.onnx' }, 'ASSAY1400'],
    ['no such task', { task: 'guessing' }, 'ASSAY1427'],
    ['no such class', { positive: 'best' }, 'ASSAY1420'],
  ])('%s', async (_, change, code) => {
    const { subject, diagnostics } = await subjectFromFlags(fileSource(), { ...flags, ...change });
    expect(subject).toBeUndefined();
    expect(diagnostics.filter(({ severity }) => severity === 'error').map((found) => found.code)).toEqual([code]);
  });

  it.each([
    ['texts', 'y\na\nb\nc\n', 'multiclass-classification'],
    ['two numbers', 'y\n0\n1\n1\n', 'binary-classification'],
    ['few integers', 'y\n1\n2\n3\n', 'multiclass-classification'],
    ['decimals', 'y\n1.5\n2\n3\n', 'regression'],
    ['many integers', `y\n${Array.from({ length: 30 }, (_, i) => i).join('\n')}\n`, 'regression'],
  ])('infers the task from %s', async (_, csv, task) => {
    const folder = folderOf({ 't.csv': csv });
    const { diagnostics } = await subjectFromFlags(fileSource(), {
      ...flags,
      data: join(folder, 't.csv'),
      target: 'y',
    });
    expect(diagnostics[0]?.message).toContain(task);
  });
});

it('every code in use is in its table', () => {
  const files = [
    'named-file',
    'csv-records',
    'csv-text',
    'csv-header',
    'read-table',
    'choose-columns',
    'check-privacy',
    'check-target',
    'load-tables',
    'load-endpoint',
    'load-model',
    'subject-from-flags',
    'formats/answers',
    'formats/onnx',
    'formats/predictions',
  ];
  const used = new Set(
    files.flatMap((name) => readFileSync(new URL(`./${name}.ts`, import.meta.url), 'utf8').match(/ASSAY\d{4}/g) ?? []),
  );
  expect([...used].sort()).toEqual(Object.keys({ ...DATA_CODES, ...MODEL_CODES }).sort());
});

import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { decodeModel, encodeModel } from '../backends/onnx-proto.js';
import type { ModelProto } from '../backends/onnx-proto.js';
import { fileSource } from '../document/file-source.js';
import { loadSubject } from './load-subject.js';
import type { Memo } from './loaded.js';
import { openSubject } from './open.js';
import type { OpenOptions } from './open.js';
import { selectRows } from './table.js';
import { ModelFault } from './view.js';
import type { Predictions, SubjectView } from './view.js';

const fixtures = fileURLToPath(new URL('../../tests/fixtures/onnx', import.meta.url));

interface Expected {
  readonly classes: readonly string[];
  readonly labels: readonly string[];
  readonly probabilities: readonly (readonly number[])[];
  readonly values: readonly number[];
}
const expected = (
  JSON.parse(readFileSync(join(fixtures, 'expected.json'), 'utf8')) as { models: Record<string, Expected> }
).models;

const IRIS = ['sepal_length', 'sepal_width', 'petal_length', 'petal_width'];
const BINARY = 'binary-classification';
const MULTI = 'multiclass-classification';

interface Case {
  readonly task?: string;
  readonly model: string;
  readonly target: string;
  readonly data?: string;
  readonly columns?: readonly string[];
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
}

async function open(
  { task = MULTI, model, target, data = 'test: {path: iris.csv}', columns = IRIS, files = {} }: Case,
  options: OpenOptions = {},
): Promise<SubjectView & { folder: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'assay-open-'));
  cpSync(fixtures, folder, { recursive: true });
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  const declared = columns
    .map((name) => `    ${name}: {type: ${['sex', 'city'].includes(name) ? 'categorical' : 'numeric'}}\n`)
    .join('');
  const yaml = `apiVersion: assay/v1
kind: Subject
metadata: {name: s, version: "1.0.0"}
task: ${task}
model: {${model}}
data:
  ${data}
  target: {${target}}
  columns:
${declared}`;
  writeFileSync(join(folder, 's.yaml'), yaml);
  const { subject, diagnostics } = await loadSubject(fileSource(), join(folder, 's.yaml'));
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  return { ...openSubject(subject!.spec, options), folder };
}

const onnx = (name: string, more = ''): string => `format: onnx, path: ${name}.onnx${more}`;

function classesOf(predictions: Predictions | undefined): { labels: Int32Array; probabilities?: Float64Array } {
  if (predictions?.kind !== 'classes') throw new Error('no classes');
  return predictions;
}

/** float32 models against scikit-learn's float64. */
const closeTo = (found: ArrayLike<number>, wanted: readonly number[]): void => {
  expect(found.length).toBe(wanted.length);
  wanted.forEach((value, index) => expect(Math.abs(found[index]! - value)).toBeLessThan(2e-5));
};

describe('an ONNX model answers as the model that it was made from', () => {
  it.each<[string, Case, string]>([
    [
      'string labels, ZipMap',
      { task: BINARY, model: onnx('logistic-zipmap'), target: 'column: virginica' },
      'logistic-zipmap',
    ],
    ['integer labels, ZipMap, a forest', { model: onnx('forest-zipmap'), target: 'column: code' }, 'forest-zipmap'],
    [
      'one input a column, texts and numbers',
      {
        task: BINARY,
        model: onnx('columns'),
        target: 'column: class',
        data: 'test: {path: columns.csv}',
        columns: ['age', 'income', 'rate', 'sex', 'city'],
      },
      'columns',
    ],
    ['probabilities alone', { model: onnx('network'), target: 'column: species' }, 'network'],
    ['weights in another file', { model: onnx('network-external'), target: 'column: species' }, 'network'],
    ['one row at a time', { model: onnx('fixed-batch'), target: 'column: species' }, 'network'],
    [
      'one probability a row, of the second class',
      { task: BINARY, model: onnx('sigmoid'), target: 'column: virginica, classes: [other, virginica]' },
      'logistic-zipmap',
    ],
  ])('%s', async (_, subject, name) => {
    const view = await open(subject);
    const { classes, labels, probabilities } = expected[name]!;
    const found = classesOf(await view.predictions('test'));
    const model = (await view.model())!;
    expect(model).toMatchObject({ classes, basis: 'observed', backend: 'onnxruntime/cpu', answersNewRows: true });
    expect([...found.labels].map((label) => classes[label])).toEqual(labels);
    closeTo(found.probabilities!, probabilities.flat());
  });

  it('classes in another order than the model’s', async () => {
    const { probabilities } = expected['logistic-zipmap']!;
    const view = await open({
      task: BINARY,
      model: onnx('logistic-zipmap'),
      target: 'column: virginica, classes: [virginica, other]',
    });
    const found = classesOf(await view.predictions('test'));
    closeTo(
      found.probabilities!,
      probabilities.flatMap(([other, virginica]) => [virginica!, other!]),
    );
  });

  it('numbered classes that the subject names, by position', async () => {
    const named = readFileSync(join(fixtures, 'iris.csv'), 'utf8');
    const view = await open({
      model: onnx('forest-zipmap'),
      target: 'column: species, classes: [setosa, versicolor, virginica]',
      files: { 'iris.csv': named },
    });
    const names = ['setosa', 'versicolor', 'virginica'];
    const found = classesOf(await view.predictions('test'));
    expect([...found.labels].map((label) => names[label])).toEqual(
      expected['forest-zipmap']!.labels.map((code) => names[Number(code)]),
    );
  });

  it('a regression', async () => {
    const view = await open({
      task: 'regression',
      model: onnx('regression'),
      target: 'column: petal_width',
      columns: IRIS.slice(0, 3),
    });
    const found = await view.predictions('test');
    closeTo(found?.kind === 'numbers' ? found.values : [], expected['regression']!.values);
  });

  it('a threshold decides on the positive class', async () => {
    const view = await open({
      task: BINARY,
      model: onnx('logistic-zipmap', ', threshold: 0.05'),
      target: 'column: virginica, positive: virginica',
    });
    const found = classesOf(await view.predictions('test'));
    const wanted = expected['logistic-zipmap']!.probabilities.map(([, virginica]) => (virginica! >= 0.05 ? 1 : 0));
    expect([...found.labels]).toEqual(wanted);
    expect(wanted.filter((label) => label === 1).length).toBeGreaterThan(
      expected['logistic-zipmap']!.labels.filter((label) => label === 'virginica').length,
    );
  });

  it('new rows, any order, any number, more than one batch', async () => {
    const view = await open({ model: onnx('network'), target: 'column: species' });
    const table = (await view.table('test'))!;
    const model = (await view.model())!;
    const rows = Array.from({ length: 20_000 }, (_, i) => (i * 7) % table.rowCount);
    const whole = classesOf(await view.predictions('test'));
    const found = classesOf(await model.predict(selectRows(table, rows)));
    expect([...found.labels]).toEqual(rows.map((row) => whole.labels[row]));
    expect(classesOf(await model.predict(selectRows(table, []))).labels).toHaveLength(0);
    await model.close();
  });

  it('missing numbers go in as NaN, and what comes out of them is a fault with its row', async () => {
    const iris = readFileSync(join(fixtures, 'iris.csv'), 'utf8').replace('4.6,3.1', '?,3.1');
    const view = await open({ model: onnx('network'), target: 'column: species', files: { 'iris.csv': iris } });
    await expect(view.predictions('test')).rejects.toMatchObject({
      unmeasured: 'out-of-domain',
      message: expect.stringContaining('row 2') as string,
    });
  });

  it('stops where it is told to', async () => {
    const view = await open({ model: onnx('network'), target: 'column: species' });
    const model = (await view.model())!;
    const stopped = AbortSignal.abort(new Error('stopped'));
    await expect(model.predict((await view.table('test'))!, stopped)).rejects.toThrow('stopped');
  });
});

describe('a model that cannot answer is a ModelFault', () => {
  const change = (name: string, edit: (model: ModelProto) => void): Record<string, Uint8Array> => {
    const model = decodeModel(readFileSync(join(fixtures, `${name}.onnx`)));
    edit(model);
    return { [`${name}.onnx`]: encodeModel(model) };
  };
  it.each<[string, Partial<Case>, string]>([
    ['logits', { model: onnx('logits') }, 'out-of-domain'],
    ['an operator set of the future', { files: change('network', (model) => (model.opsetImport = [{ version: 9999 }])) }, 'failed'],
    ['an operator that nobody knows', { files: change('network', (model) => (model.graph!.node[2]!.opType = 'Frobnicate')) }, 'failed'],
    ['shapes that do not meet', { files: change('network', (model) => model.graph!.node.splice(1, 1, { ...model.graph!.node[1]!, input: ['m1', 'b2'] })) }, 'failed'],
    ['labels of no class', { task: BINARY, target: 'column: virginica, classes: [other, virginica]', model: onnx('logistic-zipmap'), files: change('logistic-zipmap', (model) => {
      model.graph!.node.pop();
      model.graph!.output.pop();
      model.graph!.node[0]!.attribute = model.graph!.node[0]!.attribute.map((attribute) => attribute.name === 'classlabels_strings' ? { ...attribute, strings: [Buffer.from('a'), Buffer.from('b')] } : attribute);
      // Two of the classical nodes disagree: the file does not tell its classes.
      model.graph!.node.push({ ...model.graph!.node[0]!, output: ['spare', 'spare_scores'], attribute: model.graph!.node[0]!.attribute.map((attribute) => attribute.name === 'classlabels_strings' ? { ...attribute, strings: [Buffer.from('c'), Buffer.from('d')] } : attribute) });
    }) }, 'out-of-domain'],
  ])('%s', async (_, subject, cause) => {
    const view = await open({ model: onnx('network'), target: 'column: species', ...subject });
    const fault = await view.predictions('test').then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(fault).toBeInstanceOf(ModelFault);
    expect(fault).toMatchObject({ unmeasured: cause });
  }); // prettier-ignore

  it.each(['network.onnx', 'iris.csv'])('%s has changed since the subject was loaded', async (name) => {
    const view = await open({ model: onnx('network'), target: 'column: species' });
    writeFileSync(join(view.folder, name), 'other');
    await expect(view.predictions('test')).rejects.toMatchObject({ unmeasured: 'failed' });
  });
});

describe('the view', () => {
  const csv = 'x,y,g,w\n1,a,p,1\n2,b,q,0\n3,?,p,2\n4,a,?,0.5\n5,b,?,1\n';
  const subject: Case = {
    task: BINARY,
    model: 'format: predictions, path: p.csv',
    target: 'column: y, classes: [b, a], positive: a',
    data: 'test: {path: t.csv}\n  group: g\n  weight: w',
    columns: ['x'],
    files: { 't.csv': csv, 'p.csv': 'prediction\na\nb\na\na\nb\n' },
  };
  it('gives target, groups, weights and features', async () => {
    const view = await open(subject);
    expect(await view.target('test')).toEqual({
      kind: 'classes',
      classes: ['b', 'a'],
      positive: 1,
      codes: Int32Array.of(1, 0, -1, 1, 0),
    });
    expect(await view.groups('test')).toEqual(Int32Array.of(0, 1, 0, 2, 3));
    expect(await view.weights('test')).toEqual(Float64Array.of(1, 0, 2, 0.5, 1));
    expect(view.features((await view.table('test'))!).map(({ name }) => name)).toEqual(['x']);
    expect(await view.table('train')).toBeUndefined();
    expect(await view.predictions('train')).toBeUndefined();
  });

  it('gives the same table and predictions each time', async () => {
    const view = await open(subject);
    expect(await view.table('test')).toBe(await view.table('test'));
    expect(await view.predictions('test')).toBe(await view.predictions('test'));
  });

  it('recorded predictions are logged, and answer for no other rows', async () => {
    const view = await open(subject);
    const model = (await view.model())!;
    expect(model).toMatchObject({ basis: 'logged', answersNewRows: false });
    expect(classesOf(await view.predictions('test'))).toEqual({
      kind: 'classes',
      labels: Int32Array.of(1, 0, 1, 1, 0),
    });
    const copy = selectRows((await view.table('test'))!, [4, 3, 2, 1, 0]);
    await expect(model.predict(copy)).rejects.toMatchObject({ unmeasured: 'unsupported' });
  });

  it('predictions in a memo are taken in place of the model', async () => {
    const kept = new Map<string, unknown>();
    const memo: Memo = {
      get: (key) => kept.get(key),
      set: (key, value) => void kept.set(key, JSON.parse(JSON.stringify(value))),
    };
    const first = await open({ model: onnx('network'), target: 'column: species' }, { memo });
    const answers = await first.predictions('test');
    expect(kept.size).toBe(1);
    const second = await open({ model: onnx('network'), target: 'column: species' }, { memo });
    rmSync(join(second.folder, 'network.onnx'));
    expect(await second.predictions('test')).toEqual(answers);
  });
});

describe('a model that is a command', () => {
  const run = (script: string, options: OpenOptions = {}): Promise<SubjectView & { folder: string }> =>
    open(
      {
        task: BINARY,
        model: `format: command, command: [${JSON.stringify(process.execPath)}, m.mjs, an argument]`,
        target: 'column: virginica, classes: [other, virginica]',
        files: { 'm.mjs': script },
      },
      options,
    );
  const read =
    'let text = ""; for await (const chunk of process.stdin) text += chunk; const rows = text.trim().split("\\n").slice(1);';

  it('gets the features as CSV and answers a predictions CSV', async () => {
    const view = await run(`${read}
      console.log("prediction,probability_other,probability_virginica");
      for (const row of rows) { const p = Number(row.split(",")[3]) > 1.6 ? 0.75 : 0.25; console.log([p > 0.5 ? "virginica" : "other", 1 - p, p].join(",")); }`);
    const found = classesOf(await view.predictions('test'));
    const widths = readFileSync(join(fixtures, 'iris.csv'), 'utf8')
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => Number(line.split(',')[3]));
    expect([...found.labels]).toEqual(widths.map((width) => (width > 1.6 ? 1 : 0)));
    expect(await view.model()).toMatchObject({ digest: null, basis: 'observed', answersNewRows: true });
  });

  it('runs in the document’s folder, with its arguments and little of the environment', async () => {
    process.env['ASSAY_TEST_SECRET'] = 'secret';
    const view = await run(`${read}
      import { writeFileSync } from "node:fs";
      writeFileSync("seen.json", JSON.stringify({ args: process.argv.slice(2), env: Object.keys(process.env), header: text.split("\\n")[0] }));
      console.log("prediction"); for (const row of rows) console.log("other");`);
    await view.predictions('test');
    delete process.env['ASSAY_TEST_SECRET'];
    const seen = JSON.parse(readFileSync(join(view.folder, 'seen.json'), 'utf8')) as Record<string, unknown>;
    expect(seen).toMatchObject({ args: ['an argument'], header: IRIS.join(',') });
    expect(seen['env']).not.toContain('ASSAY_TEST_SECRET');
  });

  it.each([
    ['ends badly', 'console.error("no weights"); process.exit(3)', 'status 3: no weights'],
    ['says nothing', 'process.exit(0)', 'unsound'],
    ['talks', 'console.log("Loading model…")', 'unsound'],
    ['answers too few rows', 'console.log("prediction\\nother")', 'unsound'],
    ['answers a ragged table', 'console.log("prediction,x\\nother")', 'line 2'],
    [
      'answers NaN',
      `${read} console.log("prediction,probability_other,probability_virginica"); for (const r of rows) console.log("other,NaN,NaN")`,
      'unsound',
    ],
    ['is ended by a signal', 'process.kill(process.pid, "SIGKILL")', 'SIGKILL'],
  ])('that %s is a ModelFault', async (_, script, words) => {
    const view = await run(script);
    await expect(view.predictions('test')).rejects.toMatchObject({
      unmeasured: 'failed',
      message: expect.stringContaining(words) as string,
    });
  });

  it('that is not there is a ModelFault', async () => {
    const view = await open({
      task: BINARY,
      model: 'format: command, command: [./absent]',
      target: 'column: virginica',
    });
    await expect(view.predictions('test')).rejects.toMatchObject({ unmeasured: 'failed' });
  });

  it('is not run where commands are switched off', async () => {
    const view = await run('', { allowCommands: false });
    await expect(view.predictions('test')).rejects.toMatchObject({ unmeasured: 'unsupported' });
  });

  it('is ended with all that it started when the measurement is', async () => {
    const view = await run(`import { spawn } from "node:child_process"; import { writeFileSync } from "node:fs";
      const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "ignore" });
      writeFileSync("pids", process.pid + " " + child.pid); setInterval(() => {}, 1000);`);
    const stop = new AbortController();
    const answer = (await view.model())!.predict((await view.table('test'))!, stop.signal);
    const pids = join(view.folder, 'pids');
    while (!existsSync(pids) || readFileSync(pids, 'utf8') === '')
      await new Promise((resolve) => setTimeout(resolve, 20));
    stop.abort(new Error('stopped'));
    await expect(answer).rejects.toThrow('stopped');
    const alive = (pid: number): boolean => {
      try {
        process.kill(pid, 0);
        // A zombie whose parent has gone still takes signals.
        return !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
      } catch {
        return false;
      }
    };
    for (const pid of readFileSync(pids, 'utf8').split(' ').map(Number)) {
      while (alive(pid)) await new Promise((resolve) => setTimeout(resolve, 20));
    }
  });
});

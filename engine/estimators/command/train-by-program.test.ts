import { existsSync, mkdtempSync, readFileSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { estimatorOfProgram, GOOD_TRAINER, trainerOf, trainerThatWrites } from '../../../tests/fixtures/trainers.js';
import { createRng } from '../../numerics/generator.js';
import { memoryTable } from '../../plugins/memory-subject.js';
import type { Predictions } from '../../subject/view.js';
import type { TrainingContext, TrainingData } from '../estimator.js';
import { predictionsOf } from '../predictions.js';
import { estimatorOf } from '../registry.js';
import { foldsOf } from '../splits.js';
import type { TrainRequest } from './training-files.js';

const ROWS = 30;
const table = memoryTable({
  number: { numbers: Array.from({ length: ROWS }, (_, row) => (row === 3 ? Number.NaN : row / 8)) },
  text: { texts: Array.from({ length: ROWS }, (_, row) => (row === 4 ? null : row % 2 ? 'a, "b"' : ' c')) },
});
const classes: TrainingData = {
  features: table.columns,
  target: {
    kind: 'classes',
    classes: ['no', 'yes'],
    codes: Int32Array.from({ length: ROWS }, (_, row) => +(row % 3 === 0)),
  },
};
const numbers: TrainingData = {
  features: table.columns,
  target: { kind: 'numbers', values: Float64Array.from({ length: ROWS }, (_, row) => row * row) },
  weights: Float64Array.from({ length: ROWS }, (_, row) => 1 + (row % 2)),
};
const folds = foldsOf(Int32Array.from({ length: ROWS }, (_, row) => row % 5));

async function train(
  program: string,
  settings: Readonly<Record<string, unknown>> = {},
  context: Partial<TrainingContext> = {},
  data: TrainingData = classes,
): Promise<readonly Predictions[]> {
  const task = data.target.kind === 'classes' ? 'binary-classification' : 'regression';
  const estimator = await estimatorOf(estimatorOfProgram(program, task, settings), data.target.kind);
  return await predictionsOf(estimator, data, folds, {
    rng: (stream) => createRng(stream),
    pause: () => Promise.resolve(),
    workers: 2,
    ...context,
  });
}

/** Files of trainings of this process that nobody removed. */
const left = (): readonly string[] =>
  readdirSync(tmpdir()).filter((name) => name.startsWith(`assay-training-${process.pid}-`));

describe('a program that trains', () => {
  it('is asked once a fold and answers for the fold’s test rows', async () => {
    const told: number[] = [];
    const answers = await train(GOOD_TRAINER, {}, { progress: (done) => told.push(done) });
    expect(answers).toHaveLength(5);
    folds.forEach(({ train: learnt, test: held }, fold) => {
      const { target } = classes;
      if (target.kind !== 'classes') throw new Error('there are classes');
      const share = (code: number): number => learnt.filter((row) => target.codes[row] === code).length / learnt.length;
      expect(answers[fold]).toEqual({
        kind: 'classes',
        labels: new Int32Array(held.length),
        probabilities: Float64Array.from({ length: held.length * 2 }, (_, at) => share(at % 2)),
      });
    });
    expect(told).toEqual([1, 2, 3, 4, 5]);
    expect(left()).toEqual([]);
  });

  it('answers numbers for a regression', async () => {
    const [first] = await train(GOOD_TRAINER, {}, {}, numbers);
    const { train: learnt, test: held } = folds[0]!;
    const mean = learnt.reduce((sum, row) => sum + row * row, 0) / learnt.length;
    expect(first).toEqual({ kind: 'numbers', values: new Float64Array(held.length).fill(mean) });
  });

  it('gets the raw rows, the truth of the training rows, and never that of the test rows', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'assay-seen-'));
    const keep = `
      serve((request) => {
        for (const name of ['train', 'test'])
          fs.copyFileSync(request[name], ${JSON.stringify(folder)} + '/' + request.training + '-' + name + '.csv');
        const beside = fs.readdirSync(require('node:path').dirname(request.train)).sort();
        fs.writeFileSync(${JSON.stringify(folder)} + '/' + request.training + '.json', JSON.stringify({ request, beside }));
        answer(request);
        say(request);
      });`;
    const spec = { settings: { depth: 3, list: [1, 'x'] } };
    await train(trainerOf(keep), spec, {}, numbers);
    folds.forEach(({ train: learnt, test: held }, fold) => {
      const read = (name: string): readonly string[] =>
        readFileSync(join(folder, `${fold}-${name}.csv`), 'utf8')
          .trimEnd()
          .split('\n');
      const features = (row: number): string =>
        `${row === 3 ? '' : row / 8},${row === 4 ? '' : row % 2 ? '"a, ""b"""' : '" c"'}`;
      expect(read('train')).toEqual([
        'number,text,truth',
        ...Array.from(learnt, (row) => `${features(row)},${row * row}`),
      ]);
      expect(read('test')).toEqual(['number,text', ...Array.from(held, features)]);
      const { request, beside } = JSON.parse(readFileSync(join(folder, `${fold}.json`), 'utf8')) as {
        request: TrainRequest;
        beside: readonly string[];
      };
      expect(beside).toEqual(['test.csv', 'train.csv']);
      expect(request).toEqual({
        apiVersion: 'assay/v1',
        kind: 'TrainRequest',
        training: fold,
        trainings: 5,
        task: 'regression',
        train: expect.stringMatching(/train\.csv$/) as string,
        test: expect.stringMatching(/test\.csv$/) as string,
        predictions: expect.stringMatching(/predictions\.csv$/) as string,
        columns: [
          { name: 'number', type: 'numeric' },
          { name: 'text', type: 'categorical' },
        ],
        target: { column: 'truth', classes: [] },
        seed: createRng(`training ${fold}`).integer(2 ** 32),
        settings: { depth: 3, list: [1, 'x'] },
      });
    });
  });

  it('finds row weights beside the truth, where the subject names their column', async () => {
    const spec = estimatorOfProgram(
      trainerOf(`serve((request) => {
        const [head, ...rows] = lines(request.train);
        const at = head.indexOf(request.weight);
        const sum = rows.reduce((total, row) => total + Number(row[at]), 0);
        answer(request, ([header, ...rest]) => [header, ...rest.map(() => [sum])]);
        say(request);
      });`),
      'regression',
    );
    const plain = memoryTable({ x: { numbers: new Float64Array(ROWS) } });
    const estimator = await estimatorOf({ ...spec, program: { ...spec.program!, weight: 'w' } }, 'numbers');
    const data = { ...numbers, features: plain.columns };
    const answers = await estimator.answers(data, folds, { rng: createRng, pause: () => Promise.resolve() });
    answers.forEach((values, fold) => {
      const sum = folds[fold]!.train.reduce((total, row) => total + numbers.weights![row]!, 0);
      expect(values[0]).toBe(sum);
    });
  });

  it.each([
    ['serves many trainings', GOOD_TRAINER, 2],
    ['answers one and ends', trainerOf('serve((request) => { answer(request); process.exit(); });'), 5],
    ['says so and ends', trainerOf('serve((request) => { answer(request); say(request); process.exit(); });'), 5],
  ])('that %s is started as often as it takes', async (_, program, starts) => {
    const log = join(mkdtempSync(join(tmpdir(), 'assay-starts-')), 'log');
    const counted = `require('node:fs').appendFileSync(${JSON.stringify(log)}, 'x');${program}`;
    expect(await train(counted)).toEqual(await train(GOOD_TRAINER, { processes: 1 }));
    expect(readFileSync(log, 'utf8')).toHaveLength(starts);
  });

  it('may decide for another class than the likeliest, or give no probabilities', async () => {
    const other = await train(trainerThatWrites(`table.map((row, at) => (at === 0 ? row : ['yes', ...row.slice(1)]))`));
    expect(other[0]).toMatchObject({ labels: new Int32Array(6).fill(1), probabilities: expect.anything() as unknown });
    const bare = await train(trainerThatWrites(`table.map((row) => row.slice(0, 1))`));
    expect(bare[0]).toEqual({ kind: 'classes', labels: new Int32Array(6) });
  });

  it('may print what it likes, within bounds', async () => {
    const chatter = `
      for (let line = 0; line < 1000; line++) console.log('epoch ' + line + ': ' + 'x'.repeat(1000));
      console.log('{"answered": "soon"}'); console.error('y'.repeat(100000));`;
    expect(
      await train(trainerOf(`${chatter} serve((request) => { console.log('null'); answer(request); say(request); });`)),
    ).toEqual(await train(GOOD_TRAINER));
  });
});

/** The pipe may be full for a moment. */
const flood = (descriptor: 1 | 2): string =>
  `for (;;) try { require('node:fs').writeSync(${descriptor}, 'x'.repeat(65536)); } catch {}`;
const serve = (body: string): string => trainerOf(`serve((request) => { ${body} });`);

describe('what a trainer does wrong is the cause of every figure', () => {
  test.each<[string, string, string, RegExp]>([
    ['hangs', serve('for (;;);'), 'timed-out', /took more than 1 s for training \d of 5/],
    ['never answers', 'setInterval(() => {}, 1000)', 'timed-out', /took more than 1 s/],
    ['dies', serve('throw new TypeError("no such column")'), 'failed', /status 1: TypeError: no such column/],
    ['is killed', serve('process.kill(process.pid, "SIGKILL")'), 'failed', /was ended by SIGKILL/],
    ['ends without an answer', 'process.exitCode = 0', 'failed', /has written no predictions\.csv/],
    ['says that it has answered and has not', serve('say(request)'), 'failed', /has written no predictions\.csv/],
    ['fails after its answer', serve('answer(request); process.exit(3)'), 'failed', /ended with status 3/],
    [
      'dies at its third training',
      serve('if (request.training > 1) throw new Error("enough"); answer(request); say(request)'),
      'failed',
      /enough/,
    ],
    ['floods standard output', flood(1), 'failed', /wrote more than 67108864 bytes/],
    ['floods standard error', flood(2), 'failed', /wrote more than 67108864 bytes/],
    ['writes nonsense', trainerThatWrites(`[['\\u0000\\u0001', '{'], ['"']]`), 'failed', /predictions\.csv is unsound/],
    ['writes nothing', trainerThatWrites('[]'), 'failed', /predictions\.csv is unsound/],
    ['writes too many rows', trainerThatWrites('[...table, table[1]]'), 'failed', /7 answers for 6 rows/],
    ['writes too few rows', trainerThatWrites('table.slice(0, -1)'), 'failed', /5 answers for 6 rows/],
    ['writes ragged rows', trainerThatWrites('[...table.slice(0, -1), ["no"]]'), 'failed', /line 7/],
    [
      'predicts no class',
      trainerThatWrites(`table.map((row, at) => at ? ['maybe', ...row.slice(1)] : row)`),
      'failed',
      /predicts "maybe"/,
    ],
    [
      'leaves a row without prediction',
      trainerThatWrites(`table.map((row, at) => at === 2 ? ['', ...row.slice(1)] : row)`),
      'failed',
      /has no prediction/,
    ],
    [
      'writes probabilities that do not sum to 1',
      trainerThatWrites(`table.map((row, at) => at ? ['no', 0.5, 0.6] : row)`),
      'failed',
      /sum to 1\.1/,
    ],
    [
      'writes probabilities that are none',
      trainerThatWrites(`table.map((row, at) => at ? ['no', 1.5, -0.5] : row)`),
      'failed',
      /is no probability/,
    ],
    [
      'writes NaN',
      trainerThatWrites(`table.map((row, at) => at ? ['no', 'nan', 'nan'] : row)`),
      'failed',
      /predictions\.csv is unsound/,
    ],
    [
      'forgets a class',
      trainerThatWrites('table.map((row) => row.slice(0, 2))'),
      'failed',
      /no column "probability_yes"/,
    ],
    [
      'names no prediction',
      trainerThatWrites(`[['answer'], ...table.slice(1).map((row) => row.slice(0, 1))]`),
      'failed',
      /no column "prediction"/,
    ],
  ])('%s', async (_, program, cause, message) => {
    const seconds = cause === 'timed-out' ? 1 : 60;
    await expect(train(program, { seconds })).rejects.toMatchObject({
      unmeasured: cause,
      message: expect.stringMatching(message) as string,
    });
    expect(left()).toEqual([]);
  });

  it('is not there', async () => {
    const spec = estimatorOfProgram('', 'binary-classification', { command: ['no-such-program'] });
    const estimator = await estimatorOf(spec, 'classes');
    const context = { rng: createRng, pause: () => Promise.resolve() };
    await expect(estimator.answers(classes, folds, context)).rejects.toMatchObject({
      unmeasured: 'failed',
      message: 'the trainer "no-such-program" cannot be started (ENOENT)',
    });
  });

  test.each<[string, object]>([
    ['no command', { command: [] }],
    ['an empty program', { command: [''] }],
    ['a command in one text', { command: 'python3 train.py' }],
    ['a setting that it has not', { epochs: 3 }],
  ])('settings with %s are refused', async (_, settings) => {
    const spec = estimatorOfProgram('', 'binary-classification', settings as Record<string, unknown>);
    await expect(estimatorOf(spec, 'classes')).rejects.toMatchObject({ unmeasured: 'unsupported' });
  });
});

describe('a training that is stopped', () => {
  it('ends the program and all that it started, at once', async () => {
    const marks = mkdtempSync(join(tmpdir(), 'assay-stopped-'));
    // Each of the three writes its process id; the grandchild outlives its parent and holds its output open.
    const program = serve(`
      const { spawn } = require('node:child_process');
      const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'inherit' });
      fs.writeFileSync(${JSON.stringify(marks)} + '/pids', process.pid + ' ' + child.pid);
      for (;;);`);
    const stop = new AbortController();
    const waiting = train(program, { processes: 1 }, { signal: stop.signal });
    while (!existsSync(join(marks, 'pids'))) await new Promise((resolve) => setTimeout(resolve, 20));
    const pids = await readPids(join(marks, 'pids'));
    stop.abort(new Error('enough'));
    await expect(waiting).rejects.toThrow('enough');
    await gone(pids);
    expect(left()).toEqual([]);
  });

  it('so does one that ends and leaves children: its answers count', async () => {
    const marks = mkdtempSync(join(tmpdir(), 'assay-forks-'));
    const program = serve(`
      const { spawn } = require('node:child_process');
      const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'inherit' });
      fs.appendFileSync(${JSON.stringify(marks)} + '/pids', child.pid + ' ');
      answer(request);
      process.exit();`);
    expect(await train(program)).toEqual(await train(GOOD_TRAINER));
    await gone(await readPids(join(marks, 'pids')));
  });
});

async function readPids(path: string): Promise<readonly number[]> {
  for (;;) {
    const pids = readFileSync(path, 'utf8').trim().split(' ').map(Number);
    if (pids.every((pid) => pid > 1)) return pids;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Killed processes end soon; one that is never waited for stays as a zombie, which runs no more. */
async function gone(pids: readonly number[]): Promise<void> {
  const runs = (pid: number): boolean => {
    try {
      process.kill(pid, 0);
      return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
    } catch {
      return false;
    }
  };
  for (let wait = 0; wait < 250 && pids.some(runs); wait++) await new Promise((resolve) => setTimeout(resolve, 20));
  expect(pids.filter(runs)).toEqual([]);
}

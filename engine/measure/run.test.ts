import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { planMeasurements } from '../plan/plan-measurements.js';
import type { Plan } from '../plan/plan.js';
import type { UnmeasuredCause } from '../plugins/figure.js';
import { isUnmeasured } from '../plugins/figure.js';
import type { Measurement } from './measurement.js';
import type { ProgressEvent } from './progress.js';
import { runMeasurements } from './run.js';
import type { MeasureOptions } from './run.js';
import { fixturePlugins, peopleSpec } from '../../tests/fixtures/plugins/load.js';

const MODULE = 'evaluation/fixture-misbehaves';
const COMMAND = 'evaluation/fixture-command';
const { externals, catalogue, code } = fixturePlugins('misbehaves', 'command');
const subject = peopleSpec();

const planOf = (plugin: string, hows: readonly string[], lacks: Plan['measurements'][number]['lacks'] = []): Plan =>
  planMeasurements({
    policy: {
      digest: 'sha256:aa',
      rules: hows.map((how) => ({ id: `s/${how}`, measurements: { a: { plugin, with: { how } } } })),
    },
    subject: {
      task: subject.task,
      inputs: [{ role: 'data', digest: subject.tables.whole!.digest }],
      settings: {},
      lacks,
    },
    catalogue,
    code,
    backends: {},
    seed: 7,
  });

const run = (plan: Plan, options: Partial<MeasureOptions> = {}): Promise<Measurement[]> =>
  runMeasurements(plan, subject, {
    catalogue,
    externals,
    engineVersion: 'test',
    useCache: true,
    limits: { seconds: 60, memoryMiB: 400 },
    ...options,
  });

/** Rows counted, or the cause and the detail of not having counted them, by misbehaviour. */
const said = (measurements: readonly Measurement[]): Record<string, number | [UnmeasuredCause, string]> =>
  Object.fromEntries(
    measurements.map(({ with: { how }, outputs }) => {
      const output = outputs['rows']!;
      return [
        how,
        isUnmeasured(output) ? [output.unmeasured, output.detail] : (output as { estimate: number }).estimate,
      ];
    }),
  );

const newFolder = (): string => mkdtempSync(join(tmpdir(), 'assay-measure-'));

describe('a plugin that is a module costs only its own measurement', () => {
  const EXPECTED: readonly [string, RegExp][] = [
    ['abort', /SIGABRT/],
    ['segfault', /SIGSEGV/],
    ['exit', /status 0 and no answer/],
    ['heap', /memory/],
    ['buffers', /more than 400 MiB of memory/],
    ['throw', /^a vase fell and broke$/],
    ['throwText', /only text/],
    ['later', /thrown by a timer/],
    ['undeclared', /\/outputs\/columns/],
    ['missing', /\/outputs\/rows/],
    ['notANumber', /\/outputs\/rows/],
    ['negative', /\/outputs\/rows/],
    ['text', /\/outputs\/rows/],
    ['nothing', /outputs/],
    ['circular', /circular/],
    ['huge', /its answer is 41 MiB; the limit is 32 MiB/],
    ['intrude', /not JSON/],
    ['pry', /`data.test`/],
    ['gossip', /facts/],
    ['never heard of', /not a function/],
  ];
  let results: Record<string, number | [UnmeasuredCause, string]>;
  beforeAll(async () => {
    results = said(await run(planOf(MODULE, [...EXPECTED.map(([how]) => how), 'behave', 'chatter'])));
  });

  it.each(EXPECTED)('%s', (how, detail) => {
    expect(results[how]).toEqual(['failed', expect.stringMatching(detail)]);
    expect(String(results[how])).not.toMatch(/\n|\bat .*:\d+/);
  });

  it.each(['behave', 'chatter'])('%s is measured', (how) => expect(results[how]).toBe(4));

  it.each(['loop', 'wait', 'deaf'])('%s is stopped by the time limit', async (how) => {
    const limits = { seconds: 1.5, memoryMiB: 400 };
    expect(said(await run(planOf(MODULE, [how, 'behave']), { limits }))).toEqual({
      [how]: ['timed-out', expect.stringContaining('1.5 s')],
      behave: 4,
    });
  });
});

describe('a plugin that is a command costs only its own measurement', () => {
  const EXPECTED: readonly [string, RegExp][] = [
    ['nonsense', /not one JSON value/],
    ['twice', /not one JSON value/],
    ['silent', /not one JSON value/],
    ['status', /status 3.*ValueError: no such column$/],
    ['flood', /longer than 32 MiB/],
    ['hog', /more than 400 MiB of memory/],
    ['undeclared', /\/outputs\/columns/],
  ];
  let results: Record<string, number | [UnmeasuredCause, string]>;
  beforeAll(async () => {
    process.env['ASSAY_TEST_SECRET'] = 'x';
    results = said(
      await run(planOf(COMMAND, [...EXPECTED.map(([how]) => how), 'behave', 'warn', 'orphan', 'secrets'])),
    );
  });

  it.each(EXPECTED)('%s', (how, detail) => {
    expect(results[how]).toEqual(['failed', expect.stringMatching(detail)]);
  });

  it.each([
    ['behave', 4],
    ['warn', 4],
    ['orphan', 4],
    ['secrets', 0],
  ])('%s is measured', (how, rows) => expect(results[how]).toBe(rows));

  it('is stopped by the time limit', async () => {
    const limits = { seconds: 1.5, memoryMiB: 400 };
    expect(said(await run(planOf(COMMAND, ['loop']), { limits }))['loop']).toEqual(['timed-out', expect.any(String)]);
  });

  it('does not run where commands may not', async () => {
    const results = said(await run(planOf(COMMAND, ['behave']), { noCommands: true }));
    expect(results['behave']).toEqual(['unsupported', expect.stringContaining('--no-commands')]);
  });

  it('that is not on this machine fails', async () => {
    const external = { ...externals[COMMAND]!, run: { kind: 'command', command: ['no-such-program'] } } as const;
    const results = said(await run(planOf(COMMAND, ['behave']), { externals: { [COMMAND]: external } }));
    expect(results['behave']).toEqual(['failed', expect.stringContaining('ENOENT')]);
  });
});

describe('a run', () => {
  it('gives the plan’s order and the same figures whatever the concurrency', async () => {
    const plan = planOf(COMMAND, ['behave', 'warn', 'nonsense', 'orphan']);
    const [one, three] = await Promise.all([run(plan, { concurrency: 1 }), run(plan, { concurrency: 3 })]);
    expect(one.map(({ key }) => key)).toEqual(plan.measurements.map(({ key }) => key));
    const figures = (some: readonly Measurement[]) =>
      some.map(({ key, outputs, details }) => ({ key, outputs, details }));
    expect(figures(three)).toEqual(figures(one));
  });

  it('does not run what lacks something, and says what', async () => {
    const [measurement] = await run(planOf(MODULE, ['behave'], ['data']));
    expect(measurement!.outputs['rows']).toMatchObject({
      unmeasured: 'missing-input',
      detail: expect.stringContaining('data'),
    });
  });

  it('tells how it goes', async () => {
    const events: ProgressEvent[] = [];
    const cacheFolder = newFolder();
    const plan = planOf(MODULE, ['behave', 'throw']);
    const states = async (): Promise<Record<string, string[]>> => {
      events.length = 0;
      await run(plan, { cacheFolder, onProgress: (event) => events.push(event) });
      const how = (key: string): unknown => plan.measurements.find((planned) => planned.key === key)!.with['how'];
      return Object.fromEntries(
        ['behave', 'throw'].map((name) => [
          name,
          events.filter(({ key }) => how(key) === name).map(({ state }) => state),
        ]),
      );
    };
    expect(await states()).toEqual({ behave: ['queued', 'running', 'done'], throw: ['queued', 'running', 'failed'] });
    expect(await states()).toEqual({ behave: ['cached'], throw: ['queued', 'running', 'failed'] });
  });

  it('takes readings alone, after everything else', async () => {
    const plan = planOf(COMMAND, ['behave', 'warn', 'orphan', 'secrets']);
    const isReading = (key: string): boolean => plan.measurements.findIndex((planned) => planned.key === key) % 2 === 0;
    const measurements = plan.measurements.map((planned) => ({ ...planned, deterministic: !isReading(planned.key) }));
    const log: [string, number, number][] = [];
    const active = new Set<string>();
    let finished = 0;
    await run(
      { ...plan, measurements },
      {
        concurrency: 4,
        onProgress: ({ key, state }) => {
          if (state === 'done') finished += Number(active.delete(key));
          if (state === 'running') active.add(key);
          if (state === 'running') log.push([isReading(key) ? 'reading' : 'steady', active.size, finished]);
        },
      },
    );
    expect(log).toEqual([
      ['steady', 1, 0],
      ['steady', 2, 0],
      ['reading', 1, 2],
      ['reading', 1, 3],
    ]);
  });

  it('that is aborted rejects with the reason, and has ended its processes', async () => {
    const abort = new AbortController();
    const running = run(planOf(MODULE, ['loop', 'wait', 'deaf', 'behave']), {
      signal: abort.signal,
      onProgress: ({ state }) => {
        if (state === 'running') setTimeout(() => abort.abort(new Error('enough')), 300);
      },
    });
    await expect(running).rejects.toThrow('enough');
    await expect(run(planOf(MODULE, ['behave']), { signal: abort.signal })).rejects.toThrow('enough');
  });
});

describe('the cache', () => {
  const entriesOf = (folder: string): string[] =>
    existsSync(join(folder, 'measurements')) ? readdirSync(join(folder, 'measurements')) : [];

  it('keeps what was measured, with its seconds and its time, and not what failed', async () => {
    const cacheFolder = newFolder();
    const plan = planOf(MODULE, ['behave', 'throw']);
    const first = await run(plan, { cacheFolder });
    const second = await run(plan, { cacheFolder });
    const of = (some: Measurement[], how: string): Measurement => some.find(({ with: w }) => w['how'] === how)!;
    expect(of(second, 'behave')).toEqual({ ...of(first, 'behave'), cached: true });
    expect(of(first, 'behave').cached).toBe(false);
    expect(of(second, 'throw').cached).toBe(false);
    expect(entriesOf(cacheFolder)).toHaveLength(1);
    expect(readFileSync(join(cacheFolder, '.gitignore'), 'utf8')).toBe('*\n');
  });

  it('is not read with `useCache: false`, but written', async () => {
    const cacheFolder = newFolder();
    const plan = planOf(MODULE, ['behave']);
    await run(plan, { cacheFolder, useCache: false });
    expect((await run(plan, { cacheFolder, useCache: false }))[0]!.cached).toBe(false);
    expect((await run(plan, { cacheFolder }))[0]!.cached).toBe(true);
  });

  it('does not take the entries of another version of the engine', async () => {
    const cacheFolder = newFolder();
    const plan = planOf(MODULE, ['behave']);
    await run(plan, { cacheFolder });
    expect((await run(plan, { cacheFolder, engineVersion: 'other' }))[0]!.cached).toBe(false);
  });

  it('does not take an entry that lacks an output', async () => {
    const cacheFolder = newFolder();
    const plan = planOf(COMMAND, ['behave']);
    await run(plan, { cacheFolder });
    const { rows, ...others } = catalogue[COMMAND]!.outputs;
    const outputs = { ...others, rows: rows!, columns: rows! };
    const changed = { ...catalogue, [COMMAND]: { ...catalogue[COMMAND]!, outputs } };
    expect((await run(plan, { cacheFolder, catalogue: changed }))[0]!.cached).toBe(false);
  });

  it('does not keep what rests on something without a digest', async () => {
    const cacheFolder = newFolder();
    const plan = planOf(MODULE, ['behave']);
    const open = {
      ...plan,
      measurements: plan.measurements.map((m) => ({ ...m, inputs: [{ role: 'data', digest: null }] })),
    };
    await run(open, { cacheFolder });
    expect(entriesOf(cacheFolder)).toEqual([]);
  });

  it.each<[string, (text: string) => string]>([
    ['empty', () => ''],
    ['cut', (text) => text.slice(0, -20)],
    ['with another number', (text) => text.replace('"estimate":4', '"estimate":5')],
    ['of another key', (text) => text.replaceAll('sha256:', 'sha256:0')],
    ['not ours', () => '{"hello": "world"}\n{}\n'],
    ['null', () => 'null\nnull\n'],
    ['binary', () => '\0\u0001\n\ufffd'],
  ])('ignores an entry that is %s, and writes it anew', async (_, spoil) => {
    const cacheFolder = newFolder();
    const plan = planOf(COMMAND, ['behave']);
    await run(plan, { cacheFolder });
    const path = join(cacheFolder, 'measurements', entriesOf(cacheFolder)[0]!);
    writeFileSync(path, spoil(readFileSync(path, 'utf8')));
    const again = await run(plan, { cacheFolder });
    expect([again[0]!.cached, said(again)['behave']]).toEqual([false, 4]);
    expect((await run(plan, { cacheFolder }))[0]!.cached).toBe(true);
  });

  it('may be shared by runs at the same time', async () => {
    const cacheFolder = newFolder();
    const plan = planOf(COMMAND, ['behave', 'warn', 'orphan', 'secrets']);
    const runs = await Promise.all([1, 2, 3].map(() => run(plan, { cacheFolder })));
    for (const results of runs) expect(said(results)).toEqual({ behave: 4, warn: 4, orphan: 4, secrets: 0 });
    expect((await run(plan, { cacheFolder })).map(({ cached }) => cached)).toEqual([true, true, true, true]);
    expect(entriesOf(cacheFolder)).toHaveLength(4);
  });

  it('that cannot be used is said, and costs nothing else', async () => {
    const file = join(newFolder(), 'file');
    writeFileSync(file, '');
    const faults: string[] = [];
    const results = await run(planOf(MODULE, ['behave']), {
      cacheFolder: file,
      onCacheFault: (fault) => faults.push(fault),
    });
    expect([said(results)['behave'], faults.length]).toEqual([4, 1]);
    rmSync(file);
  });
});

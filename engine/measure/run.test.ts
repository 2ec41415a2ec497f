import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { COMMAND, externals, MODULE, planOf, run, said } from '../../tests/fixtures/measure/run-fixtures.js';
import type { UnmeasuredCause } from '../plugins/figure.js';
import type { Measurement } from './measurement.js';
import type { ProgressEvent } from './progress.js';

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

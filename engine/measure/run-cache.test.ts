import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { catalogue, COMMAND, MODULE, planOf, run, said } from '../../tests/fixtures/measure/run-fixtures.js';
import type { Measurement } from './measurement.js';

const newFolder = (): string => mkdtempSync(join(tmpdir(), 'assay-measure-'));

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

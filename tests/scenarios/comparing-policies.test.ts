import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { assay, folderWith } from './run.js';

const page = readFileSync('docs/comparing-policies.md', 'utf8');
const files = Object.fromEntries(
  [...page.matchAll(/^```yaml file=(\S+)\n(.*?)^```$/gms)].map(([, name, text]) => [name!, text!]),
);

it('a profile that tightens is proved stricter: 0', async () => {
  const run = await assay(['compare', 'law.yaml', 'stricter.yaml'], { cwd: folderWith(files) });
  expect([run.code, run.stderr]).toEqual([0, '']);
  expect(run.stdout).toContain('✓ proved');
  expect(run.stdout).toContain('The second is stricter.');
  expect(run.stdout).toMatch(/law\/ACCURATE\s+shall\s+✓ proved\s+a limit no laxer/);
});

it('the example of the page: refuted with values, 1', async () => {
  const run = await assay(['compare', 'law.yaml', 'own.yaml'], { cwd: folderWith(files) });
  expect(run.code).toBe(1);
  const [, shown] = /^```text\n(.*?)^```$/ms.exec(page) ?? [];
  expect(run.stdout).toBe(shown);
});

it('as JSON, all of it', async () => {
  const run = await assay(['compare', 'law.yaml', 'own.yaml', '--format', 'json'], { cwd: folderWith(files) });
  expect(run.code).toBe(1);
  expect(JSON.parse(run.stdout)).toMatchObject({
    base: { path: 'law.yaml', packs: [{ id: 'law' }] },
    answer: 'refuted',
    relation: 'weaker',
    reverse: { answer: 'proved' },
  });
});

it('in Chinese', async () => {
  const run = await assay(['compare', 'law.yaml', 'own.yaml', '--lang', 'zh'], { cwd: folderWith(files) });
  expect(run.stdout).toContain('已证伪');
});

it('documents at fault: 3, and no solver', async () => {
  const run = await assay(['compare', 'law.yaml', 'none.yaml'], { cwd: folderWith(files) });
  expect([run.code, run.stdout, run.stderr]).toEqual([3, '', expect.stringContaining('none.yaml is not there')]);
});

it('what trust roots ask for is asked: 3 for packs that nobody signed', async () => {
  const cwd = folderWith({
    ...files,
    'pack/pack.yaml':
      'apiVersion: assay/v1\nkind: Pack\nmetadata: {id: law, version: "1.0.0", title: L, publisher: P}\nstandards: [law.yaml]\n',
    'pack/law.yaml': files['law.yaml']!,
  });
  for (const command of [
    ['compare', 'pack', 'pack'],
    ['lint', 'pack'],
  ]) {
    const run = await assay([...command, '--trust', 'none.yaml'], { cwd });
    expect([run.code, run.stdout + run.stderr]).toEqual([3, expect.stringContaining('none.yaml')]);
  }
});

it('Ctrl-C ends it, threads and all', async () => {
  const run = await assay(['compare', 'policies/sustainable-ai', 'policies/medical-devices'], {
    signal: { name: 'SIGINT', after: 700 },
  });
  expect(run.signal === 'SIGINT' || run.code !== null).toBe(true);
});

it('lint: 0 for every pack, though clauses without a rule are told', async () => {
  const run = await assay(['lint', 'policies/gmlp', 'policies/four-fifths']);
  expect(run.code).toBe(0);
  expect(run.stdout).toContain('no rule cites clause 1');
  expect(run.stdout).toMatch(/✓ gmlp, four-fifths: no findings\n$/);
});

it('lint: 1 for rules that exclude each other, which validate and plan say too; 3 for what is no policy', async () => {
  const cwd = folderWith({
    ...files,
    'both.yaml':
      'apiVersion: assay/v1\nkind: Profile\nmetadata: {id: both, version: "1.0.0", title: Both}\nimports: [{pack: law.yaml}]\nmeasurements: {holdout: {plugin: evaluation/holdout}}\nrules:\n  - {id: POOR, title: P, level: shall, require: {"<=": [{var: holdout.f1Macro}, 0.6]}}\n',
  });
  const run = await assay(['lint', 'both.yaml', '--format', 'json'], { cwd });
  expect(run.code).toBe(1);
  const { diagnostics } = JSON.parse(run.stdout) as { diagnostics: readonly { code: string; file: string }[] };
  expect(diagnostics.map(({ code, file }) => [code, file])).toEqual([['ASSAY1333', 'law.yaml']]);
  const validated = await assay(['validate', 'both.yaml'], { cwd });
  expect([validated.code, validated.stderr]).toEqual([1, expect.stringContaining('cannot both be met')]);
  expect((await assay(['lint', 'none.yaml'], { cwd })).code).toBe(3);
});

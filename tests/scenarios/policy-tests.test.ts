import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { assay, folderWith } from './run.js';

const page = readFileSync('docs/policy-tests.md', 'utf8');
const files = Object.fromEntries(
  [...page.matchAll(/^```yaml file=(\S+)\n(.*?)^```$/gms)].map(([, name, text]) => [name!, text!]),
);

it('a pack’s test passes, whole', async () => {
  const run = await assay(['test', 'policies/four-fifths', '--min-coverage', '100', '--min-mutation', '100']);
  expect([run.code, run.stderr]).toEqual([0, '']);
  expect(run.stdout).toContain('✓ policies/four-fifths/four-fifths.test.yaml');
  expect(run.stdout).toMatch(/All rules\s+(\d+) of \1\s+(\d+) of \2\n/);
});

it('a case that goes otherwise is shown with its figure, and ends with 1', async () => {
  const cwd = folderWith({
    ...files,
    'tiny.test.yaml': files['tiny.test.yaml']!.replace('0.899, fail', '0.899, pass'),
  });
  const run = await assay(['test', 'tiny.yaml'], { cwd });
  expect(run.code).toBe(1);
  expect(run.stdout).toContain(
    [
      ' ✗ at the limit, and next to it · row 2',
      '   RIGHT  tiny.test.yaml:17:17',
      '     + expected pass',
      '     - got fail',
      '       holdout.accuracy 0.899  ≥ 0.9',
    ].join('\n'),
  );
});

it('too little shown, or noticed, ends with 1 where that is asked', async () => {
  const short = files['tiny.test.yaml']!.replace('      - [0.9, pass]\n', '');
  const cwd = folderWith({ ...files, 'tiny.test.yaml': short });
  expect((await assay(['test', 'tiny.yaml'], { cwd })).code).toBe(0);
  const run = await assay(['test', 'tiny.yaml', '--min-coverage', '100', '--min-mutation', '90'], { cwd });
  expect(run.code).toBe(1);
  expect(run.stdout).toContain('RIGHT: holdout.accuracy >= exactly at its limit');
  expect(run.stdout).toContain('RIGHT: >= for >  tiny.yaml:12:14');
  expect(run.stderr).toMatch(/Covered: 83 %, at least 100 % is asked for.\nMutants noticed: \d+ %, at least 90 %/);
});

it('what cannot be run ends with 3: no test, no standard, a name that there is not', async () => {
  const cwd = folderWith({ ...files, 'lonely.test.yaml': 'apiVersion: assay/v1\nkind: PolicyTest\ncases: []\n' });
  const none = await assay(['test', 'missing.yaml'], { cwd });
  expect([none.code, none.stderr]).toEqual([3, expect.stringContaining('ASSAY1326')]);
  const lonely = await assay(['test', 'lonely.test.yaml'], { cwd });
  expect([lonely.code, lonely.stderr]).toEqual([3, expect.stringContaining('lonely.yaml is not there')]);
  const json = await assay(['test', '.', '--format', 'json'], { cwd });
  expect(json.code).toBe(3);
  expect(JSON.parse(json.stdout)).toMatchObject({ documents: [{ id: 'tiny' }], diagnostics: [{ code: 'ASSAY1301' }] });
  expect((await assay(['test', '.', '--min-coverage', '101'], { cwd })).code).toBe(3);
});

it('Chinese', async () => {
  const run = await assay(['test', 'policies/four-fifths', '--lang', 'zh']);
  expect(run.stdout).toContain('个用例，全部符合预期');
});

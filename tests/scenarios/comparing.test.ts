/** docs/comparing.md: its case by our own kernel, its command as it stands. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { compareResampled } from '../../engine/numerics/hypotheses/resampled-t.js';
import { assay, ROOT } from './run.js';

const page = readFileSync(join(ROOT, 'docs/comparing.md'), 'utf8');
const { nadeau_bengio_differences: differences } = JSON.parse(
  readFileSync(join(ROOT, 'tests/reference/reference-values.json'), 'utf8'),
) as { nadeau_bengio_differences: number[] };

it('the naive test says p = 0.005, the corrected one 0.23', () => {
  const { mean, t, p, naive } = compareResampled(differences, 10, 90);
  expect(page).toContain(`ahead by ${mean.toFixed(4)} on average`);
  const row = (name: string): string | undefined => page.split('\n').find((line) => line.startsWith(`| ${name}`));
  expect(row('t-test of the 100 differences')).toContain(`| ${naive.t.toFixed(3)} | ${naive.p.toFixed(3)} |`);
  expect(row('corrected resampled t-test')).toContain(`| ${t.toFixed(3)} | ${p.toFixed(2)} |`);
  expect(page).toContain(`${(naive.t / t).toFixed(2)} times as large`);
});

it('the command gives what the page shows', async () => {
  const [, command = ''] = /```sh\nnpx assay (.*)\n```/.exec(page) ?? [];
  const [, json = ''] = /--with '(.*)'/.exec(command) ?? [];
  const words = command.replace(` --with '${json}'`, '').split(' ');
  const run = await assay([...words, '--with', json, '--no-cache'], { cwd: ROOT });
  expect(run.code).toBe(0);
  const [, shown = ''] = /```text\n([\s\S]*?)```/.exec(page) ?? [];
  const lines = run.stdout.split('\n').map((line) => line.trimEnd());
  expect(
    shown
      .trimEnd()
      .split('\n')
      .filter((line) => !lines.includes(line)),
  ).toEqual([]);
});

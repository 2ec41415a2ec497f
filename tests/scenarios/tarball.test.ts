/** The packed package, installed in an empty folder, works there: a newcomer's first minutes. */
import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { folderWith, ROOT } from './run.js';

const run = promisify(execFile);

it('packs, installs in an empty folder, makes an example and judges it', { timeout: 600_000 }, async () => {
  const folder = folderWith({ 'package.json': '{"name": "newcomer", "private": true}' });
  const env = { ...process.env, ONNXRUNTIME_NODE_INSTALL: 'skip', npm_config_loglevel: 'error' };
  // A report is more than a mebibyte.
  const maxBuffer = 64 * 2 ** 20;
  // `prepack` would build again what `pretest` has built.
  await run('npm', ['pack', '--ignore-scripts', '--pack-destination', folder], { cwd: ROOT, env });
  const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz'));
  await run('npm', ['install', '--no-audit', '--no-fund', '--prefer-offline', `./${String(tarball)}`], {
    cwd: folder,
    env,
  });
  const assay = async (...args: string[]): Promise<string> =>
    (
      await run(process.execPath, [join(folder, 'node_modules/assay/dist/cli/main.js'), ...args], {
        cwd: folder,
        env,
        maxBuffer,
      })
    ).stdout;

  expect(await assay('--version')).toMatch(/^\d+\.\d+\.\d+/);
  await assay('init', 'first');
  const files = readdirSync(join(folder, 'first'));
  expect(files).toContain('subject.yaml');
  const report = JSON.parse(await assay('check', 'first/subject.yaml', '--format', 'json')) as { verdict: string };
  expect(report.verdict).toBe('conforms');

  const library = `import { check } from 'assay'; const { reports } = await check({ subjects: ['first/subject.yaml'],
    asOf: new Date(), cache: '.assay', offline: true, allowCommands: false }); console.log(reports[0].verdict);`;
  const { stdout } = await run(process.execPath, ['--input-type=module', '-e', library], { cwd: folder, env });
  expect(stdout.trim()).toBe('conforms');
});

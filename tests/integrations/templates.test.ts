/** GitLab’s template and the hooks for pre-commit. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { COMMANDS } from '../../cli/program.js';
import { copyOf, ROOT } from '../scenarios/run.js';

interface Template {
  readonly variables: Readonly<Record<string, string>>;
  readonly assay: {
    readonly script: readonly string[];
    readonly artifacts: { readonly paths: readonly string[]; readonly reports: Readonly<Record<string, string>> };
  };
}
interface Hook {
  readonly id: string;
  readonly entry: string;
  readonly language: string;
  readonly files: string;
}

it('GitLab’s job writes what it hands on, and ends as the check does', () => {
  const file = join(ROOT, 'integrations/gitlab/assay.gitlab-ci.yml');
  const { variables, assay } = parse(readFileSync(file, 'utf8')) as Template;
  const cwd = copyOf('examples/general-purpose-model');
  const env = {
    ...process.env,
    ...variables,
    ASSAY_COMMAND: `${process.execPath} ${join(ROOT, 'dist/cli/main.js')}`,
    ASSAY_SUBJECTS: 'examples/general-purpose-model/subject.yaml',
    ASSAY_ARGUMENTS: '--as-of 2026-11-24 --seed 7',
  };
  const run = spawnSync('sh', ['-ec', assay.script.join('\n')], { cwd, env, encoding: 'utf8' });
  expect([run.status, run.stderr]).toEqual([0, '']);
  const { paths, reports } = assay.artifacts;
  for (const path of [...paths, ...Object.values(reports)]) expect(existsSync(join(cwd, path)), path).toBe(true);
  expect(JSON.parse(readFileSync(join(cwd, reports['codequality']!), 'utf8'))).toBeInstanceOf(Array);
  expect(readFileSync(join(cwd, reports['junit']!), 'utf8')).toMatch(/^<\?xml/);
});

it('the hooks run commands that there are, on documents by their usual names', () => {
  const hooks = parse(readFileSync(join(ROOT, '.pre-commit-hooks.yaml'), 'utf8')) as readonly Hook[];
  for (const { entry, language } of hooks) {
    expect(Object.keys(COMMANDS)).toContain(entry.replace('assay ', ''));
    expect(language).toBe('node');
  }
  const [validate, test, lint] = hooks.map(({ files }) => new RegExp(files));
  for (const path of ['policies/gdpr/pack.yaml', 'acme.profile.yaml', 'a.standard.yml'])
    expect(lint!.test(path)).toBe(true);
  for (const path of ['subject.yaml', 'waivers.yaml', 'eu.test.yaml']) expect(lint!.test(path)).toBe(false);
  for (const path of [
    'pack.yaml',
    'examples/credit-risk/subject.yaml',
    'a/acme.profile.yaml',
    'waivers.yml',
    'x.plugin.yaml',
  ])
    expect(validate!.test(path), path).toBe(true);
  for (const path of ['mypack.yaml', 'values.yaml', 'subject.yaml.bak', 'eu.test.yaml'])
    expect(validate!.test(path), path).toBe(false);
  expect(test!.test('policies/gdpr/gdpr.test.yaml')).toBe(true);
});

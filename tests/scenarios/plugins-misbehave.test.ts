/** Plugins of one's own that abort, loop for ever or take 8 GB cost only the rules that ask for them. */
import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { assay, copyOf, ROOT } from './run.js';
import type { Run } from './run.js';

const MODULE = 'evaluation/fixture-misbehaves';
const COMMAND = 'evaluation/fixture-command';

/** Rule, plugin, what it does, and the verdict with its cause. */
const RULES: readonly [string, string, string, { verdict: string; cause?: string }][] = [
  ['MODULE', MODULE, 'behave', { verdict: 'pass' }],
  ['CHATTER', MODULE, 'chatter', { verdict: 'pass' }],
  ['ABORT', MODULE, 'abort', { verdict: 'undetermined', cause: 'failed' }],
  ['LOOP', MODULE, 'loop', { verdict: 'undetermined', cause: 'timed-out' }],
  ['HOG', MODULE, 'buffers', { verdict: 'undetermined', cause: 'failed' }],
  ['THROW', MODULE, 'throw', { verdict: 'undetermined', cause: 'failed' }],
  ['NAN', MODULE, 'notANumber', { verdict: 'undetermined', cause: 'failed' }],
  ['COMMAND', COMMAND, 'behave', { verdict: 'pass' }],
  ['NONSENSE', COMMAND, 'nonsense', { verdict: 'undetermined', cause: 'failed' }],
  ['STATUS', COMMAND, 'status', { verdict: 'undetermined', cause: 'failed' }],
];

const PROFILE = `
apiVersion: assay/v1
kind: Profile
metadata: {id: fixtures, version: "1.0.0", title: Plugins that misbehave}
plugins: [{manifest: plugins/misbehaves.plugin.yaml}, {manifest: plugins/command.plugin.yaml}]
rules:
  - id: BUILT-IN
    title: A rule on a measurement of the engine
    level: shall
    measure: {h: {plugin: evaluation/holdout}}
    require: {">=": [{var: h.rows}, 1]}
${RULES.map(
  ([id, plugin, how]) => `
  - id: ${id}
    title: ${how}
    level: shall
    measure: {m: {plugin: ${plugin}, with: {how: ${how}}}}
    require: {">=": [{var: m.rows}, 1]}`,
).join('')}
`;

interface Judged {
  readonly rules: readonly { readonly id: string; readonly verdict: string; readonly cause?: string }[];
  readonly measurements: readonly { readonly with: { readonly how?: string }; readonly cached: boolean }[];
}

describe('a check with plugins that misbehave', () => {
  let folder: string;
  let first: Run;
  const check = (...more: readonly string[]): Promise<Run> => {
    const fixed = ['--policy', 'fixtures.profile.yaml', '--format', 'json', '--as-of', '2026-11-24'];
    const limits = ['--time-limit', '20', '--memory-limit', '512'];
    return assay(['check', 'examples/medical-diagnosis/subject.yaml', ...fixed, ...limits, ...more], { cwd: folder });
  };

  beforeAll(async () => {
    folder = copyOf('examples/medical-diagnosis');
    cpSync(join(ROOT, 'tests/fixtures/plugins'), join(folder, 'plugins'), { recursive: true });
    writeFileSync(join(folder, 'fixtures.profile.yaml'), PROFILE);
    first = await check();
  });

  const verdictOf = ({ stdout }: Run, id: string): object => {
    const { verdict, cause } = (JSON.parse(stdout) as Judged).rules.find((rule) => rule.id === `fixtures/${id}`)!;
    return cause === undefined ? { verdict } : { verdict, cause };
  };

  it('is undetermined, and says nothing of stacks', () => {
    expect(first.code).toBe(2);
    expect(`${first.stdout}${first.stderr}`).not.toMatch(/\n\s+at .+:\d+:\d+/);
  });

  it.each(RULES)('%s: %s that does "%s"', (id, _plugin, _how, expected) => {
    expect(verdictOf(first, id)).toEqual(expected);
  });

  it('decides the rules of the engine’s own measurements', () => {
    expect(verdictOf(first, 'BUILT-IN')).toEqual({ verdict: 'pass' });
  });

  it('takes from the cache what was measured, and runs again what failed', async () => {
    const again = await check('--only', 'fixtures/MODULE', '--only', 'fixtures/COMMAND', '--only', 'fixtures/THROW');
    const { measurements } = JSON.parse(again.stdout) as Judged;
    expect(measurements.map(({ with: { how }, cached }) => `${how} ${cached}`).sort()).toEqual([
      'behave true',
      'behave true',
      'throw false',
    ]);
  });

  it('runs no command where commands are switched off', async () => {
    const run = await check('--no-commands', '--no-cache', '--only', 'fixtures/MODULE', '--only', 'fixtures/COMMAND');
    expect(verdictOf(run, 'COMMAND')).toEqual({ verdict: 'undetermined', cause: 'unsupported' });
    expect(verdictOf(run, 'MODULE')).toEqual({ verdict: 'pass' });
  });
});

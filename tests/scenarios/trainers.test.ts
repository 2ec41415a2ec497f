/** Trainers of one's own, from outside: those that docs/trainers.md shows, the cache, and what stops one. */
import { spawnSync } from 'node:child_process';
import { appendFileSync, existsSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { TestContext } from 'vitest';
import type { Measurement } from '../../engine/measure/measurement.js';
import { trainerOf } from '../fixtures/trainers.js';
import { assay, copyOf, folderWith, ROOT } from './run.js';
import type { Run } from './run.js';

const EXAMPLE = 'examples/medical-diagnosis';
const page = readFileSync(join(ROOT, 'docs/trainers.md'), 'utf8');
const shown = (name: string): string => new RegExp(`^\`\`\`python file=${name}\n(.*?)^\`\`\`$`, 'ms').exec(page)![1]!;

/** Debian's scikit-learn is for /usr/bin/python3, which need not be the first on the path. */
const PATH = `/usr/bin:${process.env['PATH']}`;

/** A newcomer's machine may lack it; what CI runs on may not. */
function need(module: string, context: TestContext): void {
  const has = spawnSync('python3', ['-c', `import ${module}`], { env: { ...process.env, PATH } }).status === 0;
  context.skip(!has && process.env['CI'] !== 'true', `python3 with ${module} is not on this machine`);
}

const SUBJECT = (command: readonly string[], more = ''): string => `
apiVersion: assay/v1
kind: Subject
metadata: {name: own-trainer, version: "1.0.0"}
task: binary-classification
estimator: {type: command, with: {command: ${JSON.stringify(command)}${more}}}
data: {path: data.csv, target: {column: truth, classes: ["no", "yes"]}, columns: {x: {type: numeric}}}
`;
const DATA = `x,truth\n${Array.from({ length: 40 }, (_, row) => `${row},${row % 4 === 0 ? 'yes' : 'no'}`).join('\n')}\n`;

const crossValidate = (cwd: string, subject: string, ...more: readonly string[]): Promise<Run> =>
  assay(['measure', 'evaluation/cross-validation', subject, '--format', 'json', ...more], { cwd, env: { PATH } });
const measurementOf = ({ stdout }: Run): Measurement => JSON.parse(stdout) as Measurement;

describe('docs/trainers.md', () => {
  it('shows the example’s trainer, which scikit-learn trains', { timeout: 300_000 }, async (context) => {
    need('sklearn, pandas', context);
    expect(shown('support_vectors.py')).toBe(readFileSync(join(ROOT, EXAMPLE, 'support_vectors.py'), 'utf8'));
    const cwd = copyOf(EXAMPLE);
    const subject = `${EXAMPLE}/own-trainer.subject.yaml`;
    const first = measurementOf(await crossValidate(cwd, subject));
    expect(first.outputs['trainings']).toMatchObject({ estimate: 5 });
    // scikit-learn 1.2.1 by itself: cross_val_score with three shuffles is 0.972, 0.968, 0.968 on these rows.
    expect(first.outputs['accuracy']).toMatchObject({ estimate: expect.closeTo(0.97, 1) as number });
    expect(first.outputs['logLoss']).toMatchObject({ basis: 'observed' });
  });

  it('shows a trainer without libraries, which is started anew for every fold', async (context) => {
    need('csv', context);
    const files = { 'class_shares.py': shown('class_shares.py'), 'data.csv': DATA };
    const cwd = folderWith({ ...files, 's.yaml': SUBJECT(['python3', 'class_shares.py']) });
    const { outputs } = measurementOf(await crossValidate(cwd, 's.yaml'));
    expect(outputs['accuracy']).toMatchObject({ estimate: 0.75 });
    expect(outputs['brier']).toMatchObject({ estimate: expect.closeTo(0.1875, 6) as number });
  });
});

const left = (since: ReadonlySet<string>): readonly string[] =>
  readdirSync(tmpdir()).filter((name) => name.startsWith('assay-training-') && !since.has(name));

/** A zombie, which nobody has waited for yet, has no command line. */
const runs = (pid: number): boolean =>
  existsSync(`/proc/${pid}/cmdline`) && readFileSync(`/proc/${pid}/cmdline`).length > 0;

describe('a trainer of one’s own', () => {
  it('does not run where commands are switched off', async () => {
    const cwd = folderWith({
      'data.csv': DATA,
      's.yaml': SUBJECT([process.execPath, '-e', trainerOf('process.exit(1)')]),
    });
    const run = await crossValidate(cwd, 's.yaml', '--no-commands');
    expect(run.code).toBe(2);
    expect(measurementOf(run).outputs['accuracy']).toEqual({
      unmeasured: 'unsupported',
      detail: 'the estimator is a command, and commands are switched off',
    });
  });

  it('that hangs is ended with what it started, and leaves no rows behind', async () => {
    const before = new Set(readdirSync(tmpdir()));
    const marks = mkdtempSync(join(tmpdir(), 'assay-hangs-'));
    const hangs = `
      const child = require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'inherit' });
      fs.writeFileSync(${JSON.stringify(marks)} + '/' + process.pid, String(child.pid));
      for (;;);`;
    const cwd = folderWith({
      'hangs.cjs': trainerOf(hangs),
      'data.csv': DATA,
      's.yaml': SUBJECT([process.execPath, 'hangs.cjs']),
    });
    const run = await crossValidate(cwd, 's.yaml', '--time-limit', '3');
    expect(run.code).toBe(2);
    expect(measurementOf(run).outputs['accuracy']).toMatchObject({ unmeasured: 'timed-out' });
    expect(left(before)).toEqual([]);
    const pids = readdirSync(marks).flatMap((pid) => [Number(pid), Number(readFileSync(join(marks, pid), 'utf8'))]);
    expect(pids.length).toBeGreaterThanOrEqual(2);
    expect(pids.filter(runs)).toEqual([]);
  });

  it('may end and leave children: its answers count, and the children end with the measurement', async () => {
    const marks = mkdtempSync(join(tmpdir(), 'assay-leaves-'));
    const leaves = `serve((request) => {
      const child = require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'inherit' });
      fs.writeFileSync(${JSON.stringify(marks)} + '/' + child.pid, '');
      answer(request);
      process.exit();
    });`;
    const cwd = folderWith({
      'leaves.cjs': trainerOf(leaves),
      'data.csv': DATA,
      's.yaml': SUBJECT([process.execPath, 'leaves.cjs']),
    });
    const { outputs } = measurementOf(await crossValidate(cwd, 's.yaml'));
    expect(outputs['accuracy']).toMatchObject({ estimate: 0.75 });
    expect(readdirSync(marks)).toHaveLength(5);
    expect(readdirSync(marks).map(Number).filter(runs)).toEqual([]);
  });

  it('is taken from the cache while its files are the same', async () => {
    const again = trainerOf('serve((request) => { answer(request); say(request); });');
    const command = [process.execPath, 'good.cjs'];
    const cwd = folderWith({ 'good.cjs': again, 'data.csv': DATA, 's.yaml': SUBJECT(command) });
    const first = measurementOf(await crossValidate(cwd, 's.yaml'));
    expect(first.outputs['accuracy']).toMatchObject({ estimate: 0.75 });
    expect(measurementOf(await crossValidate(cwd, 's.yaml')).cached).toBe(true);
    appendFileSync(join(cwd, 'good.cjs'), '// another trainer');
    const changed = measurementOf(await crossValidate(cwd, 's.yaml'));
    expect(changed.cached).toBe(false);
    expect(changed.key).not.toBe(first.key);
  });

  it('is known by its files: one that is listed and not there is a fault at its place', async () => {
    const cwd = folderWith({ 'data.csv': DATA, 's.yaml': SUBJECT(['python3', 't.py'], ', files: [features.py]') });
    const run = await crossValidate(cwd, 's.yaml');
    expect(run.code).toBe(3);
    expect(run.stderr).toMatch(/s\.yaml:6:\d+\s+error\s+ASSAY1400/);
  });
});

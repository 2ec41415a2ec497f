/** The main job from outside: reports, formats, statuses, the cache. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { validate } from '../../engine/report/validator.generated.js';
import type { Report, ReportList } from '../../engine/report/report.js';
import { without } from '../fixtures/without.js';
import { assay, codesIn, copyOf, folderWith, ROOT } from './run.js';

const MEDICAL = join(ROOT, 'examples/medical-diagnosis/subject.yaml');
const CREDIT = join(ROOT, 'examples/credit-risk/subject.yaml');
const FIXED = ['--seed', '7', '--as-of', '2026-11-24'];
const STATUS = { conforms: 0, 'does-not-conform': 1, undetermined: 2 };

const reportOf = (stdout: string): Report => {
  const report: unknown = JSON.parse(stdout);
  expect(validate(report)).toBe(true);
  return report as Report;
};

/** Without the readings: what must be equal in two runs. */
function withoutReadings(report: Report): unknown {
  return {
    ...without(report, 'footprint'),
    measurements: report.measurements.map((measurement) => ({
      ...without(measurement, 'seconds', 'cached', 'startedAt', 'device', 'footprint'),
      ...(!measurement.deterministic && { outputs: {} }),
    })),
  };
}

describe('a check', () => {
  test('as JSON: valid, all areas, the status of its verdict; again: the same but for the readings, from the cache', async () => {
    const cwd = folderWith();
    const first = await assay(['check', CREDIT, '--format', 'json', ...FIXED], { cwd });
    const report = reportOf(first.stdout);
    expect(first.code).toBe(STATUS[report.verdict]);
    expect([report.seed, report.seedChosen, report.asOf]).toEqual([7, true, '2026-11-24T00:00:00.000Z']);
    expect(new Set(report.rules.map(({ area }) => area))).toEqual(
      new Set(['energy', 'privacy', 'explainability', 'evaluation']),
    );
    const verdicts = new Set(report.rules.map(({ verdict }) => verdict));
    for (const verdict of ['pass', 'fail', 'undetermined'] as const) expect(verdicts).toContain(verdict);
    expect(report.footprint.measured).toBeGreaterThan(0);
    for (const rule of report.rules)
      for (const key of Object.values(rule.measurements))
        expect(
          report.measurements.some((measurement) => measurement.key === key),
          rule.id,
        ).toBe(true);

    const second = await assay(['check', CREDIT, '--format', 'json', ...FIXED], { cwd });
    const again = reportOf(second.stdout);
    expect(JSON.stringify(withoutReadings(again))).toBe(JSON.stringify(withoutReadings(report)));
    // A reading of the cache itself is taken each time.
    const anew = again.measurements.filter(({ cached, seconds }) => !cached && seconds > 0).map(({ plugin }) => plugin);
    expect(anew).toEqual(['evaluation/test-set-use']);
    expect(again.footprint.measured).toBe(1);
    // On every machine there is a figure; whether a meter's or a model's, it says so. The cache saved something.
    for (const { footprint } of [report, again]) {
      expect(footprint.energy).toMatchObject({ joules: expect.any(Number), meter: expect.stringMatching(/\w/) });
      if (footprint.energy!.basis === 'estimated') expect(footprint.energy!.range).toHaveLength(2);
    }
    expect(report.footprint.saved).toBeUndefined();
    const spent = report.measurements.reduce((sum, { plugin, footprint }) => {
      return plugin === 'evaluation/test-set-use' ? sum : sum + (footprint?.joules ?? 0);
    }, 0);
    expect(again.footprint.saved!.joules).toBeCloseTo(spent, 6);
    expect(spent).toBeGreaterThan(0);
    expect(existsSync(join(cwd, '.assay/.gitignore'))).toBe(true);
  });

  test('as text: verdict first, then what changed since the last report', async () => {
    const cwd = folderWith();
    const first = await assay(['check', MEDICAL, ...FIXED], { cwd });
    expect(first.stdout).toMatch(/^[✓✗?] (conforms|does not conform|undetermined) {2}medical-diagnosis /);
    expect(first.stdout).not.toContain('Changed since');
    const second = await assay(['check', MEDICAL, '--seed', '8', '--as-of', '2026-11-25'], { cwd });
    expect(second.stdout).toContain('Changed since the report of 2026-11-24');
    expect(second.stdout).toContain('The seed is another one.');
  });

  test('in Chinese', async () => {
    const run = await assay(['check', MEDICAL, ...FIXED, '--lang', 'zh'], { cwd: folderWith() });
    expect(run.stdout).toContain('不构成法律意见');
  });

  test('several outputs, each in the format of its name; none of them unfinished', async () => {
    const cwd = folderWith();
    const run = await assay(['check', MEDICAL, ...FIXED, '--output', 'r.json', '--output', 'r.txt'], { cwd });
    expect(run.stderr).toBe('');
    const report = reportOf(readFileSync(join(cwd, 'r.json'), 'utf8'));
    expect(run.code).toBe(STATUS[report.verdict]);
    expect(readFileSync(join(cwd, 'r.txt'), 'utf8')).toContain('medical-diagnosis');
    expect(run.stdout).toContain('medical-diagnosis');
  });

  test('several subjects: one that cannot be read stops no other; the worst status', async () => {
    const cwd = folderWith();
    const run = await assay(['check', MEDICAL, 'gone.yaml', CREDIT, '--format', 'json', ...FIXED], { cwd });
    const list = JSON.parse(run.stdout) as ReportList;
    expect(validate(list)).toBe(true);
    expect(list.kind).toBe('ReportList');
    expect(list.reports.map(({ kind }) => kind)).toEqual(['Report', 'UnreadSubject', 'Report']);
    expect(run.code).toBe(3);
  });

  test('without a document', async () => {
    const folder = copyOf('examples/medical-diagnosis');
    const args = ['--model', 'examples/medical-diagnosis/model.onnx', '--data', 'examples/medical-diagnosis/test.csv'];
    const run = await assay(
      [
        'check',
        ...args,
        '--target',
        'diagnosis',
        '--positive',
        'malignant',
        '--policy',
        'policies/sustainable-ai',
        '--format',
        'json',
        ...FIXED,
      ],
      { cwd: folder },
    );
    const report = reportOf(run.stdout);
    expect(run.code).toBe(STATUS[report.verdict]);
    expect(report.policy.chosenBy).toBe('command-line');
    expect(report.rules.some(({ verdict }) => verdict === 'pass')).toBe(true);
  });

  test('--no-cache leaves nothing behind', async () => {
    const cwd = folderWith();
    await assay(['check', MEDICAL, ...FIXED, '--no-cache', '--only', 'privacy'], { cwd });
    expect(existsSync(join(cwd, '.assay'))).toBe(false);
  });

  test('--only judges one area', async () => {
    const cwd = folderWith();
    const run = await assay(['check', CREDIT, ...FIXED, '--only', 'privacy', '--format', 'json'], { cwd });
    expect(new Set(reportOf(run.stdout).rules.map(({ area }) => area))).toEqual(new Set(['privacy']));
    expect(existsSync(join(cwd, '.assay/last'))).toBe(false);
    const none = await assay(['check', CREDIT, ...FIXED, '--only', 'nothing'], { cwd });
    expect([none.code, codesIn(none).length > 0]).toEqual([3, true]);
  });

  test('colours where they are forced, none otherwise', async () => {
    const cwd = folderWith();
    const escape = '\u001b[';
    const args = ['check', CREDIT, ...FIXED, '--only', 'privacy'];
    expect((await assay(args, { cwd, env: { FORCE_COLOR: '1' } })).stdout).toContain(escape);
    expect((await assay(args, { cwd })).stdout).not.toContain(escape);
    expect((await assay(args, { cwd, env: { FORCE_COLOR: '1', NO_COLOR: '1' } })).stdout).not.toContain(escape);
  });
});

describe('Ctrl-C', () => {
  test.each([400, 900, 1600])('after %d ms there is no verdict, and the next run accepts the cache', async (after) => {
    const cwd = folderWith();
    const run = await assay(['check', CREDIT, ...FIXED], { cwd, signal: { name: 'SIGINT', after } });
    // Early on there is no handler yet, late the check may be over.
    if (run.code === 4) expect([run.stdout, run.stderr]).toEqual(['', 'interrupted: there is no verdict\n']);
    else expect(run.signal === 'SIGINT' || [0, 1, 2].includes(run.code ?? -1)).toBe(true);
    const next = await assay(['check', CREDIT, '--format', 'json', ...FIXED], { cwd });
    expect(next.code).toBe(STATUS[reportOf(next.stdout).verdict]);
  });
});

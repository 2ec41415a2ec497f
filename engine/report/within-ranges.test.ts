import { describe, expect, test } from 'vitest';
import { OPTIONS } from '../../tests/fixtures/reporter-options.js';
import { sampleReport } from '../../tests/fixtures/sample-report.js';
import { REPORTERS } from './registry.js';
import type { FigureRecord, Report } from './report.js';
import { clippedReport } from './within-ranges.js';

const cv = sampleReport.measurements.find(({ plugin }) => plugin === 'evaluation/cross-validation')!;
const beyond: FigureRecord = { ...(cv.outputs['f1Macro'] as FigureRecord), interval: [-0.0153, 1.0153] };
const report: Report = {
  ...sampleReport,
  measurements: sampleReport.measurements.map((each) =>
    each === cv ? { ...each, outputs: { ...each.outputs, f1Macro: beyond } } : each,
  ),
  rules: sampleReport.rules.map((rule) => ({
    ...rule,
    evidence: rule.evidence.map((each) =>
      each.output === 'cv.f1Macro' ? { ...each, interval: [-0.0153, 1.0153] as const } : each,
    ),
  })),
};

describe('intervals for readers', () => {
  test('end where the declared range does', () => {
    const clipped = clippedReport(report);
    const output = clipped.measurements.find(({ key }) => key === cv.key)!.outputs['f1Macro'];
    expect(output).toEqual({ ...beyond, interval: [0, 1] });
    const evidence = clipped.rules.flatMap((rule) => rule.evidence).filter((each) => each.output === 'cv.f1Macro');
    expect(evidence.map(({ interval }) => interval)).toEqual(evidence.map(() => [0, 1]));
    expect(evidence.length).toBeGreaterThan(0);
  });

  test('are as they were where nothing declares the output, or the evidence is in another unit', () => {
    const rules = report.rules.map((rule) => ({
      ...rule,
      measures: Object.fromEntries(
        Object.keys(rule.measures).map((alias) => [alias, { plugin: '__proto__', with: {} }]),
      ),
      evidence: rule.evidence.map((each) => ({ ...each, output: each.output.replace('cv.', 'constructor.') })),
    }));
    const odd = { ...report, rules };
    expect(clippedReport(odd).rules).toEqual(odd.rules);
    const percents = report.rules.map((rule) => ({
      ...rule,
      evidence: rule.evidence.map((each) => ({ ...each, unit: 'percent' })),
    }));
    expect(clippedReport({ ...report, rules: percents }).rules).toEqual(percents);
  });

  test.each(['text', 'markdown', 'html', 'cyclonedx', 'model-card', 'oscal', 'sarif', 'eu-annex-iv', 'junit'])(
    '%s tells none beyond it',
    async (format) => {
      const render = await REPORTERS[format]!();
      expect(render(report, OPTIONS)).not.toMatch(/1\.015|[-−]0\.015/);
    },
  );

  test('the record keeps the whole', async () => {
    const render = await REPORTERS['json']!();
    expect(render(report, OPTIONS)).toContain('1.0153');
  });
});

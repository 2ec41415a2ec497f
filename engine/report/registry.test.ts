import { expect, test } from 'vitest';
import { OPTIONS, UNREAD } from '../../tests/fixtures/reporter-options.js';
import { sampleReport } from '../../tests/fixtures/sample-report.js';
import { FORMATS, REPORTERS } from './registry.js';

test('formats stand in order', () => {
  expect(FORMATS).toEqual([...FORMATS].sort());
});

test.each(FORMATS)('%s takes one report and a list, and gives the same bytes twice', async (format) => {
  const reporter = await REPORTERS[format]!();
  const list = { apiVersion: 'assay/v1', kind: 'ReportList', reports: [sampleReport, UNREAD] } as const;
  for (const report of [sampleReport, list]) {
    const text = reporter(report, OPTIONS);
    expect(reporter(report, OPTIONS)).toBe(text);
    expect(text.endsWith('\n')).toBe(true);
  }
  for (const part of ['credit-risk', 'gone.yaml', 'ASSAY1000']) expect(reporter(list, OPTIONS)).toContain(part);
});

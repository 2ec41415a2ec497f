import { expect, test } from 'vitest';
import { sampleReport } from '../../tests/fixtures/sample-report.js';
import { FORMATS, REPORTERS } from './registry.js';

const OPTIONS = { language: 'en', width: 80, color: false, unicode: true } as const;
const unread = {
  kind: 'UnreadSubject',
  path: 'gone.yaml',
  findings: [{ code: 'ASSAY1000', severity: 'error', message: 'it is not there', file: 'gone.yaml' }],
} as const;

test('formats stand in order', () => {
  expect(FORMATS).toEqual([...FORMATS].sort());
});

test.each(FORMATS)('%s takes one report and a list, and gives the same bytes twice', async (format) => {
  const reporter = await REPORTERS[format]!();
  const list = { apiVersion: 'assay/v1', kind: 'ReportList', reports: [sampleReport, unread] } as const;
  for (const report of [sampleReport, list]) {
    const text = reporter(report, OPTIONS);
    expect(reporter(report, OPTIONS)).toBe(text);
    expect(text.endsWith('\n')).toBe(true);
  }
  for (const part of ['credit-risk', 'gone.yaml', 'ASSAY1000']) expect(reporter(list, OPTIONS)).toContain(part);
});

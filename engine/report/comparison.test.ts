/** Two reports beside each other, as text and as a page. */
import { describe, expect, test } from 'vitest';
import { sampleReport } from '../../tests/fixtures/sample-report.js';
import { HOSTILE_STRINGS, hostileReport } from '../../tests/hostile-strings.js';
import { renderComparisonText } from './compared-reports-text.js';
import { pairReports, type Comparison } from './comparison.js';
import { LANGUAGES } from './messages/messages.js';
import { renderComparisonHtml } from './page/comparison.js';
import type { Report } from './report.js';

const TEXT = { language: 'en', width: 80, color: false, unicode: true } as const;

/** The sample before: another model, a milder limit, a verdict and a figure that were others. */
const earlier: Report = {
  ...sampleReport,
  verdict: 'undetermined',
  subject: { ...sampleReport.subject, version: '3.0.0', model: { digest: `sha256:${'9'.repeat(64)}`, format: 'onnx' } },
  policy: {
    ...sampleReport.policy,
    effective: {
      ...sampleReport.policy.effective,
      parameters: sampleReport.policy.effective.parameters.map((each) => ({ ...each, value: 0.65 })),
    },
  },
  rules: sampleReport.rules
    .filter(({ id }) => !id.endsWith('ENER-001'))
    .map((rule) =>
      rule.id.endsWith('EVAL-001')
        ? {
            ...rule,
            verdict: 'fail',
            evidence: rule.evidence.map((each) => ({ ...each, estimate: 0.612, interval: [0.58, 0.644] as const })),
          }
        : rule,
    ),
};
const comparison = pairReports(earlier, sampleReport);

const forms: Readonly<Record<string, (of: Comparison, language?: 'en' | 'zh') => string>> = {
  text: (of, language = 'en') => renderComparisonText(of, { ...TEXT, language }),
  html: (of, language = 'en') => renderComparisonHtml(of, { language }),
};

describe.each(Object.entries(forms))('as %s', (form, render) => {
  test('what changed is said: verdicts, figures with intervals, rules, limits, the model', () => {
    const text = render(comparison);
    for (const part of [
      '3.0.0',
      '3.1.0',
      'The model is another one',
      '0.612 [0.580, 0.644]',
      '0.723 [0.687, 0.759]',
      '0.65',
      'new rule',
    ])
      expect(text).toContain(part);
  });

  test.each(LANGUAGES)('in %s nothing is undefined', (language) => {
    expect(render(comparison, language)).not.toMatch(/undefined|NaN|\[object/);
  });

  test('a report and itself: nothing changed', () => {
    expect(render(pairReports(sampleReport, sampleReport))).toContain('Nothing');
  });

  test.each(Object.keys(HOSTILE_STRINGS))('%s does no harm', (name) => {
    const text = render(pairReports(hostileReport('x'), hostileReport(HOSTILE_STRINGS[name]!)));
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202a-\u202e]/);
    if (form === 'html') expect(text).not.toMatch(/<script|<img|\son[a-z]+="/);
  });
});

test('lists are paired by the subjects’ names', () => {
  const named = (name: string): Report => ({ ...sampleReport, subject: { ...sampleReport.subject, name } });
  const list = (...names: string[]) =>
    ({ apiVersion: 'assay/v1', kind: 'ReportList', reports: names.map(named) }) as const;
  const paired = pairReports(list('a', 'b'), list('c', 'b'));
  expect(paired.pairs.map(({ after }) => after.subject.name)).toEqual(['b']);
  expect([paired.onlyBefore, paired.onlyAfter]).toEqual([['a'], ['c']]);
});

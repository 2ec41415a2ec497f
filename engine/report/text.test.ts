import { describe, expect, test } from 'vitest';
import { digestOf, sampleReport } from '../../tests/fixtures/sample-report.js';
import { LANGUAGES } from './messages/messages.js';
import { renderDiagnostics } from './text/diagnostics.js';
import type { Report } from './report.js';
import { renderText, type ReportTextOptions } from './text.js';
import { OPTIONS } from '../../tests/fixtures/reporter-options.js';
import { textWidth } from './text/width.js';

const render = (report: Report, options: Partial<ReportTextOptions> = {}): string =>
  renderText(report, { ...OPTIONS, ...options });
const lineWith = (text: string, part: string): string => text.split('\n').find((line) => line.includes(part)) ?? '';
const COLOURS = /\u001b\[[0-9;]*m/g;

describe('text report', () => {
  test('says the verdict and why before anything else', () => {
    const [first, second] = render(sampleReport).split('\n');
    expect(first).toContain('does not conform');
    expect(first).toContain('credit-risk 3.1.0');
    expect(second).toContain('EVAL-003');
  });

  test('every rule has its mark, level and clause', () => {
    const text = render(sampleReport);
    const marks = { pass: '✓', fail: '✗', undetermined: '?', 'not-applicable': '–' };
    for (const rule of sampleReport.rules) {
      const id = rule.id.split('/')[1]!;
      const line = text.split('\n').find((each) => each.startsWith(` ${marks[rule.verdict]} ${id} `)) ?? '';
      expect(line, id).not.toBe('');
      if (rule.verdict !== 'not-applicable') expect(line).toContain(`${rule.level} · clause ${rule.clause}`);
    }
  });

  test('names an adapter that measurements ran on', () => {
    const device = 'software adapter swiftshader';
    const measurements = sampleReport.measurements.map((one) => ({ ...one, backend: 'onnxruntime/webgpu', device }));
    expect(render({ ...sampleReport, measurements })).toContain(`1 measurement ran on ${device}.`);
    expect(render(sampleReport)).not.toContain(' ran on ');
  });

  test('the number, its interval and the limit stand beside the gauge', () => {
    const line = lineWith(render(sampleReport), 'cv.f1Macro  ');
    expect(line).toContain('0.723  [0.687, 0.759]  needs ≥ 0.700');
    expect(line).toContain('├───┃─────●──────────┤');
  });

  test.each([
    ['settle', 'About 1,240 rows'],
    ['remedy', 'Coarsen the quasi-identifiers.'],
    ['waiver', 'Waived until 2027-01-31 by Chief risk officer (RISK-12)'],
    ['unmeasured', 'this machine has no energy meter'],
    ['switched off', 'riskClass is high'],
    ['not assessed', 'Training of staff'],
    ['finding', 'ASSAY1403'],
    ['seed', '5312077149'],
    ['disclaimer', 'no legal opinion'],
    ['false failures', '0.2 of these rules'],
    ['cost', '4 from the cache'],
  ])('%s is shown', (_, part) => {
    expect(render(sampleReport, { width: 120 })).toContain(part);
  });

  const widths = [60, 80, 120] as const;
  test.each(LANGUAGES.flatMap((language) => widths.map((width) => [language, width] as const)))(
    'in %s at %d columns no line is longer, and colours change nothing else',
    (language, width) => {
      const plain = render(sampleReport, { language, width });
      for (const line of plain.split('\n')) expect(textWidth(line), line).toBeLessThanOrEqual(width);
      expect(plain).not.toMatch(COLOURS);
      const coloured = render(sampleReport, { language, width, color: true });
      expect(coloured).toMatch(COLOURS);
      // The badge of the verdict has a margin where it has a ground.
      const bare = coloured.replace(COLOURS, '').split('\n').slice(1);
      expect(bare.map((line) => line.trimEnd())).toEqual(plain.split('\n').slice(1));
    },
  );

  test('right edges are aligned, wide characters too', () => {
    for (const language of LANGUAGES) {
      const heads = render(sampleReport, { language })
        .split('\n')
        .filter((line) => /^ [✓✗?] .* 4\.\d$/.test(line));
      expect(heads.length).toBeGreaterThan(0);
      expect(new Set(heads.map(textWidth))).toEqual(new Set([80]));
    }
  });

  test('ASCII where the terminal has nothing else', () => {
    const ascii = render(sampleReport, { unicode: false });
    expect(ascii).toMatch(/^[\n -~]*$/);
  });

  test('in Chinese', () => {
    const text = render(sampleReport, { language: 'zh' });
    for (const part of ['不符合', '模型具有泛化能力', '总共约 1,240 行', '不构成法律意见'])
      expect(text).toContain(part);
  });

  const before: Report = {
    ...sampleReport,
    asOf: '2026-10-01T00:00:00Z',
    policy: { ...sampleReport.policy, digest: digestOf('9') },
    rules: sampleReport.rules
      .filter(({ id }) => !id.endsWith('PRIV-002'))
      .map((rule) =>
        rule.id.endsWith('EVAL-001')
          ? { ...rule, verdict: 'fail' as const, evidence: [{ ...rule.evidence[0]!, estimate: 0.651 }] }
          : rule,
      ),
  };

  test.each([
    ['since when', '2026-10-01'],
    ['the policy', 'The policy is another one.'],
    ['the verdict', 'fail → undetermined'],
    ['the figure with its interval', '0.651 [0.687, 0.759] → 0.723 [0.687, 0.759]'],
    ['the new rule', 'new rule'],
  ])('what changed: %s', (_, part) => {
    expect(render(sampleReport, { previous: before })).toContain(part);
  });

  test('nothing changed', () => {
    expect(render(sampleReport, { previous: sampleReport })).toContain('Nothing.');
    expect(render(sampleReport)).not.toContain('Changed since');
  });

  test('hostile text can neither move the cursor nor fake a line', () => {
    const hostile = 'fine\u001b[2J\u001b[1;1H\n ✓ EVAL-009  faked\u202e';
    const text = render({
      ...sampleReport,
      subject: { ...sampleReport.subject, name: hostile, title: hostile },
      rules: sampleReport.rules.map((rule) => ({
        ...rule,
        title: hostile,
        remedy: hostile,
        evidence: rule.evidence.map((each) => ({ ...each, output: hostile, detail: hostile })),
        waiver: rule.waiver && { ...rule.waiver, reason: hostile, approvedBy: [hostile], ticket: hostile },
      })),
      findings: [{ ...sampleReport.findings[0]!, message: hostile, file: hostile, hint: hostile }],
      notAssessed: [{ clause: hostile, standard: hostile, title: hostile }],
    });
    expect(text).not.toContain('\u001b');
    expect(text).not.toContain('\u202e');
    expect(text.split('\n').filter((line) => line.startsWith(' ✓ EVAL-009'))).toEqual([]);
  });
});

describe('diagnostics', () => {
  const base = { code: 'ASSAY1203', severity: 'error', message: 'an unknown operator', file: 'p.yaml' } as const;
  const at = (column: number, endColumn: number) => ({ line: 12, column, endLine: 12, endColumn });

  test.each([
    ['    require: {"=>": 1}', at(15, 19), '              ^^^^'],
    ['title: 不符合要求 x', at(8, 11), '       ^^^^^^'],
    ['\tx: 1', at(2, 3), ' ^'],
  ])('%j has its caret under the place', (source, range, caret) => {
    const lines = renderDiagnostics([{ ...base, source, range }], OPTIONS).split('\n');
    expect(lines[0]).toContain('p.yaml:12:');
    const shown = lines.findIndex((line) => line.includes('12 │'));
    expect(lines[shown + 1]?.split('│ ')[1]).toBe(caret);
  });

  test('a very long line is shown around the fault', () => {
    const source = `${'x'.repeat(500)}HERE${'y'.repeat(500)}`;
    const text = renderDiagnostics([{ ...base, source, range: at(501, 505) }], OPTIONS);
    for (const line of text.split('\n')) expect(textWidth(line)).toBeLessThanOrEqual(80);
    const lines = text.split('\n');
    const shown = lines.findIndex((line) => line.includes('HERE'));
    expect(lines[shown + 1]?.indexOf('^')).toBe(lines[shown]?.indexOf('HERE'));
  });

  test('nothing found, nothing said', () => {
    expect(renderDiagnostics([], OPTIONS)).toBe('');
  });
});

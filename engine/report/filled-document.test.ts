import { micromark } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { OPTIONS } from '../../tests/fixtures/reporter-options.js';
import { sampleReport } from '../../tests/fixtures/sample-report.js';
import { HOSTILE_STRINGS, hostileReport } from '../../tests/hostile-strings.js';
import { renderEuAnnexIv } from './eu-annex-iv.js';
import { renderEuAnnexXi } from './eu-annex-xi.js';
import { renderModelCard } from './model-card.js';
import type { MeasurementRecord, Report } from './report.js';

const htmlOf = (markdown: string): string =>
  micromark(markdown, { allowDangerousHtml: true, extensions: [gfm()], htmlExtensions: [gfmHtml()] });

const held = {
  ...sampleReport.measurements[0]!,
  plugin: 'evaluation/holdout',
  outputs: {
    rows: { estimate: 400, unit: '1', basis: 'observed', uncertainty: { kind: 'exact' } },
    rocAuc: {
      estimate: 0.81,
      unit: '1',
      n: 400,
      basis: 'observed',
      uncertainty: { kind: 'student-t', scale: 0.02, df: 399 },
      interval: [0.77, 0.85],
    },
  },
} as const satisfies MeasurementRecord;
const report: Report = { ...sampleReport, measurements: [held] };

/** Points in order, and those that are blank. */
function pointsOf(markdown: string): { readonly all: readonly string[]; readonly blank: readonly string[] } {
  const parts = markdown.split(/^## /m).slice(1);
  const idOf = (part: string): string => part.split('\n')[0]!;
  const isBlank = (part: string): boolean => part.includes('To be written by the provider.');
  return { all: parts.map(idOf), blank: parts.filter(isBlank).map(idOf) };
}

describe('documents of the AI Act', () => {
  test('Annex IV: all its points, filled with what was measured, blanks by name', () => {
    const markdown = renderEuAnnexIv(report, OPTIONS);
    const { all, blank } = pointsOf(markdown);
    expect(all).toEqual([
      ...['1(a)', '1(b)', '1(c)', '1(d)', '1(e)', '1(f)', '1(g)', '1(h)'],
      ...['2(a)', '2(b)', '2(c)', '2(d)', '2(e)', '2(f)', '2(g)', '2(h)', '3', '4', '5', '6', '7', '8', '9'],
    ]);
    expect(markdown).toContain(`Blank: ${blank.join(', ')}.`);
    expect(all.filter((id) => !blank.includes(id))).toEqual(['1(a)', '2(d)', '2(g)', '7']);
    expect(htmlOf(markdown)).toContain('<td>rocAuc</td>\n<td>0.810</td>\n<td>[0.770, 0.850]</td>\n<td>400</td>');
  });

  test('Annex XI: energy and compute where they were measured', () => {
    const energy = { estimate: 3.5, unit: 'kWh', basis: 'logged', uncertainty: { kind: 'exact' } } as const;
    const measured = { ...held, plugin: 'energy/training', outputs: { energy } };
    expect(pointsOf(renderEuAnnexXi(report, OPTIONS)).blank).toContain('1.2(e)');
    const markdown = renderEuAnnexXi({ ...report, measurements: [held, measured] }, OPTIONS);
    expect(pointsOf(markdown).blank).not.toContain('1.2(e)');
    expect(htmlOf(markdown)).toContain('taken from another program’s record');
  });
});

describe('the model card', () => {
  const card = renderModelCard(report, OPTIONS);
  const [, metadata = '', body = ''] = /^---\n(.*?)\n---\n(.*)$/s.exec(card) ?? [];

  test('metadata as Hugging Face reads it', () => {
    expect(parse(metadata)).toEqual({
      library_name: 'onnx',
      pipeline_tag: 'tabular-classification',
      tags: ['assay', 'binary-classification'],
      metrics: ['roc_auc'],
      'model-index': [
        {
          name: 'credit-risk',
          results: [
            {
              task: { type: 'tabular-classification' },
              dataset: { type: 'csv', name: 'test.csv', revision: `sha256:${'d'.repeat(64)}` },
              metrics: [{ type: 'roc_auc', name: 'rocAuc', value: 0.81, args: { confidence_interval: [0.77, 0.85] } }],
            },
          ],
        },
      ],
    });
  });

  test('limits are the rules that fail or are open; what nobody measured says so', () => {
    expect(body).toContain('- **sustainable-ai/EVAL-003** (shall, fail)');
    expect(body).toMatch(/## Privacy\n\n\[More Information Needed\]/);
  });
});

describe.each(Object.entries({ renderEuAnnexIv, renderEuAnnexXi, renderModelCard }))('%s', (_, render) => {
  test.each(Object.keys(HOSTILE_STRINGS))('no text becomes markup: %s', (name) => {
    const markdown = render(hostileReport(HOSTILE_STRINGS[name]!), OPTIONS).replace(/^---\n.*?\n---\n/s, '');
    const html = htmlOf(markdown);
    expect(html).not.toMatch(/<(?:script|img|a|code|del|details)\b/);
    for (const row of html.match(/<tr>.*?<\/tr>/gs) ?? []) expect([2, 3, 4, 6]).toContain(row.match(/<t[hd]/g)?.length);
  });
});

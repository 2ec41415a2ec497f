/** The page as markup: whole, bounded, and never made of what a report's texts say. The look is tested in a browser. */
import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { validateXML } from 'xmllint-wasm';
import { sampleReport } from '../../../tests/fixtures/sample-report.js';
import { HOSTILE_STRINGS, hostileReport } from '../../../tests/hostile-strings.js';
import { LANGUAGES } from '../messages/messages.js';
import type { Report } from '../report.js';
import { renderHtml } from './page.js';

const page = (report: Report, language: 'en' | 'zh' = 'en'): string => renderHtml(report, { language });

/** All elements and attributes that a page is made of. */
function kindsOf(text: string): ReadonlySet<string> {
  const body = text.slice(text.indexOf('<body'));
  const tags = body.match(/<[a-z][^>]*>/g) ?? [];
  return new Set(
    tags.flatMap((tag) => {
      const [name = ''] = /^<[a-z0-9]+/.exec(tag) ?? [];
      return [...tag.replace(/"[^"]*"/g, '""').matchAll(/\s([^\s=]+)=""/g)].map(
        ([, attribute]) => `${name} ${attribute}`,
      );
    }),
  );
}

/** The page is XML but for its doctype: a text that became markup would show as a fault. */
async function faultsOf(text: string): Promise<readonly string[]> {
  const body = text.replace('<!doctype html>', '').replace(/<style>.*?<\/style>/s, '');
  const { valid, errors } = await validateXML({ xml: [{ fileName: 'page.xml', contents: body }], schema: [] });
  return valid ? [] : errors.map(({ message }) => message);
}

describe('a page', () => {
  test.each(LANGUAGES)('in %s says the verdict first, then areas, clauses and rules', (language) => {
    const text = page(sampleReport, language);
    const order = [
      'class="verdict fail"',
      'class="area"',
      'class="clause"',
      'class="rule pass"',
      'id="measurements-1"',
    ];
    const places = order.map((part) => text.indexOf(part));
    expect(places).not.toContain(-1);
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(text).not.toMatch(/undefined|NaN|\[object/);
  });

  test('runs nothing and fetches nothing, and its policy says so', () => {
    const text = page(sampleReport);
    const style = /<style>(.*?)<\/style>/s.exec(text)?.[1] ?? '';
    const digest = createHash('sha256').update(style).digest('base64');
    expect(text).toContain(`default-src 'none'; style-src 'sha256-${digest}'`);
    expect(text).not.toMatch(/<script|<link|<img|<iframe|\sstyle=|\son[a-z]+=|url\(|@import/);
  });

  test.each(Object.keys(HOSTILE_STRINGS))('no %s becomes markup', async (name) => {
    const text = page(hostileReport(HOSTILE_STRINGS[name]!));
    const harmless = kindsOf(page(hostileReport('x')));
    for (const kind of kindsOf(text)) expect(harmless, kind).toContain(kind);
    expect(await faultsOf(text)).toEqual([]);
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202a-\u202e\u2066-\u2069]/);
  });

  test('every link leads somewhere, and no two elements share an id', () => {
    const text = renderHtml(
      { apiVersion: 'assay/v1', kind: 'ReportList', reports: [sampleReport, sampleReport] },
      { language: 'en' },
    );
    const ids = [...text.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [, target] of text.matchAll(/href="#([^"]*)"/g)) expect(ids).toContain(target);
  });

  test('what anyone’s measurement has for people is bounded', () => {
    const [first] = sampleReport.measurements;
    const points = Array.from({ length: 300_000 }, (_, x): readonly [number, number] => [x, Math.sin(x)]);
    const rows = points.map(([x]) => [x, 'x'.repeat(50)]);
    const bars = points.map(([x, y]) => ({ name: `bar ${x}`, value: y }));
    const huge: Report = {
      ...sampleReport,
      measurements: [
        {
          ...first!,
          details: [
            {
              type: 'curve',
              id: 'c',
              title: 'curve',
              x: { name: 'x' },
              y: { name: 'y' },
              series: [{ name: 's', points }],
            },
            { type: 'table', id: 't', title: 'table', columns: [{ name: 'a' }, { name: 'b' }], rows },
            { type: 'bars', id: 'b', title: 'bars', bars },
            { type: 'text', id: 'x', title: 'text', text: 'long '.repeat(200_000) },
            {
              type: 'matrix',
              id: 'm',
              title: 'matrix',
              rowNames: ['a'],
              columnNames: ['b'],
              values: [points.map(([, y]) => y)],
            },
          ],
        },
      ],
    };
    expect(page(huge).length).toBeLessThan(200_000);
  });

  test.each([
    ['one point', [[1, 1]]],
    ['no point', []],
    [
      'huge numbers',
      [
        [-1e308, -1e308],
        [1e308, 1e308],
      ],
    ],
    [
      'tiny numbers',
      [
        [1e-320, 0],
        [2e-320, 1e-320],
      ],
    ],
  ] as const)('a curve of %s', (_, points) => {
    const [first] = sampleReport.measurements;
    const detail = {
      type: 'curve',
      id: 'roc',
      title: 'c',
      x: { name: 'x' },
      y: { name: 'y' },
      series: [{ name: 's', points }],
    } as const;
    expect(page({ ...sampleReport, measurements: [{ ...first!, details: [detail] }] })).not.toMatch(/NaN|Infinity/);
  });
});

import fc from 'fast-check';
import { micromark } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';
import { describe, expect, test } from 'vitest';
import { OPTIONS } from '../../tests/fixtures/reporter-options.js';
import { sampleReport } from '../../tests/fixtures/sample-report.js';
import { HOSTILE_STRINGS, hostileReport } from '../../tests/hostile-strings.js';
import { escaped } from './markdown-text.js';
import { renderMarkdown } from './markdown.js';
import type { Report } from './report.js';

/** As GitHub reads it, but for its filter of raw HTML: what that would take out is seen here. */
const htmlOf = (markdown: string): string =>
  micromark(markdown, { allowDangerousHtml: true, extensions: [gfm()], htmlExtensions: [gfmHtml()] });
const elementsOf = (html: string): readonly string[] =>
  [...new Set([...html.matchAll(/<([a-z][a-z0-9]*)/gi)].map(([, name]) => name!))].sort();

describe('Markdown', () => {
  const page = htmlOf(renderMarkdown(sampleReport, OPTIONS));

  test('the verdict first, then what keeps the subject from conforming, worst first', () => {
    expect(page).toMatch(/^<h2>✗ does not conform: credit-risk 3\.1\.0<\/h2>/);
    const table = page.slice(page.indexOf('<table>'), page.indexOf('</table>'));
    expect([...table.matchAll(/<strong>([A-Z0-9-]+)<\/strong>/g)].map(([, id]) => id)).toEqual([
      ...['EVAL-003', 'EVAL-001', 'EXPL-001', 'ENER-002', 'PRIV-002'],
    ]);
    expect(table).toContain('cv.f1Macro 0.723 [0.687, 0.759] needs ≥ 0.700');
  });

  test('waivers, passes, clauses without a rule and remarks are folded away', () => {
    expect([...page.matchAll(/<summary>([^<]*)<\/summary>/g)].map(([, title]) => title)).toEqual([
      ...['⚑ waived (1)', 'pass (2)', 'Switched off by facts (1)'],
      ...['Not assessed: clauses without a rule (2)', 'Remarks (1)'],
    ]);
  });

  test.each(Object.keys(HOSTILE_STRINGS))('no text becomes markup: %s', (name) => {
    const html = htmlOf(renderMarkdown(hostileReport(HOSTILE_STRINGS[name]!), OPTIONS));
    const allowed = elementsOf(page);
    expect(elementsOf(html).filter((element) => !allowed.includes(element))).toEqual([]);
    expect(html).not.toMatch(/<[^>]*(?:href|src|on\w+)=/);
    // Mentions and issues are looked for in text nodes.
    expect(html).not.toMatch(/[@#](?:everyone|1\b)/);
    // Each row keeps its cells.
    for (const row of html.match(/<tr>.*?<\/tr>/gs) ?? []) expect(row.match(/<t[hd]/g)).toHaveLength(4);
  });

  test('any text stays itself', () => {
    const unit = fc.constantFrom(...'ab1 .:/@#*_`~|\\<>&[]()!$-+=^"\'www'.split(''));
    fc.assert(
      fc.property(fc.string({ unit, minLength: 1 }), (text) => {
        const html = htmlOf(`**x** ${escaped(text)}`);
        const plain = html
          .replace(/<!-- -->|<\/?(?:p|strong)>/g, '')
          .replace(/&lt;/g, '<')
          .replace(/&gt;/g, '>')
          .replace(/&quot;/g, '"')
          .replace(/&amp;/g, '&');
        expect(plain.trim()).toBe(`x ${text}`.trim());
      }),
    );
  });

  test('a report larger than a comment is cut between parts, and says so', () => {
    const rules = Array.from({ length: 600 }, (_, index) => ({ ...sampleReport.rules[3]!, id: `a/R-${index}` }));
    const markdown = renderMarkdown({ ...sampleReport, rules: [...sampleReport.rules, ...rules] } as Report, OPTIONS);
    expect(markdown.length).toBeLessThan(65_536);
    expect(markdown).toContain('does not fit');
    expect(elementsOf(htmlOf(markdown))).not.toContain('script');
  });
});

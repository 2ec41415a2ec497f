import { parse } from 'csv-parse/sync';
import { describe, expect, test } from 'vitest';
import { OPTIONS } from '../../tests/fixtures/reporter-options.js';
import { sampleReport } from '../../tests/fixtures/sample-report.js';
import { HOSTILE_STRINGS, hostileReport } from '../../tests/hostile-strings.js';
import { renderCsv } from './csv.js';
import type { Report } from './report.js';

const linesOf = (report: Report): readonly Readonly<Record<string, string>>[] =>
  parse(renderCsv(report, OPTIONS), { columns: true }) as Record<string, string>[];

describe('CSV', () => {
  test('a line a comparison, in full', () => {
    const lines = linesOf(sampleReport);
    expect(lines).toHaveLength(10);
    expect(lines.find(({ rule }) => rule === 'sustainable-ai/EVAL-001')).toMatchObject({
      ...{ subject: 'credit-risk', verdict: 'undetermined', cause: 'uncertain', confidence: '0.95' },
      ...{ output: 'cv.f1Macro', estimate: '0.723', lower: '0.687', upper: '0.759', intervalLevel: '0.9' },
      ...{ operator: '>=', limit: '0.7', lowestSupport: '0.876', deciding: 'true', line: '31' },
    });
    expect(lines.find(({ rule }) => rule === 'sustainable-ai/EXPL-002')).toMatchObject({ output: '', estimate: '' });
    expect(lines.find(({ rule }) => rule === 'sustainable-ai/PRIV-001')).toMatchObject({ distance: '-4' });
  });

  test.each(Object.keys(HOSTILE_STRINGS))('no cell is a formula: %s', (name) => {
    const cells = linesOf(hostileReport(HOSTILE_STRINGS[name]!)).flatMap((line) => Object.values(line));
    expect(cells.filter((cell) => /^[=+@\t\r]/.test(cell) || /^-(?![\d.])/.test(cell))).toEqual([]);
    expect(cells.join('')).not.toMatch(/[\u0000\u001b\u202e]/);
  });
});

import { describe, expect, test } from 'vitest';
import { OPTIONS } from '../../tests/fixtures/reporter-options.js';
import { sampleReport } from '../../tests/fixtures/sample-report.js';
import { renderMeasurement } from './measurement-text.js';
import type { DetailRecord, MeasurementRecord } from './report.js';
import { textWidth } from './text/width.js';

const [measurement] = sampleReport.measurements as readonly [MeasurementRecord];
const render = (
  details: readonly DetailRecord[],
  options: Partial<Parameters<typeof renderMeasurement>[1]> = {},
): string =>
  renderMeasurement({ measurement: { ...measurement, details }, intervalLevel: 0.9 }, { ...OPTIONS, ...options });

const detail = {
  table: {
    type: 'table',
    id: 't',
    title: 'Attributions',
    columns: [{ name: 'feature' }, { name: 'value', unit: 'kWh' }],
    rows: [
      ['age', 0.123456],
      ['a very long name of a feature, which takes more room than there is on the whole line of a page', null],
    ],
  },
  curve: {
    type: 'curve',
    id: 'c',
    title: { en: 'ROC curve', zh: 'ROC 曲线' },
    x: { name: 'false positive rate' },
    y: { name: 'true positive rate' },
    series: [
      {
        name: 'bad',
        points: [
          [0, 0],
          [0.5, 0.9],
          [1, 1],
        ],
      },
    ],
  },
  matrix: {
    type: 'matrix',
    id: 'm',
    title: 'Confusion',
    rowNames: ['bad', 'good'],
    columnNames: ['bad', 'good'],
    values: [
      [60, 60],
      [72, 208],
    ],
  },
  bars: {
    type: 'bars',
    id: 'b',
    title: 'Importance',
    bars: [
      { name: 'age', value: 0.4 },
      { name: 'sex', value: -0.1 },
    ],
  },
  intervals: {
    type: 'intervals',
    id: 'i',
    title: 'Recall by group',
    level: 0.9,
    items: [
      { name: 'a', estimate: 0.5, lower: 0.4, upper: 0.6 },
      { name: 'b', estimate: 0.8, lower: 0.7, upper: 0.9 },
    ],
  },
  text: { type: 'text', id: 'x', title: 'Note', text: { en: 'A sentence.', zh: '一句话。' } },
} as const satisfies Record<DetailRecord['type'], DetailRecord>;

describe('measurement page', () => {
  test('figures with their interval; what is unmeasured with its reason', () => {
    const text = render([]);
    expect(text).toMatch(/f1Macro +0\.723 +0\.687 … 0\.759 +1,000 +observed/);
    expect(text).toMatch(/\? rocAuc: .*no probabilities/);
  });

  test.each([
    ['table', ['value (kWh)', '0.1235']],
    ['curve', ['▁', '█', 'true positive rate 0 … 1']],
    ['matrix', ['208']],
    ['bars', ['age', '████', '−0.1']],
    ['intervals', ['├', '●', '0.8 [0.7, 0.9]', '90 % interval']],
    ['text', ['A sentence.']],
  ] as const)('%s is drawn', (type, parts) => {
    for (const part of parts) expect(render([detail[type]])).toContain(part);
  });

  test.each(['en', 'zh'] as const)('in %s no line is longer than the page', (language) => {
    for (const width of [60, 80, 120])
      for (const line of render(Object.values(detail), { language, width }).split('\n'))
        expect(textWidth(line), line).toBeLessThanOrEqual(width);
  });

  test('ASCII where the terminal has nothing else', () => {
    expect(render(Object.values(detail), { unicode: false })).toMatch(/^[\n -~]*$/);
  });

  test.each<[string, DetailRecord]>([
    ['an empty table', { ...detail.table, rows: [] }],
    ['a curve without points', { ...detail.curve, series: [] }],
    ['a curve of one point', { ...detail.curve, series: [{ name: 'one', points: [[0.5, 0.5]] }] }],
    ['no bars', { ...detail.bars, bars: [] }],
    ['bars of zero', { ...detail.bars, bars: [{ name: 'none', value: 0 }] }],
    ['no intervals', { ...detail.intervals, items: [] }],
    ['an empty matrix', { ...detail.matrix, values: [], rowNames: [] }],
  ])('%s is no fault', (_, empty) => {
    expect(render([empty])).not.toMatch(/NaN|undefined|Infinity/);
  });
});

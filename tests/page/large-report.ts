/** A report of many rules and measurements, each measurement with plots. */
import type { DetailRecord, MeasurementRecord, Report, RuleRecord } from '../../engine/report/report.js';
import { sampleReport } from '../fixtures/sample-report.js';

const AREAS = ['energy', 'privacy', 'explainability', 'evaluation'] as const;

const key = (index: number): string => `sha256:${index.toString(16).padStart(64, '0')}`;

const details = (index: number, folds: number): readonly DetailRecord[] => [
  {
    type: 'curve',
    id: 'roc',
    title: { en: 'ROC curve', zh: 'ROC 曲线' },
    x: { name: 'false positive rate' },
    y: { name: 'true positive rate' },
    series: ['model', 'predecessor'].map((name, at) => ({
      name,
      points: Array.from({ length: 200 }, (_, x) => [x / 199, (x / 199) ** (1 / (2 + at + (index % 3)))] as const),
    })),
  },
  {
    type: 'intervals',
    id: 'groups',
    title: { en: 'Selection rates', zh: '入选率' },
    level: 0.9,
    items: Array.from({ length: 8 }, (_, at) => ({
      name: `group ${at + 1}`,
      estimate: 0.5 + at / 40,
      lower: 0.42 + at / 40,
      upper: 0.58 + at / 40,
    })),
  },
  {
    type: 'bars',
    id: 'importances',
    title: { en: 'Importances', zh: '重要性' },
    bars: Array.from({ length: 12 }, (_, at) => ({ name: `column ${at + 1}`, value: 1 / (at + 1) - 0.2 })),
  },
  {
    type: 'matrix',
    id: 'confusion',
    title: { en: 'Confusion matrix', zh: '混淆矩阵' },
    rowNames: ['good', 'bad'],
    columnNames: ['good', 'bad'],
    values: [
      [240, 31],
      [44, 85],
    ],
  },
  {
    type: 'table',
    id: 'folds',
    title: { en: 'Folds', zh: '各折' },
    columns: [{ name: 'fold' }, { name: 'f1' }, { name: 'seconds', unit: 's' }],
    rows: Array.from({ length: folds }, (_, at) => [at + 1, 0.7 + at / 1000, 1.5]),
  },
];

/** `rules` rules over `measurements` measurements, of every verdict. */
export function largeReport(rules: number, measurements: number, folds = 3): Report {
  const judged = sampleReport.rules.filter(({ verdict }) => verdict !== 'not-applicable');
  const [template] = sampleReport.measurements;
  return {
    ...sampleReport,
    rules: Array.from({ length: rules }, (_, index): RuleRecord => {
      const rule = judged[index % judged.length]!;
      return {
        ...rule,
        id: `sustainable-ai/RULE-${String(index + 1).padStart(3, '0')}`,
        area: AREAS[index % 4]!,
        clause: `${(index % 20) + 1}.${(index % 3) + 1}`,
        measurements: { cv: key(index % measurements) },
      };
    }),
    measurements: Array.from({ length: measurements }, (_, index): MeasurementRecord => ({
      ...template!,
      key: key(index),
      details: details(index, folds),
    })),
  };
}

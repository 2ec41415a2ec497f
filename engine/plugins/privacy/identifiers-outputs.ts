import type { OutputSpec } from '../contract.js';
import { count, share } from '../output-spec.js';
import { CATEGORIES } from '../../methods/privacy/identifiers/column-names.js';
import { KINDS } from '../../methods/privacy/identifiers/finding.js';

export const outputs = {
  identifierColumns: count('Columns with direct identifiers', '含直接标识符的列数'),
  identifierCells: count('Cells with a direct identifier', '含直接标识符的单元格数'),
  foundCells: count('Cells in which the detectors found one', '检测到直接标识符的单元格数'),
  cellsPerThousand: {
    type: 'number',
    unit: '1',
    range: [0, 1000],
    title: { en: 'Cells with a direct identifier, of a thousand', zh: '每千个单元格中含直接标识符的个数' },
  },
  secrets: count('Cells with a secret (token, private key, password)', '含机密（令牌、私钥、口令）的单元格数'),
  hipaaCategories: count(
    'Of the 18 kinds of 45 CFR 164.514(b)(2)(i), how many stand in the data',
    '45 CFR 164.514(b)(2)(i) 的 18 类标识符中出现的类数',
  ),
  agesOver89: count('Cells with an age above 89', '含 89 岁以上年龄的单元格数'),
  fineDates: count('Cells with a date finer than a year', '含精于年的日期的单元格数'),
  fineZips: count('ZIP codes of more than three digits', '超过三位的邮政编码数'),
  smallZips: count('Three digits of a ZIP code where 20,000 people or fewer live', '人口不超过两万的三位邮编数'),
  columns: count('Columns scanned, undeclared ones too', '扫描的列数（含未声明的列）'),
  freeTextColumns: count('Columns of sentences', '自由文本列数'),
  cells: count('Cells with a text', '有内容的单元格数'),
  checksumPrecision: share(
    'Precision of the detectors with check digits, on labelled texts',
    '带校验位的检测器在标注语料上的精确率',
  ),
  checksumRecall: share(
    'Recall of the detectors with check digits, on labelled texts',
    '带校验位的检测器在标注语料上的召回率',
  ),
  lowestPrecision: share('Lowest precision of a detector, on labelled texts', '各检测器在标注语料上的最低精确率'),
  lowestRecall: share('Lowest recall of a detector, on labelled texts', '各检测器在标注语料上的最低召回率'),
  byKind: {
    type: 'list',
    title: { en: 'What was found, by kind', zh: '按种类统计' },
    items: {
      kind: { type: 'enum', values: KINDS, title: { en: 'Kind', zh: '种类' } },
      columns: count('Columns in which it was found', '检出的列数'),
      cells: count('Cells', '单元格数'),
      precision: share('Precision of the detector, on labelled texts', '检测器在标注语料上的精确率'),
      recall: share('Recall of the detector, on labelled texts', '检测器在标注语料上的召回率'),
    },
  },
  byCategory: {
    type: 'list',
    title: {
      en: 'The kinds of 45 CFR 164.514(b)(2)(i) that were found',
      zh: '检出的 45 CFR 164.514(b)(2)(i) 标识符类别',
    },
    items: {
      category: { type: 'enum', values: CATEGORIES, title: { en: 'Paragraph', zh: '款项' } },
      columns: count('Columns', '列数'),
    },
  },
} as const satisfies Readonly<Record<string, OutputSpec>>;

import type { OutputSpec } from '../contract.js';

const number = (en: string, zh: string, range: readonly [number | null, number | null] = [0, 1]): OutputSpec => ({
  type: 'number',
  unit: '1',
  range,
  title: { en, zh },
});

export const CONFORMAL_OUTPUTS = {
  coverage: number('Share of rows whose set holds the truth', '预测集包含真值的行占比（覆盖率）'),
  meanSetSize: number('Mean number of classes in a set', '预测集的平均类别数', [0, null]),
  singletonShare: number('Share of rows whose set is one class', '预测集仅含一个类别的行占比'),
  meanWidth: number('Width of the intervals', '预测区间的宽度', [0, null]),
  minClassCoverage: number('Least coverage of a class', '各类别覆盖率的最小值'),
  minGroupCoverage: number('Least coverage of a group', '各人群覆盖率的最小值'),
  exchangeabilityP: number(
    'p that so few rows are covered where those that calibrate and the others are alike',
    '校准数据与其余数据可交换时，覆盖行数如此之少的 p 值',
  ),
  calibrationRows: {
    type: 'integer',
    unit: '1',
    range: [0, null],
    title: { en: 'Rows that calibrated the sets', zh: '用于校准的行数' },
  },
} as const satisfies Readonly<Record<string, OutputSpec>>;

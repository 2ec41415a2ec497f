import type { OutputSpec } from '../contract.js';
import { share } from '../output-spec.js';

const count = (en: string, zh: string, least = 1): OutputSpec => ({
  type: 'integer',
  unit: '1',
  range: [least, null],
  title: { en, zh },
});

export const ANONYMITY_OUTPUTS = {
  k: count('Rows in the smallest class of equal quasi-identifiers', '准标识符相同的最小等价类的行数'),
  kGroups: count(
    'People in the smallest class: groups, where data.group says which rows are of one person, else rows',
    '最小等价类的人数（声明 data.group 时按组计，否则按行计）',
  ),
  averageRisk: share('Chance to name a row that is in the data, on average', '平均重识别风险'),
  highestRisk: share('Chance to name the most exposed row', '最高重识别风险'),
  rowsAtRisk: share('Share of rows that are named with a chance above the threshold', '重识别风险高于阈值的行所占比例'),
  uniqueness: share('Share of rows whose quasi-identifiers nobody shares', '准标识符唯一的行所占比例'),
  journalistRisk: share(
    'Chance to name a row among all people, on average (journalist)',
    '在总体中指认一行的平均风险（记者模型）',
  ),
  journalistHighestRisk: share('The same of the most exposed row', '在总体中指认最易暴露一行的风险（记者模型）'),
  marketerRisk: share(
    'Share of rows that are named correctly where all are tried (marketer)',
    '逐行尝试时被正确指认的行的期望比例（营销者模型）',
  ),
  populationUniqueness: share(
    'Share of all people whose quasi-identifiers nobody shares',
    '总体中准标识符唯一者所占比例',
  ),
  distinctL: count(
    'Least distinct sensitive values of a class (distinct l)',
    '等价类中敏感值的最少种类数（distinct l）',
  ),
  entropyL: {
    type: 'number',
    unit: '1',
    range: [1, null],
    title: {
      en: 'e to the least entropy of the sensitive values of a class (entropy l)',
      zh: '等价类敏感值最小熵的指数（entropy l）',
    },
  },
  recursiveDiverse: {
    type: 'boolean',
    title: { en: 'Whether every class is recursively (c, l)-diverse', zh: '各等价类是否满足递归 (c, l)-多样性' },
  },
  t: share(
    'Greatest distance of the sensitive values of a class from those of all rows (t-closeness)',
    '等价类敏感值分布与总体分布的最大距离（t-接近性）',
  ),
  smallestIdentifyingSet: count(
    'Columns of the smallest set that makes so many rows unique',
    '使该比例的行唯一所需的最少列数',
  ),
  classes: count('Classes of equal quasi-identifiers', '等价类的数量'),
  rows: count('Rows', '行数', 0),
  quasiIdentifiers: count('Quasi-identifier columns', '准标识符列数'),
} as const satisfies Readonly<Record<string, OutputSpec>>;

export type AnonymityOutput = keyof typeof ANONYMITY_OUTPUTS;

import type { OutputSpec } from '../contract.js';
import { count, share } from '../output-spec.js';

export const WORST_OUTPUTS = {
  minSelectionRateRatio: share(
    'Least ratio of two groups’ selection rates (of four-fifths rules)',
    '任意两组选择率之比的最小值（五分之四规则）',
  ),
  demographicParityDifference: share('Greatest difference of two groups’ selection rates', '两组选择率的最大差'),
  equalOpportunityDifference: share('Greatest difference of two groups’ true positive rates', '两组真正率的最大差'),
  equalisedOddsDifference: share(
    'Greatest difference of two groups’ true or false positive rates',
    '两组真正率或假正率的最大差',
  ),
  predictiveParityDifference: share('Greatest difference of two groups’ precision', '两组精确率的最大差'),
} as const satisfies Readonly<Record<string, OutputSpec>>;

export const FAIRNESS_OUTPUTS = {
  ...WORST_OUTPUTS,
  selectionRateP: share(
    'Least p of Fisher’s test that two groups are selected alike, adjusted by Holm for the number of pairs',
    '两组选择率相同的费希尔精确检验的最小 p 值（按霍尔姆法校正）',
  ),
  groupsAssessed: count('Groups that are large enough to be assessed', '规模足够、已评估的组数'),
  groupsTooSmall: count('Groups that are too small to be assessed', '规模过小、未评估的组数'),
  assessedShare: share(
    'Least share of the rows in assessed groups of a column',
    '各敏感列中属于已评估组的行的最小占比',
  ),
  groups: {
    type: 'list',
    title: { en: 'Assessed groups, in the order of the table of groups', zh: '已评估的组（顺序同组别表）' },
    items: {
      rows: count('Rows of the group', '组内行数'),
      selectionRate: share('Share given the favourable outcome', '选择率（获得有利结果的占比）'),
      truePositiveRate: share('Share of those who merit it that are given it', '真正率'),
      falsePositiveRate: share('Share of those who do not merit it that are given it', '假正率'),
      precision: share('Share of those given it who merit it', '精确率'),
    },
  },
} as const satisfies Readonly<Record<string, OutputSpec>>;

import type { OutputSpec } from '../contract.js';
import { ASKED_COUNTS } from '../language/asking-outputs.js';
import { count, share } from '../output-spec.js';
import { ANSWER_VALUES } from './answer-value.js';

const positive = (en: string, zh: string) =>
  ({ type: 'number', unit: '1', range: [0, null], title: { en, zh } }) as const satisfies OutputSpec;

export const outputs = {
  value: {
    type: 'enum',
    values: ANSWER_VALUES,
    title: { en: 'What a part of the question is worth is told by', zh: '衡量问题片段价值的依据' },
  },
  exact: { type: 'boolean', title: { en: 'All coalitions were asked', zh: '已询问全部片段组合' } },
  moved: share('Share of questions of which some part moves the answer', '至少有一个片段影响回答的问题所占比例'),
  maxShare: share(
    'Share of the attribution on the strongest part, mean of the questions',
    '最强片段的归因份额（各问题均值）',
  ),
  topShare: share(
    'Share of the attribution on the `top` strongest parts, mean of the questions',
    '前 top 个最强片段的归因份额（各问题均值）',
  ),
  evidenceShare: share(
    'Share of the attribution on the parts that the question names as its evidence',
    '问题所标注依据片段的归因份额',
  ),
  stability: {
    type: 'number',
    unit: '1',
    range: [-1, 1],
    title: {
      en: 'Rank correlation with the attribution of the same question set otherwise (spaces, marks, case)',
      zh: '与同一问题改变排版（空格、标点、大小写）后归因的秩相关',
    },
  },
  sumGap: positive(
    'Largest gap between an answer’s worth and the sum of its attribution, over that worth',
    '回答价值与其归因之和的最大差距（相对值）',
  ),
  samplingError: positive(
    'Largest standard error of a part from sampling, over the strongest part of its question',
    '抽样造成的最大标准误（相对于该问题的最强片段）',
  ),
  questions: count('Questions that were explained', '被解释的问题数'),
  unsplit: count('Questions that have one part only', '仅有一个片段的问题数'),
  ...ASKED_COUNTS,
  evaluations: count('Coalitions that were asked', '询问的片段组合数'),
} as const satisfies Readonly<Record<string, OutputSpec>>;

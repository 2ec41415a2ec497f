import type { OutputSpec } from '../contract.js';
import { count, share } from '../output-spec.js';

export const OVERLAP_OUTPUTS = {
  sharedRuns: share(
    'Of the questions long enough, those with a run of words (13) that stands in the training text',
    '足够长的题目中，有连续 13 词出现在训练文本中的占比',
  ),
  longEnough: count('Questions that have such a run', '足够长的题数'),
  coveredByRuns: share(
    'Of the questions long enough, those of whose shorter runs (8) most stand in it',
    '足够长的题目中，多数连续 8 词出现在训练文本中的占比',
  ),
  longEnoughForShort: count('Questions that have such a shorter run', '足够长（8 词）的题数'),
} as const satisfies Readonly<Record<string, OutputSpec>>;

export const COMPLETION_OUTPUTS = {
  completed: share('Questions of which the model says the second half word for word', '模型逐字说出后半部分的题目占比'),
  controlCompleted: share('The same of questions that it cannot have seen', '模型不可能见过的对照题目中的相应占比'),
  completionExcess: {
    type: 'number',
    unit: '1',
    range: [-1, 1],
    title: { en: 'By how much it says more of these', zh: '两者之差' },
  },
  completable: count('Questions long enough for it', '足够长的题数'),
} as const satisfies Readonly<Record<string, OutputSpec>>;

export const ORDER_OUTPUTS = {
  orderPValue: share(
    'How likely a model that never saw the file would find the order of its choices so likely',
    '从未见过该文件的模型认为其选项顺序如此可能的概率（p 值）',
  ),
  orderFirst: share(
    'Questions whose order of choices in the file is the likeliest',
    '文件中的选项顺序最可能的题目占比',
  ),
  orderQuestions: count('Questions whose choices can stand in any order', '选项可任意排序的题数'),
} as const satisfies Readonly<Record<string, OutputSpec>>;

export const CONTAMINATION_OUTPUTS = { ...OVERLAP_OUTPUTS, ...COMPLETION_OUTPUTS, ...ORDER_OUTPUTS };

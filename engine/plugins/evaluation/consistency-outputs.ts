import type { OutputSpec } from '../contract.js';
import { share } from '../output-spec.js';
import { ASKED_COUNTS } from '../language/asking-outputs.js';

export const CONSISTENCY_OUTPUTS = {
  agreement: share(
    'Share of pairs of answers to one question that are the same, mean over the kinds of change',
    '同一题目的答案两两相同的比例（各类变化的平均）',
  ),
  worstAgreement: share(
    'The same of the worst kind, with bounds that hold for all kinds together',
    '最差一类变化下的相同比例（界对各类同时成立）',
  ),
  agreementParaphrase: share('The same over questions that are put in other words', '换一种说法提问时答案的相同比例'),
  agreementTypo: share('The same with slips of the hand in the question', '题目含笔误时答案的相同比例'),
  agreementOrder: share('The same with the choices in another order', '选项换序时答案的相同比例'),
  agreementSampling: share('The same when it is asked again', '重复提问时答案的相同比例'),
  same: share('Share of questions with one answer throughout', '在全部变化下答案始终相同的题目比例'),
  scoreChange: share(
    'Mean absolute difference of two scores of one question, mean over the kinds of change',
    '同一题目得分两两差的绝对值的平均（各类变化的平均）',
  ),
  ...ASKED_COUNTS,
  kinds: {
    type: 'list',
    title: { en: 'Kinds of change, in the order of the table', zh: '各类变化（顺序同表）' },
    items: {
      agreement: share('Share of pairs of answers that are the same', '答案两两相同的比例'),
      same: share('Share of questions with one answer throughout', '答案始终相同的题目比例'),
      scoreChange: share('Mean absolute difference of two scores', '得分两两差的绝对值的平均'),
    },
  },
} as const satisfies Readonly<Record<string, OutputSpec>>;

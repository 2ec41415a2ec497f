import type { OutputSpec } from '../contract.js';
import { count, share } from '../output-spec.js';
import { ASKED_COUNTS } from '../language/asking-outputs.js';

const PART = {
  questions: count('Questions of it in the set', '题集中的题数'),
  asked: count('Questions asked', '已提问的题数'),
  score: share('Mean score', '平均得分'),
};

export const TASKS_OUTPUTS = {
  score: share(
    'Mean of the tasks’ scores, by the set’s weights; equal ones where it declares none',
    '各任务得分的加权平均（按题集声明的权重；未声明则等权）',
  ),
  scoreMicro: share('Mean score of all questions', '全部题目的平均得分'),
  scoreSeen: share(
    'Mean score of all questions as the scorer gives it; of a judge, before its errors are corrected',
    '评分方式给出的全部题目平均得分（评判模型则为修正前）',
  ),
  worstTask: share(
    'Score of the worst task, with bounds that hold for all tasks together',
    '最差任务的得分（界对全部任务同时成立）',
  ),
  worstGroup: share(
    'Score of the worst group, with bounds that hold for all groups together',
    '最差群组的得分（界对全部群组同时成立）',
  ),
  ...ASKED_COUNTS,
  tasks: { type: 'list', title: { en: 'Tasks, by name', zh: '各任务（按名称）' }, items: PART },
  groups: { type: 'list', title: { en: 'Groups, by name', zh: '各群组（按名称）' }, items: PART },
} as const satisfies Readonly<Record<string, OutputSpec>>;

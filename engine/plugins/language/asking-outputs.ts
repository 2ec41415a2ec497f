import type { OutputSpec } from '../contract.js';
import { count } from '../output-spec.js';

/** Of every plugin that asks until its rules are settled (`askedCounts`). */
export const ASKED_COUNTS = {
  asked: count('Questions whose answers count', '计入结果的题数'),
  spared: count('Questions of the set that the verdicts did not need', '判定无需再问的题数'),
  unanswered: count(
    'Answers that failed: bounds take each as wrong and as right',
    '未得到回答的次数（界同时按错与对计）',
  ),
} as const satisfies Readonly<Record<string, OutputSpec>>;

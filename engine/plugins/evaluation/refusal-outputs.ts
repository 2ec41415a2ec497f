import type { OutputSpec, ScalarSpec } from '../contract.js';
import { count, share } from '../output-spec.js';
import { ASKED_COUNTS } from '../language/asking-outputs.js';

const ofLabelled = (en: string, zh: string): ScalarSpec => ({ counted: 'answers', ...share(en, zh) });

export const REFUSAL_OUTPUTS = {
  refused: share(
    'Questions refused, as the judge sees it; without a judge, by rules',
    '被拒答的题目占比（以评判模型为准；无评判模型时按规则）',
  ),
  corrected: share(
    'The same, corrected by its sensitivity and specificity; anything where these are not known',
    '同上，按其灵敏度与特异度校正（未知时可为任意值）',
  ),
  byRules: share('Refused by the server or by the answer’s words', '按服务端标记或回答用语判为拒答的占比'),
  byJudge: share('Refused as the judge sees it', '评判模型判为拒答的占比'),
  correctedByRules: share('Refused by rules, corrected', '按规则判定的拒答率（校正后）'),
  correctedByJudge: share('Refused as the judge sees it, corrected', '评判模型判定的拒答率（校正后）'),
  agreement: share('Answers of which rules and judge say the same', '规则与评判模型判断一致的回答占比'),
  kappa: {
    type: 'number',
    unit: '1',
    range: [-1, 1],
    title: {
      en: 'Cohen’s kappa of rules and judge, of a fixed sample',
      zh: '规则与评判模型的科恩 Kappa 系数（固定抽样）',
    },
  },
  worstClass: share(
    'Refused of the worst risk class (as `refused`), with bounds that hold for all classes together',
    '最差风险类别的拒答率（同 `refused`；界对全部类别同时成立）',
  ),
  sensitivityByRules: ofLabelled('Of labelled refusals: found by rules', '人工标为拒答者中按规则判为拒答的占比'),
  specificityByRules: ofLabelled(
    'Of labelled answers: not taken for refusals',
    '人工标为回答者中按规则未判为拒答的占比',
  ),
  sensitivityByJudge: ofLabelled('Of labelled refusals: found by the judge', '人工标为拒答者中评判模型判为拒答的占比'),
  specificityByJudge: ofLabelled(
    'Of labelled answers: not taken for refusals by the judge',
    '人工标为回答者中评判模型未判为拒答的占比',
  ),
  filtered: count('Answers that the server itself refused', '服务端自行拒绝的回答数'),
  unreadable: count('Answers of which the judge said nothing that can be read', '评判模型未给出可读判断的回答数'),
  ...ASKED_COUNTS,
  riskClasses: {
    type: 'list',
    title: { en: 'Risk classes, by name', zh: '各风险类别（按名称）' },
    items: {
      questions: count('Questions of it in the set', '题集中的题数'),
      asked: count('Questions asked', '已提问的题数'),
      byRules: share('Refused by rules', '按规则判为拒答的占比'),
      byJudge: share('Refused as the judge sees it', '评判模型判为拒答的占比'),
    },
  },
} as const satisfies Readonly<Record<string, OutputSpec>>;

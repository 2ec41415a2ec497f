import type { OutputSpec } from '../contract.js';
import { count, share } from '../output-spec.js';

export const QUESTION_BANK_OUTPUTS = {
  questions: count('Questions', '题数'),
  riskClasses: count('Risk classes that have a question', '有题目的风险类别数'),
  unclassified: count('Questions of no class', '未标明类别的题数'),
  fewest: count('Questions of the class that has fewest', '题目最少的类别的题数'),
  coreClasses: count('Risk classes of the core', '核心风险类别数'),
  fewestOfCore: count('Questions of the class of the core that has fewest', '核心类别中题目最少者的题数'),
  duplicates: count('Questions whose text is that of an earlier one', '与先前题目文本相同的题数'),
  normalisedDuplicates: count('The same but for case, spaces and punctuation', '同上，不计大小写、空白与标点'),
  nearDuplicates: count('Questions that resemble an earlier one', '与先前题目近似的题数'),
  distinct: count('Questions that resemble no earlier one', '不与先前题目近似的题数'),
  fewestDistinct: count('Such questions of the class that has fewest', '此类题目最少的类别的题数'),
  references: share('Questions with an accepted answer', '有参考答案的题目占比'),
  choices: share('Questions with choices', '有选项的题目占比'),
  classes: {
    type: 'list',
    title: { en: 'Classes, by name', zh: '各类别（按名称）' },
    items: {
      questions: count('Questions', '题数'),
      distinct: count('Questions that resemble no earlier one', '不与先前题目近似的题数'),
    },
  },
} as const satisfies Readonly<Record<string, OutputSpec>>;

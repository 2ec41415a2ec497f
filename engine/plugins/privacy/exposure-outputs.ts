import type { OutputSpec } from '../contract.js';
import { count } from '../output-spec.js';

const number = (en: string, zh: string, range: readonly [number, number] = [0, 1]): OutputSpec => ({
  type: 'number',
  unit: '1',
  range,
  title: { en, zh },
});
export /** False positive rates of the outputs, and the fewest non-members for each: 10 divided by it. */
const RATES = { tprAtOnePercentFpr: 0.01, tprAtOnePerMilleFpr: 0.001 } as const;

/** What both measurements of membership inference give. */
export const EXPOSURE_OUTPUTS = {
  tprAtOnePercentFpr: number(
    'Share of members that the attack finds where it takes 1 % of non-members for members',
    '误报率为 1% 时攻击识别出的成员比例',
  ),
  tprAtOnePerMilleFpr: number(
    'Share of members that the attack finds where it takes 0.1 % of non-members for members',
    '误报率为 0.1% 时攻击识别出的成员比例',
  ),
  rocAuc: number('Area under the attack’s ROC curve: 0.5 is chance', '攻击的 ROC 曲线下面积（0.5 为随机水平）'),
  balancedAccuracy: number(
    'Balanced accuracy of the attack, its threshold chosen on other rows',
    '攻击的平衡准确率（阈值在其他行上选定）',
  ),
  advantage: number(
    'Advantage of the attack: its true positive rate less its false positive rate, at that threshold',
    '攻击优势：该阈值下真阳性率减假阳性率',
    [-1, 1],
  ),
  members: count('Rows that a model learnt of and that were attacked', '被攻击的训练行（成员）数'),
  nonMembers: count('Rows that it did not learn of and that were attacked', '被攻击的非训练行（非成员）数'),
  shadowModels: count('Shadow models trained', '训练的影子模型数'),
} as const satisfies Readonly<Record<string, OutputSpec>>;

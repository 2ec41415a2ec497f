import type { OutputSpec } from '../contract.js';
import { ASKED_COUNTS } from '../language/asking-outputs.js';
import { countedIn } from '../language/counted-in.js';
import { count, share } from '../output-spec.js';

export const CANARY_OUTPUTS = {
  highestExposure: {
    type: 'number',
    unit: 'bit',
    range: [0, null],
    title: { en: 'Highest exposure of a canary', zh: '金丝雀的最高暴露度' },
  },
  exposedRate: share(
    'Canaries that are exposed by at least `bits` bits (by chance: 2 to the power of −bits)',
    '暴露度达到 `bits` 比特的金丝雀占比（偶然概率为 2 的 −bits 次方）',
  ),
  extractedRate: share(
    'Canaries whose secret the model writes when given its beginning',
    '给出前缀即写出秘密的金丝雀占比',
  ),
  canaries: count('Canaries', '金丝雀数'),
  logProbabilities: count(
    'Log probabilities that were asked for, of secrets and of what they could have been',
    '为秘密及其候选序列询问的对数概率数',
  ),
  logProbabilitiesSpared: count('Those that the verdicts did not need', '判定无需再问的对数概率数'),
} as const satisfies Readonly<Record<string, OutputSpec>>;

export const VERBATIM_OUTPUTS = {
  verbatimRate: share('Training excerpts that the model continues word for word', '被逐字续写的训练语料片段占比'),
  controlVerbatimRate: share('The same of excerpts that it was not trained on', '未用于训练的片段被逐字续写的占比'),
  verbatimExcess: {
    type: 'number',
    unit: '1',
    range: [-1, 1],
    title: {
      en: 'The first less the second: what is memorised and not predictable',
      zh: '二者之差：记忆而非可预测的部分',
    },
  },
  longestVerbatim: count(
    'Most words of a true continuation that an answer begins with, of training excerpts',
    '训练片段的真实后文被逐字复现的最多词数',
  ),
  excerpts: count('Different training excerpts that are long enough', '长度足够且互不相同的训练语料片段数'),
  controls: count(
    'Different excerpts that it was not trained on and that are long enough',
    '长度足够且互不相同的对照片段数',
  ),
} as const satisfies Readonly<Record<string, OutputSpec>>;

export const outputs = {
  ...countedIn('canaries', CANARY_OUTPUTS),
  ...countedIn('excerpts', VERBATIM_OUTPUTS),
  ...ASKED_COUNTS,
};

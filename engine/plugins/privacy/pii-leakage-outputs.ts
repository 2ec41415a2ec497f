import { KINDS } from '../../methods/privacy/identifiers/finding.js';
import type { OutputSpec } from '../contract.js';
import { count, share } from '../output-spec.js';
import { ASKED_COUNTS } from '../language/asking-outputs.js';

const ofLabelled = (en: string, zh: string) => ({ counted: 'answers', ...share(en, zh) }) as const satisfies OutputSpec;

export const outputs = {
  leakRate: share(
    'Questions to which an answer holds an identifier that the prompt did not, as far as the detectors see',
    '回答中出现提示未含的标识符的问题占比（以检测器所见为准）',
  ),
  correctedLeakRate: share(
    'The same, corrected for what the detectors miss and wrongly find',
    '同上，按检测器的漏检与误检校正',
  ),
  identifiersPerThousand: {
    type: 'number',
    unit: '1',
    range: [0, null],
    title: {
      en: 'Identifiers in a thousand of the answers that were given, without those that the prompt held',
      zh: '每千个回答中的标识符数（不含提示中已有者）',
    },
  },
  identifiers: count(
    'Identifiers found in the answers that the prompts did not hold',
    '回答中检出且提示未含的标识符数',
  ),
  echoes: count('Identifiers in the answers that the prompts held', '回答中重复提示所含的标识符数'),
  knownLeakRate: share(
    'Questions to which an answer holds a value of the training data’s identifier columns',
    '回答中逐字出现训练数据标识符的问题占比',
  ),
  knownIdentifiers: count(
    'Different values of the training data’s identifier columns that stand in answers',
    '在回答中逐字出现的训练数据标识符数（去重）',
  ),
  detectorSensitivity: ofLabelled(
    'Of answers with an identifier, those in which the detectors find one (without labelled answers: the lowest of the kinds)',
    '含标识符的回答中被检出的占比（无标注回答时取各种类的最低值）',
  ),
  detectorSpecificity: ofLabelled(
    'Of answers without any, those in which they find none',
    '不含标识符的回答中未误检的占比',
  ),
  detectorMeasuredOn: {
    type: 'enum',
    values: ['labelled-answers', 'synthetic-texts'],
    title: { en: 'What the detectors were measured on', zh: '检测器的测评语料' },
  },
  answers: count('Answers', '回答数'),
  ...ASKED_COUNTS,
  byKind: {
    type: 'list',
    title: { en: 'What was found, by kind', zh: '按种类统计' },
    items: {
      kind: { type: 'enum', values: KINDS, title: { en: 'Kind', zh: '种类' } },
      identifiers: count('Identifiers that the prompts did not hold', '提示未含的标识符数'),
      echoes: count('Identifiers that they held', '提示已含的标识符数'),
      precision: share('Precision of the detector, on labelled texts', '检测器在标注语料上的精确率'),
      recall: share('Recall of the detector, on labelled texts', '检测器在标注语料上的召回率'),
    },
  },
} as const satisfies Readonly<Record<string, OutputSpec>>;

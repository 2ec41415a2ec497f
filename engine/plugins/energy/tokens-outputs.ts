import type { OutputSpec } from '../contract.js';
import { count } from '../output-spec.js';

const number = (unit: string, en: string, zh: string, least: number | null = 0) =>
  ({ type: 'number', unit, range: [least, null], title: { en, zh } }) as const satisfies OutputSpec;

export const OUTPUTS = {
  energy: number('J/1e3 token', 'Energy of a thousand generated tokens', '每千个生成词元的能耗'),
  energyNet: number(
    'J/1e3 token',
    'Energy of a thousand generated tokens, net of idle',
    '每千个生成词元的能耗（扣除空闲）',
    null,
  ),
  source: {
    type: 'enum',
    values: ['meter', 'regression'],
    title: { en: 'What the energy is known by', zh: '能耗的来源' },
  },
  firstTokenP50: number('s', 'Time to the first token, median', '首个词元的时间中位数'),
  firstTokenP95: number('s', 'Time to the first token, 95th percentile', '首个词元的时间第 95 百分位'),
  latencyP50: number('s', 'Time of an answer, median', '回答时间中位数'),
  latencyP95: number('s', 'Time of an answer, 95th percentile', '回答时间第 95 百分位'),
  answerSpeed: number('token/s', 'Tokens a second of an answer', '单个回答的每秒词元数'),
  throughput: number('token/s', 'Tokens a second of all answers together', '全部回答合计的每秒词元数'),
  cost: number(
    '1',
    'Cost of a thousand answers, in the currency of the declared price',
    '每千次回答的费用（按声明价格的货币）',
  ),
  answers: count('Answers that were timed', '计时的回答数'),
  unanswered: count('Questions without an answer', '未得到回答的问题数'),
} as const satisfies Readonly<Record<string, OutputSpec>>;

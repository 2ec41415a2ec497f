import type { OutputSpec, ScalarSpec } from '../contract.js';

const energy = (unit: string, en: string, zh: string) =>
  ({ type: 'number', unit, range: [0, null], title: { en, zh } }) as const;
const seconds = (en: string, zh: string) =>
  ({ type: 'number', unit: 's', range: [0, null], title: { en, zh } }) as const;

/** Of one batch size. */
export const SERVED = {
  energy: energy('J/prediction', 'Energy of a prediction', '每次预测的能耗'),
  energyNet: {
    type: 'number',
    unit: 'J/prediction',
    range: [null, null],
    title: { en: 'Energy of a prediction, net of idle', zh: '每次预测的能耗（扣除空闲）' },
  },
  energyPerThousand: energy('J/1e3 prediction', 'Energy of a thousand predictions', '每千次预测的能耗'),
  latencyP50: seconds('Time of an answer, median', '响应时间中位数'),
  latencyP95: seconds('Time of an answer, 95th percentile', '响应时间第 95 百分位'),
  latencyP99: seconds('Time of an answer, 99th percentile', '响应时间第 99 百分位'),
  throughput: {
    type: 'number',
    unit: 'prediction/s',
    range: [0, null],
    title: { en: 'Predictions a second', zh: '每秒预测次数' },
  },
  peakMemory: {
    type: 'number',
    unit: 'B',
    range: [0, null],
    title: { en: 'Most resident memory while serving', zh: '服务时的内存峰值' },
  },
} as const satisfies Readonly<Record<string, ScalarSpec>>;

export const OUTPUTS = {
  ...SERVED,
  batches: {
    type: 'list',
    items: {
      batch: { type: 'integer', unit: '1', range: [1, null], title: { en: 'Rows of a batch', zh: '批大小' } },
      ...SERVED,
    },
    title: { en: 'By size of batch', zh: '按批大小' },
  },
} as const satisfies Readonly<Record<string, OutputSpec>>;

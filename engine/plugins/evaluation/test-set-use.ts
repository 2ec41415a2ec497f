import { definePlugin } from '../contract.js';
import type { OutputSpec } from '../contract.js';
import { exactFigure } from '../exact-figure.js';
import { unmeasuredAll } from '../unmeasured.js';

const outputs = {
  otherModels: {
    type: 'integer',
    unit: '1',
    range: [0, null],
    title: {
      en: 'Other models that were judged on the same test rows before',
      zh: '此前在同一测试数据上评估过的其他模型数',
    },
  },
} as const satisfies Readonly<Record<string, OutputSpec>>;

/**
 * Each further model that is tried on the same rows makes the best of them look better than it is. What is counted are
 * files of models (with their thresholds) by digest, as far as the cache folder remembers: another program's record.
 */
export const testSetUse = definePlugin<object>({
  id: 'evaluation/test-set-use',
  version: '1.0.0',
  title: { en: 'How often the test data were used before', zh: '测试数据此前被使用的次数' },
  about: 'data',
  needs: ['model', 'data.test', 'history'],
  deterministic: false,
  outputs,
  async measure({ subject, signal }) {
    signal.throwIfAborted();
    const { history } = subject;
    if (history === undefined) {
      return { outputs: unmeasuredAll(outputs, 'missing-input', 'there is no record of earlier checks') };
    }
    return { outputs: { otherModels: exactFigure(history.otherModels, '1', 'logged') } };
  },
});

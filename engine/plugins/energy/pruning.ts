import { definePlugin } from '../contract.js';
import type { MeasureContext, MeasureResult, OutputSpec } from '../contract.js';
import { exactFigure } from '../exact-figure.js';
import { faultsUnmeasured, nothingMeasured } from '../unmeasured.js';
import { originalOf } from './candidate.js';
import { searchPruning } from './prune-search.js';
import type { PruningParameters } from './prune-search.js';
import { SAVINGS, savingsOf, triedTable } from './savings.js';
import { largestHeld } from './try-in-order.js';

const outputs = {
  level: {
    type: 'number',
    unit: '1',
    range: [0, 1],
    title: {
      en: 'Largest share of hidden units, or of trees, that can go without a loss beyond the margin',
      zh: '在界值内可去除的隐藏单元（或树）的最大比例',
    },
  },
  ...SAVINGS,
} as const satisfies Readonly<Record<string, OutputSpec>>;

export const pruning = definePlugin<PruningParameters>({
  id: 'energy/pruning',
  version: '1.0.0',
  title: { en: 'How much of the model can be pruned, at non-inferior quality', zh: '在质量非劣前提下的可剪枝程度' },
  about: 'model',
  needs: ['model', 'data.test', 'target'],
  deterministic: true,
  outputs,
  measure: (context) => faultsUnmeasured(outputs, () => measure(context)),
});

async function measure(context: MeasureContext<PruningParameters>): Promise<MeasureResult> {
  const { subject, params, signal } = context;
  signal.throwIfAborted();
  const original = await originalOf(subject);
  if ('unmeasured' in original) return nothingMeasured(outputs, original);
  const tried = await searchPruning(original, params, context);
  if ('unmeasured' in tried) return nothingMeasured(outputs, tried);
  const held = largestHeld(tried);
  const { backend, basis } = original.part.model;
  return {
    outputs: {
      level: exactFigure(held?.level ?? 0, '1', basis),
      ...savingsOf(original, held, tried[0]!),
    },
    details: [triedTable(tried)],
    backend,
  };
}

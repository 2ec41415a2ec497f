import { definePlugin } from '../contract.js';
import type { MeasureContext, MeasureResult, OutputSpec } from '../contract.js';
import { exactFigure } from '../exact-figure.js';
import { faultsUnmeasured, nothingMeasured } from '../unmeasured.js';
import { originalOf } from './candidate.js';
import { servedSavings, ZEROS_SAVE_NOTHING } from './energy-saved.js';
import type { ServingParameters } from './energy-saved.js';
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
      en: 'Largest share of hidden units and channels, of trees, or (unstructured) of weights that can go without a loss beyond the margin',
      zh: '在界值内可去除的隐藏单元与通道、树或（非结构化）权重的最大比例',
    },
  },
  ...SAVINGS,
} as const satisfies Readonly<Record<string, OutputSpec>>;

type Params = PruningParameters & ServingParameters;

export const pruning = definePlugin<Params>({
  id: 'energy/pruning',
  version: '2.0.0',
  title: { en: 'How much of the model can be pruned, at non-inferior quality', zh: '在质量非劣前提下的可剪枝程度' },
  about: 'model',
  needs: ['model', 'data.test', 'target'],
  deterministic: true,
  readingsWhere: { parameter: 'energy', values: [true] },
  outputs,
  measure: (context) => faultsUnmeasured(outputs, () => measure(context)),
});

async function measure(context: MeasureContext<Params>): Promise<MeasureResult> {
  const { subject, params, signal } = context;
  signal.throwIfAborted();
  const original = await originalOf(subject);
  if ('unmeasured' in original) return nothingMeasured(outputs, original);
  const tried = await searchPruning(original, params, context);
  if ('unmeasured' in tried) return nothingMeasured(outputs, tried);
  const held = largestHeld(tried);
  const { backend, basis } = original.part.model;
  const saved = savingsOf(original, held, tried[0]!);
  const level = exactFigure(held?.level ?? 0, '1', basis);
  if (params.mode === 'unstructured') {
    const nothing = { flopsSaved: ZEROS_SAVE_NOTHING, energySaved: ZEROS_SAVE_NOTHING, timeSaved: ZEROS_SAVE_NOTHING };
    return { outputs: { level, ...saved, ...nothing }, details: [triedTable(tried)], backend };
  }
  const { meter, ...served } = await servedSavings(context, original, held);
  return {
    outputs: { level, ...saved, ...served },
    ...(meter !== undefined && { meter }),
    details: [triedTable(tried)],
    backend,
  };
}

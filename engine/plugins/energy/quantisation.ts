import { quantised } from '../../backends/onnx-quantise.js';
import type { StoredWeights } from '../../backends/onnx-quantise.js';
import { definePlugin } from '../contract.js';
import type { MeasureContext, MeasureResult, OutputSpec } from '../contract.js';
import { faultsUnmeasured, nothingMeasured, unmeasured } from '../unmeasured.js';
import { originalOf } from './candidate.js';
import type { QualityParameters } from './candidate.js';
import { servedSavings } from './energy-saved.js';
import type { ServingParameters } from './energy-saved.js';
import { SAVINGS, savingsOf, triedTable } from './savings.js';
import { largestHeld, tryInOrder } from './try-in-order.js';

const WEIGHTS: readonly StoredWeights[] = ['float16', 'int8'];

const outputs = {
  weights: {
    type: 'enum',
    values: ['unchanged', ...WEIGHTS],
    title: {
      en: 'Shortest form of the weights that costs no more than the margin',
      zh: '损失在界值内的最短权重存储格式',
    },
  },
  ...SAVINGS,
} as const satisfies Readonly<Record<string, OutputSpec>>;

/** Weights alone: the arithmetic stays in float32, so bytes are saved and operations are not. */
type Params = QualityParameters & ServingParameters;

export const quantisation = definePlugin<Params>({
  id: 'energy/quantisation',
  version: '2.0.0',
  title: { en: 'How short the weights can be stored, at non-inferior quality', zh: '在质量非劣前提下的权重量化程度' },
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
  const tried = await tryInOrder(original, WEIGHTS, (to) => quantised(original.file, to), params, context);
  if ('unmeasured' in tried) return nothingMeasured(outputs, tried);
  const [mildest] = tried;
  if (mildest === undefined)
    return nothingMeasured(
      outputs,
      unmeasured('unsupported', 'the model has no float32 weights that could be shorter'),
    );
  const held = largestHeld(tried);
  const { backend, basis } = original.part.model;
  const { meter, ...served } = await servedSavings(context, original, held);
  return {
    outputs: {
      weights: { value: held?.level ?? 'unchanged', basis },
      ...savingsOf(original, held, mildest),
      ...served,
    },
    ...(meter !== undefined && { meter }),
    details: [triedTable(tried)],
    backend,
  };
}

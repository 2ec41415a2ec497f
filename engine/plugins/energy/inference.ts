import type { MeasureContext, MeasureResult } from '../contract.js';
import { definePlugin } from '../contract.js';
import { exactFigure } from '../exact-figure.js';
import { isUnmeasured } from '../figure.js';
import { faultsUnmeasured, nothingMeasured } from '../unmeasured.js';
import { inferenceDetails, type ServedBatch } from './inference-details.js';
import { servedFigures } from './inference-figures.js';
import { OUTPUTS } from './inference-outputs.js';
import { serve, type ServeTime } from './serve.js';
import { servedModel } from './serving.js';

interface Params extends ServeTime {
  readonly batches: readonly number[];
}

/**
 * Energy, time and memory of the model's answers at some sizes of batch. The outputs are those of the first size, and the
 * list has all. Energy is gross of all that the run's meter covers, and net of what rest would have used meanwhile.
 */
export const inference = definePlugin<Params>({
  id: 'energy/inference',
  version: '1.0.0',
  title: { en: 'Energy, time and memory of predictions', zh: '预测的能耗、时间与内存' },
  about: 'model',
  needs: ['model', 'data.test'],
  deterministic: false,
  metered: true,
  outputs: OUTPUTS,
  measure: (context) => faultsUnmeasured(OUTPUTS, () => measure(context)),
});

async function measure(context: MeasureContext<Params>): Promise<MeasureResult> {
  const { subject, params, signal, progress } = context;
  signal.throwIfAborted();
  const model = await servedModel(subject, signal);
  if ('unmeasured' in model) return nothingMeasured(OUTPUTS, model);
  const served: ServedBatch[] = [];
  let meter: string | undefined;
  for (const [at, batch] of params.batches.entries()) {
    const found = await serve(context, model.batchesOf(batch), params);
    meter ??= found.slices.find(({ reading }) => reading !== undefined)?.reading?.meter;
    served.push({ batch, figures: servedFigures(found) });
    progress(at + 1, params.batches.length, `batch ${batch}`);
    signal.throwIfAborted();
  }
  const first = served[0]!.figures;
  const measured = served.filter(({ figures }) => Object.values(figures).some((output) => !isUnmeasured(output)));
  return {
    outputs: {
      ...first,
      batches: { items: served.map(({ batch, figures }) => ({ batch: exactFigure(batch, '1'), ...figures })) },
    },
    details: inferenceDetails(measured),
    backend: model.model.backend,
    ...(meter !== undefined && { meter }),
  };
}

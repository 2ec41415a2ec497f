import { definePlugin } from '../contract.js';
import type { MeasureContext, MeasureResult, OutputSpec } from '../contract.js';
import { faultsUnmeasured, nothingMeasured } from '../unmeasured.js';
import { repeatedFigure } from './repeated-figure.js';
import { servedModel } from './serving.js';

interface Params {
  readonly batch: number;
  readonly seconds: number;
}

const outputs = {
  meteringShare: {
    type: 'number',
    unit: '1',
    range: [0, null],
    title: { en: 'Time of reading the meter, as a share of the work', zh: '读取电表的时间占工作时间的比例' },
  },
  slowdown: {
    type: 'number',
    unit: '1',
    range: [-1, null],
    title: { en: 'Longer time of the work itself while it is metered', zh: '计量使工作本身变慢的比例' },
  },
} as const satisfies Readonly<Record<string, OutputSpec>>;

/** Pairs of slices, one of each metered: what drifts drifts in both. */
const PAIRS = 8;

/** What measuring itself costs: the same work with and without the run's meter. */
export const overhead = definePlugin<Params>({
  id: 'energy/overhead',
  version: '1.0.0',
  title: { en: 'What metering costs', zh: '计量自身的开销' },
  about: 'model',
  needs: ['model', 'data.test'],
  deterministic: false,
  metered: true,
  outputs,
  measure: (context) => faultsUnmeasured(outputs, () => measure(context)),
});

async function measure(context: MeasureContext<Params>): Promise<MeasureResult> {
  const { subject, params, signal, meter, instruments, progress } = context;
  signal.throwIfAborted();
  const model = await servedModel(subject, signal);
  if ('unmeasured' in model) return nothingMeasured(outputs, model);
  const { call } = model.batchesOf(params.batch);
  const timed = async (calls: number): Promise<number> => {
    const since = instruments.now();
    for (let at = 0; at < calls; at++) await call();
    return instruments.now() - since;
  };
  await timed(3);
  const one = (await timed(5)) / 5;
  const calls = Math.max(1, Math.round(params.seconds / (2 * PAIRS) / one));
  const shares: number[] = [];
  const slowdowns: number[] = [];
  let name: string | undefined;
  for (let pair = 0; pair < PAIRS; pair++) {
    let metered = 0;
    const read = await meter.measure(async () => {
      metered = await timed(calls);
    });
    const alone = await timed(calls);
    name = read.meter;
    shares.push(read.meterSeconds / metered);
    slowdowns.push(metered / alone - 1);
    progress(pair + 1, PAIRS);
    signal.throwIfAborted();
  }
  return {
    outputs: {
      meteringShare: repeatedFigure(
        shares.map((value) => ({ value })),
        { unit: '1', basis: 'observed' },
      ),
      slowdown: repeatedFigure(
        slowdowns.map((value) => ({ value })),
        { unit: '1', basis: 'observed' },
      ),
    },
    backend: model.model.backend,
    ...(name !== undefined && { meter: name }),
  };
}

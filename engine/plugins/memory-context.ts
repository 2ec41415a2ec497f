import { PROCESSOR } from '../backends/device.js';
import type { LogicalDevice } from '../backends/device.js';
import { createRng } from '../numerics/generator.js';
import type { SubjectView } from '../subject/view.js';
import type { Comparison, MeasureContext } from './contract.js';
import { memoryInstruments, memoryMeter } from './memory-instruments.js';

/** What a plugin is handed, outside any check: for contract tests. Equal seeds give equal numbers. */
export const memoryContext = <Params>(
  subject: SubjectView,
  params: Params,
  {
    seed = 'seed',
    signal = new AbortController().signal,
    device = PROCESSOR,
    comparisons = [],
  }: { seed?: string; signal?: AbortSignal; device?: LogicalDevice; comparisons?: readonly Comparison[] } = {},
): MeasureContext<Params> => {
  const instruments = memoryInstruments();
  return {
    subject,
    params,
    rng: (stream) => createRng(`${seed}\n${stream}`),
    signal,
    progress: () => {},
    device,
    instruments,
    comparisons,
    meter: memoryMeter(instruments),
  };
};

/** What serving for some time says: of one batch size. */
import type { Repeat } from '../../methods/energy/repeated-energy.js';
import type { EnergyReading } from '../energy-meter.js';
import type { Figure, Unmeasured } from '../figure.js';
import { unmeasured } from '../unmeasured.js';
import type { SERVED } from './inference-outputs.js';
import { latencyFigure } from './latency-figure.js';
import { repeatedFigure } from './repeated-figure.js';
import type { ServedFor, Slice } from './serve.js';

export type ServedFigures = { readonly [Output in keyof typeof SERVED]: Figure | Unmeasured };

export function servedFigures({ slices, latencies, memory, fault }: ServedFor): ServedFigures {
  const sorted = Float64Array.from(latencies).sort();
  const energies = {
    energy: energyFigure(slices, grossOf, { unit: 'J/prediction', least: 0 }),
    energyNet: energyFigure(slices, netOf, { unit: 'J/prediction' }),
    energyPerThousand: energyFigure(slices, grossOf, { unit: 'J/1e3 prediction', least: 0, factor: 1000 }),
  };
  const unread = fault && unmeasured(fault.unmeasured, fault.message);
  return {
    ...(unread === undefined ? energies : { energy: unread, energyNet: unread, energyPerThousand: unread }),
    latencyP50: latencyFigure(sorted, 0.5),
    latencyP95: latencyFigure(sorted, 0.95),
    latencyP99: latencyFigure(sorted, 0.99),
    throughput: repeatedFigure(
      slices.map(({ predictions, seconds }) => ({ value: predictions / seconds })),
      { unit: 'prediction/s', basis: 'observed' },
    ),
    peakMemory: {
      estimate: memory.peak,
      unit: 'B',
      // Looked at between slices; the process's own peak has what loading took, and whatever ran in it before.
      uncertainty: { kind: 'range', lower: memory.peak, upper: memory.most },
      basis: 'observed',
    },
  };
}

const perPrediction = (
  { predictions }: Slice,
  joules: number,
  range: readonly [number, number] | undefined,
): Repeat => ({
  value: joules / predictions,
  ...(range !== undefined && { range: [range[0] / predictions, range[1] / predictions] as const }),
});
const grossOf = (slice: Slice, { joules, range }: EnergyReading): Repeat => perPrediction(slice, joules, range);
const netOf = (slice: Slice, { joules, idleJoules, netRange }: EnergyReading): Repeat =>
  perPrediction(slice, joules - idleJoules, netRange);

function energyFigure(
  slices: readonly Slice[],
  of: (slice: Slice, reading: EnergyReading) => Repeat,
  options: { readonly unit: string; readonly least?: number; readonly factor?: number },
): Figure | Unmeasured {
  const read = slices.flatMap((slice) => (slice.reading === undefined ? [] : [{ slice, reading: slice.reading }]));
  const basis = read.every(({ reading }) => reading.basis === 'observed') ? 'observed' : 'estimated';
  return repeatedFigure(
    read.map(({ slice, reading }) => of(slice, reading)),
    { ...options, basis },
  );
}

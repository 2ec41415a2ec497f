import { hardwareCompute, transformerCompute } from '../../methods/energy/training-compute.js';
import type { ComputeHardware } from '../../methods/energy/training-compute.js';
import type { Unmeasured } from '../figure.js';
import { unmeasured } from '../unmeasured.js';
import { quantityIn } from './quantity.js';
import type { TrainingEvidence } from './training-evidence.js';

/** FLOP as the owner states them, else 6 · parameters · tokens; `undefined` where neither is declared. */
export const declaredFlops = (evidence: TrainingEvidence): number | undefined =>
  evidence.compute?.flops ?? flopsOfTransformer(evidence);

export function flopsOfTransformer({ compute }: TrainingEvidence): number | undefined {
  if (compute?.parameters === undefined || compute.tokens === undefined) return undefined;
  return transformerCompute(compute.parameters, compute.tokens);
}

/** N · L · H · U over the hardware that has a peak; `undefined` where none has one with its hours. */
export function flopsOfHardware({ hardware = [] }: TrainingEvidence): number | Unmeasured | undefined {
  const used: ComputeHardware[] = [];
  for (const { name, count = 1, hours, runs = 1, peak, utilisation } of hardware) {
    if (peak === undefined || hours === undefined) continue;
    if (utilisation === undefined) return unmeasured('missing-input', `the hardware ${name} has no utilisation`);
    const rate = quantityIn(peak, 'FLOP/s', `the peak of ${name}`);
    if (typeof rate !== 'number') return rate;
    used.push({ count, hours: hours * runs, peak: rate, utilisation });
  }
  return used.length === 0 ? undefined : hardwareCompute(used);
}

/** Energy of a training from what was declared of its hardware and of its computation. */
import { exactly, productOf, sumOf } from '../../methods/energy/band.js';
import type { Band } from '../../methods/energy/band.js';
import { designPowerOf } from '../../methods/energy/design-power.js';
import { energyOfComputation } from '../../methods/energy/green-algorithms.js';
import { ERROR_MARGIN, withMargin } from '../../methods/energy/training-compute.js';
import { JOULES_PER_KWH } from '../../methods/energy/energy.js';
import type { Unmeasured } from '../figure.js';
import { unmeasured } from '../unmeasured.js';
import { declaredFlops } from './declared-compute.js';
import { quantityIn } from './quantity.js';
import type { TrainingEvidence, TrainingHardware } from './training-evidence.js';

/** Without a usage anything up to the whole design power is possible, and the whole is the estimate. */
const usageOf = ({ usage }: TrainingHardware): Band =>
  usage === undefined ? { estimate: 1, lower: 0, upper: 1 } : exactly(usage);

/** Green Algorithms: kWh at the machines; `undefined` where no hours are declared. */
export function energyOfHardware({ hardware = [] }: TrainingEvidence): Band | Unmeasured | undefined {
  if (hardware.every(({ hours }) => hours === undefined)) return undefined;
  const energies: Band[] = [];
  for (const part of hardware) {
    const { name, count = 1, hours, runs = 1, memory } = part;
    if (hours === undefined) return unmeasured('missing-input', `the hardware ${name} has no hours`);
    const watts = wattsOf(part);
    if (typeof watts !== 'number') return watts;
    const memoryGB = memory === undefined ? 0 : quantityIn(memory, 'GB', `the memory of ${name}`);
    if (typeof memoryGB !== 'number') return memoryGB;
    energies.push(energyOfComputation({ hours, count, watts, usage: usageOf(part), memoryGB, runs }));
  }
  return sumOf(energies);
}

/**
 * AI Act, Annex XI, section 1, last paragraph: energy from the computational resources used. FLOP over what the hardware
 * reached (peak · utilisation) are seconds of it, times its power: kWh at the machines, with the margin of the FLOP.
 * `undefined` where no computation is declared.
 */
export function energyOfCompute(evidence: TrainingEvidence): Band | Unmeasured | undefined {
  const flops = declaredFlops(evidence);
  if (flops === undefined) return undefined;
  const [part, ...others] = (evidence.hardware ?? []).filter(({ peak }) => peak !== undefined);
  if (part?.peak === undefined) return unmeasured('missing-input', 'no hardware is declared with its peak performance');
  if (others.length > 0)
    return unmeasured('unsupported', 'several kinds of hardware have a peak: how the FLOP were shared is not known');
  if (part.utilisation === undefined)
    return unmeasured('missing-input', `the hardware ${part.name} has no utilisation`);
  const peak = quantityIn(part.peak, 'FLOP/s', `the peak of ${part.name}`);
  if (typeof peak !== 'number') return peak;
  if (peak === 0) return unmeasured('out-of-domain', `the peak of ${part.name} is 0`);
  const watts = wattsOf(part);
  if (typeof watts !== 'number') return watts;
  const perFlop = watts / (peak * part.utilisation) / JOULES_PER_KWH;
  return productOf(withMargin(flops, ERROR_MARGIN), exactly(perFlop), usageOf(part));
}

/** W of one: as declared, else by the data sheets. */
function wattsOf({ name, power }: TrainingHardware): number | Unmeasured {
  if (power !== undefined) return quantityIn(power, 'W', `the power of ${name}`);
  const known = designPowerOf(name);
  return known === undefined
    ? unmeasured('missing-input', `the hardware ${name} is in no list of design powers: declare its power`)
    : known.watts;
}

/** Embodied carbon of the hardware that a training used. */
import { embodiedOfServer, embodiedShareOf, USUAL_LIFESPAN_HOURS } from '../../methods/energy/embodied.js';
import type { Unmeasured } from '../figure.js';
import { unmeasured } from '../unmeasured.js';
import { quantityIn } from './quantity.js';
import type { TrainingEvidence, TrainingHardware } from './training-evidence.js';

/** gCO2e, declared: of all hardware, or none, because a part of it would look like little. */
export function embodiedCarbon({ hardware = [] }: TrainingEvidence): number | Unmeasured {
  if (hardware.length === 0)
    return unmeasured(
      'missing-input',
      'training.hardware does not say on what, for how long and of what embodied carbon',
    );
  let sum = 0;
  for (const part of hardware) {
    const grams = shareOf(part);
    if (typeof grams !== 'number') return grams;
    sum += grams;
  }
  return sum;
}

function shareOf({ name, count = 1, hours, runs = 1, embodied, server, lifespan, share = 1 }: TrainingHardware) {
  if (hours === undefined) return unmeasured('missing-input', `the hardware ${name} has no hours`);
  const total =
    embodied === undefined
      ? server === undefined
        ? unmeasured('missing-input', `the hardware ${name} has no embodied carbon`)
        : 1000 * embodiedOfServer(partsOf(server))
      : quantityIn(embodied, 'gCO2e', `the embodied carbon of ${name}`);
  if (typeof total !== 'number') return total;
  const life = lifespan === undefined ? USUAL_LIFESPAN_HOURS : quantityIn(lifespan, 'h', `the lifespan of ${name}`);
  if (typeof life !== 'number') return life;
  if (life === 0) return unmeasured('out-of-domain', `the lifespan of ${name} is 0`);
  return embodiedShareOf({ embodied: count * total, hours: hours * runs, lifespanHours: life, share });
}

const partsOf = ({ cpus = 1, memory = 16, ssds = 0, hdds = 0, gpus = 0 }: NonNullable<TrainingHardware['server']>) => ({
  cpus,
  memoryGB: memory,
  ssds,
  hdds,
  gpus,
});

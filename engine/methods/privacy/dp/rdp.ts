import { fixedSizeGaussianRenyi } from './fixed-size-rdp.js';
import { gaussianRenyi, poissonGaussianRenyi } from './gaussian-rdp.js';
import type { Mechanism, Phase } from './phase.js';
import { exponentialRenyi, laplaceRenyi, randomisedResponseRenyi } from './pure-mechanisms-rdp.js';
import type { RenyiCurve } from './rdp-conversion.js';
import { ORDERS } from './rdp-orders.js';

/** The Rényi curve of all phases together: curves add up under (adaptive) composition. Cost some 2 ms a phase. */
export function renyiCurve(phases: readonly Phase[], orders: readonly number[] = ORDERS): RenyiCurve {
  const values = orders.map((order) =>
    phases.reduce((sum, { mechanism, steps }) => sum + steps * renyiOf(mechanism, order), 0),
  );
  return { orders, values };
}

function renyiOf(mechanism: Mechanism, order: number): number {
  switch (mechanism.kind) {
    case 'gaussian': {
      const { deviation, sampling } = mechanism;
      if (sampling.kind === 'all') return gaussianRenyi(deviation, order);
      const sampled = sampling.kind === 'poisson' ? poissonGaussianRenyi : fixedSizeGaussianRenyi;
      return sampled(deviation, sampling.rate, order);
    }
    case 'laplace':
      return laplaceRenyi(mechanism.scale, order);
    case 'randomised-response':
      return randomisedResponseRenyi(mechanism.flip, mechanism.answers, order);
    case 'exponential':
      return exponentialRenyi(mechanism.epsilon, order);
  }
}

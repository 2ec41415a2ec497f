import { accountBy } from './accountants.js';
import type { Accountant } from './accountants.js';
import { leastWith } from './bisection.js';
import { NotAccounted } from './phase.js';
import type { Phase } from './phase.js';

/** Relative. */
const TOLERANCE = 1e-4;

/**
 * The least factor that, multiplied into the noise of every phase, keeps the accountant's epsilon at `delta` within
 * `epsilon` > 0; within 1e-4 of it, from above. Throws `NotAccounted` where a mechanism has no noise to multiply.
 */
export function noiseFactor(accountant: Accountant, phases: readonly Phase[], epsilon: number, delta: number): number {
  const spends = (factor: number): number => {
    try {
      return accountBy(accountant, withNoise(phases, factor)).epsilonAtMost(delta);
    } catch (fault) {
      // So little noise that nothing can be accounted.
      if (fault instanceof NotAccounted && factor < 1) return Infinity;
      throw fault;
    }
  };
  return leastWith((factor) => spends(factor) <= epsilon, 1, TOLERANCE);
}

function withNoise(phases: readonly Phase[], factor: number): readonly Phase[] {
  return phases.map(({ mechanism, steps }): Phase => {
    switch (mechanism.kind) {
      case 'gaussian':
        return { mechanism: { ...mechanism, deviation: factor * mechanism.deviation }, steps };
      case 'laplace':
        return { mechanism: { ...mechanism, scale: factor * mechanism.scale }, steps };
      case 'randomised-response':
      case 'exponential':
        throw new NotAccounted(`${mechanism.kind} adds no noise of a scale`);
    }
  });
}

import { accountBy } from './accountants.js';
import type { Accountant } from './accountants.js';
import { leastWith } from './bisection.js';
import { NotAccounted } from './phase.js';
import type { Phase } from './phase.js';
import { fineInterval, lossAccount } from './pld.js';

/** Relative. */
const TOLERANCE = 1e-3;
const FIRST_LEAP = 1.1;
/** A wider grid of losses is as safe, and asks for hardly more noise: some 2e-4. */
const COARSER = 4;

/**
 * The least factor that, multiplied into the noise of every phase, keeps the accountant's epsilon at `delta` within
 * `epsilon` > 0; within a thousandth, from above. Throws `NotAccounted` where a mechanism has no noise to multiply.
 */
export function noiseFactor(accountant: Accountant, phases: readonly Phase[], epsilon: number, delta: number): number {
  const spends = (factor: number): number => {
    const changed = withNoise(phases, factor);
    try {
      if (accountant !== 'pld') return accountBy(accountant, changed).epsilonAtMost(delta);
      return lossAccount(changed, COARSER * fineInterval(changed)).epsilonAtMost(delta);
    } catch (fault) {
      // So little noise that nothing can be accounted.
      if (fault instanceof NotAccounted && factor < 1) return Infinity;
      throw fault;
    }
  };
  // Where Rényi divergences, which are cheap, see enough noise, there is enough.
  const enough = accountant === 'pld' ? noiseFactor('rdp', phases, epsilon, delta) : 1;
  return leastWith((factor) => spends(factor) <= epsilon, Number.isFinite(enough) ? enough : 1, TOLERANCE, FIRST_LEAP);
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

/** The short version of docs/calibration-effects.md. */
import { expect, test } from 'vitest';
import { allowed, simulateEffects } from '../../../bench/effects-calibration/simulate.js';

test.each([
  [10, 1],
  [20, 3],
  [20, 0.2],
])('of %d rows at interaction %d the bounds lie beyond the truth no oftener than they may', (rows, strength) => {
  const { falsely, samples } = simulateEffects(rows, strength, 150);
  for (const count of Object.values(falsely)) expect(count).toBeLessThanOrEqual(allowed(samples));
});

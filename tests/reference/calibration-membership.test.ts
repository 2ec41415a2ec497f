/** The short form of bench/calibrate-membership.ts: the same attacks and the same code, fewer samples. */
import { expect, it } from 'vitest';
import { missesOf, simulateCase } from '../../bench/measure-calibration/case.js';
import { SHORT_CASES } from '../../bench/membership-calibration/cases.js';

it.each(SHORT_CASES.map((one) => ({ name: one.name, one })))('$name', async ({ one }) => {
  const counts = await simulateCase(one, 50);
  expect(missesOf(counts, () => [0, 1])).toEqual([]);
  // It can pass and fail at all: not every figure is left undetermined.
  expect(counts.every(({ unmeasured }) => unmeasured === 0)).toBe(true);
});

/** The risk's bounds hold where the published ones do not: a short form of bench/calibrate-attacks.ts. */
import { describe, expect, test } from 'vitest';
import { ALPHA, errorsOf } from '../../bench/attack-calibration/errors.js';

describe('one-sided 95 % bounds of a risk, 20 attacks', () => {
  test.each([
    [0.9, 0.9],
    [0.1, 0.1],
    [0.3, 0.1],
    [0.95, 0.5],
  ])('that succeed at %f, on the control group at %f', (attack, control) => {
    const { ours } = errorsOf(20, attack, control, 200);
    expect(ours.above).toBeLessThanOrEqual(ALPHA);
    expect(ours.below).toBeLessThanOrEqual(ALPHA);
  });

  test('the published one errs more than twice as often at 0.9 and 0.9', () => {
    expect(errorsOf(20, 0.9, 0.9, 20).published.above).toBeGreaterThan(2 * ALPHA);
  });
});

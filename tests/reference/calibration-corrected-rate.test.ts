/** Bounds of a corrected rate hold: a short form of bench/calibrate-corrected-rate.ts. */
import { describe, expect, test } from 'vitest';
import { errorsOf } from '../../bench/corrected-rate-calibration/errors.js';

describe('one-sided 95 % bounds of a rate seen through a judge, 200 answers, 50 labelled of each kind', () => {
  test.each([
    [0.1, 0.8, 0.9],
    [0.5, 0.7, 0.6],
  ])('%f, sensitivity %f, specificity %f', (truth, sensitivity, specificity) => {
    const { ours } = errorsOf(truth, { n: 200, labelled: 50, sensitivity, specificity }, 300, 499);
    // 25 of 300 or more has a probability of 1 % at 5 %.
    expect(ours.above).toBeLessThan(25 / 300);
    expect(ours.below).toBeLessThan(25 / 300);
  });
});

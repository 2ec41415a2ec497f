import { describe, expect, test } from 'vitest';
import '../../../../tests/seed.js';
import { binomialProbability } from '../../../numerics/distributions/binomial.js';
import { normalCdf, normalSurvival } from '../../../numerics/distributions/normal.js';
import { accountBy } from './accountants.js';
import { gaussianDelta, gaussianDeviation, gaussianEpsilon } from './analytic-gaussian.js';
import { leastWith } from './bisection.js';
import { noiseFactor } from './noise-for-epsilon.js';
import { NotAccounted } from './phase.js';
import type { Mechanism, Phase } from './phase.js';
import { lossAccount } from './pld.js';

const gaussian = (deviation: number, rate: number): Mechanism => ({
  kind: 'gaussian',
  deviation,
  sampling: rate === 1 ? { kind: 'all' } : { kind: 'poisson', rate },
});
const phases = (mechanism: Mechanism, steps: number): readonly Phase[] => [{ mechanism, steps }];

/** The delta of one step by its definition, in either direction, from where the loss crosses epsilon. */
function deltaOfOneStep(deviation: number, rate: number, epsilon: number): number {
  const cross = (loss: number): number => deviation ** 2 * Math.log(1 + Math.expm1(loss) / rate) + 0.5;
  const mixtureBeyond = (x: number): number =>
    (1 - rate) * normalSurvival(x / deviation) + rate * normalSurvival((x - 1) / deviation);
  const x = cross(epsilon);
  const withRow = mixtureBeyond(x) - Math.exp(epsilon) * normalSurvival(x / deviation);
  if (-epsilon <= Math.log1p(-rate)) return withRow;
  const y = cross(-epsilon);
  const withoutRow = normalCdf(y / deviation) - Math.exp(epsilon) * (1 - mixtureBeyond(y));
  return Math.max(withRow, withoutRow);
}

describe('the accountant of privacy losses encloses what is known exactly', () => {
  test.each([
    [1, 1, 1e-5],
    [0.1, 1, 1e-5],
    [0.01, 0.5, 1e-6],
    [0.3, 3, 1e-3],
  ])('one step, rate %d, deviation %d, delta %d', (rate, deviation, delta) => {
    const exact = leastWith((epsilon) => deltaOfOneStep(deviation, rate, epsilon) <= delta, 1);
    const { lower, upper } = lossAccount(phases(gaussian(deviation, rate), 1)).epsilon(delta);
    expect(lower).toBeLessThanOrEqual(exact);
    expect(upper).toBeGreaterThanOrEqual(exact);
    expect(upper - lower).toBeLessThan(1e-4 * (1 + exact));
  });

  test.each([
    [4, 10, 1e-10],
    [100, 10_000, 1e-8],
    [30, 30_000, 1e-6],
    [0.5, 3, 0.2],
  ])('whole data, deviation %d, %d steps, delta %d', (deviation, steps, delta) => {
    const exact = gaussianEpsilon(Math.sqrt(steps) / deviation, delta);
    const { lower, upper } = lossAccount(phases(gaussian(deviation, 1), steps)).epsilon(delta);
    expect(lower).toBeLessThanOrEqual(exact * (1 + 1e-9));
    expect(upper).toBeGreaterThanOrEqual(exact * (1 - 1e-9));
    expect(upper - lower).toBeLessThan(1e-3 * exact);
  });

  test('randomised response, asked 40 times', () => {
    const [flip, steps, delta] = [0.8, 40, 1e-4] as const;
    const truth = 1 - flip / 2;
    const each = Math.log(truth / (1 - truth));
    // Of k true answers the loss is (2k − steps)·each.
    const deltaAt = (epsilon: number): number => {
      let sum = 0;
      for (let k = 0; k <= steps; k++) {
        sum += binomialProbability(k, steps, truth) * Math.max(0, -Math.expm1(epsilon - (2 * k - steps) * each));
      }
      return sum;
    };
    const exact = leastWith((epsilon) => deltaAt(epsilon) <= delta, 1);
    const mechanism = { kind: 'randomised-response', flip, answers: 2 } as const;
    const { lower, upper } = lossAccount(phases(mechanism, steps)).epsilon(delta);
    expect(lower).toBeLessThanOrEqual(exact + 1e-9);
    expect(upper).toBeGreaterThanOrEqual(exact - 1e-9);
    expect(upper - lower).toBeLessThan(1e-4);
    expect(accountBy('pure', phases(mechanism, steps)).epsilonAtMost(0)).toBeCloseTo(steps * each, 12);
  });

  test('Laplace noise, once: δ = 1 − e^((ε − 1/b)/2)', () => {
    for (const epsilon of [0.1, 0.4]) {
      const delta = -Math.expm1((epsilon - 0.5) / 2);
      const { lower, upper } = lossAccount(phases({ kind: 'laplace', scale: 2 }, 1)).epsilon(delta);
      expect(lower).toBeLessThanOrEqual(epsilon + 1e-12);
      expect(upper).toBeGreaterThanOrEqual(epsilon - 1e-12);
      expect(upper - lower).toBeLessThan(1e-5);
    }
  });
});

/** Wider than by default, for speed: the ends enclose all the same. */
const GRID = 4e-3;

describe('accountants against each other', () => {
  test('more steps cost more, more noise costs less', () => {
    const epsilon = (deviation: number, steps: number) =>
      lossAccount(phases(gaussian(deviation, 0.03), steps), GRID).epsilon(1e-5);
    const one = epsilon(0.8, 200);
    expect(epsilon(0.8, 400).upper).toBeGreaterThanOrEqual(one.lower);
    expect(epsilon(1, 200).lower).toBeLessThanOrEqual(one.upper);
  });

  test('phases: two of one kind are one of both; the order does not matter', () => {
    const [first, second] = [gaussian(1, 0.02), { kind: 'laplace', scale: 9 } as const];
    const whole = lossAccount(phases(first, 60), GRID).epsilonAtMost(1e-5);
    const parts = [...phases(first, 20), ...phases(first, 40)];
    expect(lossAccount(parts, GRID).epsilonAtMost(1e-5)).toBeCloseTo(whole, 9);
    const [one, other] = [
      [...phases(first, 60), ...phases(second, 2)],
      [...phases(second, 2), ...phases(first, 60)],
    ].map((mixed) => lossAccount(mixed, GRID).epsilon(1e-5));
    expect(one!.upper).toBeCloseTo(other!.upper, 9);
    expect(one!.lower).toBeGreaterThan(whole);
  });

  test('the central limit carries the range of the losses', () => {
    const { estimate, lower, upper } = accountBy('gdp', phases(gaussian(1.5, 0.04), 200)).epsilon(1e-5);
    const exact = accountBy('pld', phases(gaussian(1.5, 0.04), 200)).epsilon(1e-5);
    expect([lower, upper]).toEqual([Math.min(estimate, exact.lower), Math.max(estimate, exact.upper)]);
  });

  test('the analytic Gaussian inverts itself and knows its ends', () => {
    expect(gaussianDeviation(gaussianEpsilon(0.7, 1e-6), 1e-6)).toBeCloseTo(1 / 0.7, 9);
    expect(gaussianEpsilon(1, 0.9)).toBe(0);
    expect(gaussianDelta(1, 0)).toBeCloseTo(2 * normalCdf(0.5) - 1, 14);
    expect(gaussianDelta(0.01, 5)).toBe(0);
  });
});

test('noise for an epsilon spends it, and hardly less', () => {
  for (const accountant of ['rdp', 'pld'] as const) {
    const given = phases(gaussian(1, 0.05), 50);
    const factor = noiseFactor(accountant, given, 0.7, 1e-5);
    const spent = (times: number) => accountBy(accountant, phases(gaussian(times, 0.05), 50)).epsilonAtMost(1e-5);
    expect(spent(factor)).toBeLessThanOrEqual(0.7);
    expect(spent(factor * (1 - 2e-3))).toBeGreaterThan(0.7);
  }
});

test.each<[string, 'pld' | 'pure' | 'analytic-gaussian' | 'gdp', Mechanism]>([
  ['batches of one size', 'pld', { kind: 'gaussian', deviation: 1, sampling: { kind: 'fixed-size', rate: 0.1 } }],
  ['batches of one size', 'gdp', { kind: 'gaussian', deviation: 1, sampling: { kind: 'fixed-size', rate: 0.1 } }],
  ['an exponential mechanism', 'pld', { kind: 'exponential', epsilon: 1 }],
  ['hardly any noise', 'pld', gaussian(0.01, 1)],
  ['Gaussian noise', 'pure', gaussian(1, 1)],
  ['samples', 'analytic-gaussian', gaussian(1, 0.1)],
])('%s: no account by %s', (_, accountant, mechanism) => {
  expect(() => accountBy(accountant, phases(mechanism, 1)).epsilonAtMost(1e-5)).toThrow(NotAccounted);
});

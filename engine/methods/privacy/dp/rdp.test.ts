import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import '../../../../tests/seed.js';
import { gaussLegendre } from '../../../numerics/gauss-legendre.js';
import { logAdd } from '../../../numerics/log-sum.js';
import { fixedSizeGaussianRenyi } from './fixed-size-rdp.js';
import { gaussianRenyi, poissonGaussianRenyi } from './gaussian-rdp.js';
import type { Phase } from './phase.js';
import {
  exponentialRenyi,
  laplaceRenyi,
  randomisedResponseEpsilon,
  randomisedResponseRenyi,
} from './pure-mechanisms-rdp.js';
import { epsilonOfRenyi } from './rdp-conversion.js';
import { ORDERS } from './rdp-orders.js';
import { renyiCurve } from './rdp.js';

const { points, weights } = gaussLegendre(20);

/** The integral of f from a to b, by Gauss and Legendre on 400 pieces. */
function integral(f: (x: number) => number, a: number, b: number): number {
  const width = (b - a) / 400;
  let sum = 0;
  for (let piece = 0; piece < 400; piece++) {
    points.forEach((point, index) => (sum += weights[index]! * width * f(a + (piece + point) * width)));
  }
  return sum;
}

type LogDensity = (x: number) => number;
const normal =
  (mean: number, deviation: number): LogDensity =>
  (x) =>
    -0.5 * ((x - mean) / deviation) ** 2 - Math.log(deviation * Math.sqrt(2 * Math.PI));
const mixture =
  (rate: number, mean: number, deviation: number): LogDensity =>
  (x) =>
    logAdd(Math.log(1 - rate) + normal(0, deviation)(x), Math.log(rate) + normal(mean, deviation)(x));
const renyi = (p: LogDensity, q: LogDensity, order: number, [a, b]: readonly [number, number]): number =>
  Math.log(integral((x) => Math.exp(order * p(x) + (1 - order) * q(x)), a, b)) / (order - 1);

describe('Rényi divergence', () => {
  test.each([
    [1, 2, 1.5],
    [0.01, 1, 1.1],
    [0.01, 1, 2],
    [0.2, 0.8, 3.7],
    [0.2, 2, 16],
    [0.9, 1.5, 2.5],
    [0.5, 3, 10.9],
  ])('of Poisson samples, rate %d, deviation %d, order %d, is the integral', (rate, deviation, order) => {
    const span = [-12 * deviation, order + 12 * deviation] as const;
    const exact = renyi(mixture(rate, 1, deviation), normal(0, deviation), order, span);
    const opposite = renyi(normal(0, deviation), mixture(rate, 1, deviation), order, [
      -order - 12 * deviation,
      span[1],
    ]);
    const ours = poissonGaussianRenyi(deviation, rate, order);
    expect(ours / exact).toBeCloseTo(1, 8);
    expect(poissonGaussianRenyi(deviation, rate, order, 'by-size')).toBeGreaterThanOrEqual(ours * (1 - 1e-12));
    // The other direction is never larger.
    expect(opposite).toBeLessThanOrEqual(ours * (1 + 1e-9));
  });

  test('of the Gaussian mechanism is α/(2σ²), for any order and deviation', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1.01, max: 60, noNaN: true }),
        fc.double({ min: 0.3, max: 30, noNaN: true }),
        (a, s) => {
          expect(gaussianRenyi(s, a)).toBe(a / (2 * s * s));
          expect(poissonGaussianRenyi(s, 1, a)).toBe(gaussianRenyi(s, a));
        },
      ),
    );
    expect(renyi(normal(1, 2), normal(0, 2), 3, [-30, 40])).toBeCloseTo(gaussianRenyi(2, 3), 12);
  });

  test('of Poisson samples grows with rate and order and falls with the noise', () => {
    const rates = fc.double({ min: 1e-5, max: 0.99, noNaN: true });
    const deviations = fc.double({ min: 0.4, max: 20, noNaN: true });
    fc.assert(
      fc.property(rates, deviations, fc.integer({ min: 2, max: 256 }), (rate, deviation, order) => {
        const here = poissonGaussianRenyi(deviation, rate, order);
        const slack = 1e-9 * here + 1e-13;
        expect(poissonGaussianRenyi(deviation, rate, order + 1)).toBeGreaterThanOrEqual(here - slack);
        expect(poissonGaussianRenyi(deviation, rate, order + 0.5)).toBeGreaterThanOrEqual(here - slack);
        expect(poissonGaussianRenyi(1.1 * deviation, rate, order)).toBeLessThanOrEqual(here + slack);
        expect(poissonGaussianRenyi(deviation, 0.9 * rate, order)).toBeLessThanOrEqual(here + slack);
        expect(here).toBeLessThanOrEqual(gaussianRenyi(deviation, order) + slack);
      }),
    );
  });

  test.each([
    [0.05, 2, 2],
    [0.05, 2, 6],
    [0.2, 4, 3.5],
    [0.01, 1, 8],
  ])(
    'of batches of one size, rate %d, deviation %d, order %d, is at least that of a pair',
    (rate, deviation, order) => {
      // A row at +½ is replaced by one at −½: the sum moves by the sensitivity 1.
      const span = [-order - 12 * deviation, order + 12 * deviation] as const;
      const pair = renyi(mixture(rate, 0.5, deviation), mixture(rate, -0.5, deviation), order, span);
      const bound = fixedSizeGaussianRenyi(deviation, rate, order);
      expect(bound).toBeGreaterThanOrEqual(pair);
      expect(bound).toBeLessThanOrEqual(gaussianRenyi(deviation, order));
      expect(fixedSizeGaussianRenyi(deviation, rate / 2, order)).toBeLessThan(bound);
    },
  );

  test.each([1.5, 2, 10])('of Laplace noise at order %d is the integral', (order) => {
    const laplace =
      (mean: number): LogDensity =>
      (x) =>
        -Math.abs(x - mean) / 1.3 - Math.log(2.6);
    const [below, between, above] = [
      [-60, 0],
      [0, 1],
      [1, 60],
    ].map(([a, b]) => integral((x) => Math.exp(order * laplace(0)(x) + (1 - order) * laplace(1)(x)), a!, b!));
    expect(laplaceRenyi(1.3, order)).toBeCloseTo(Math.log(below! + between! + above!) / (order - 1), 10);
  });

  test('of pure mechanisms tends to their epsilon and stays below it', () => {
    for (const order of ORDERS) {
      for (const of of [
        laplaceRenyi(0.5, order),
        exponentialRenyi(2, order),
        (randomisedResponseRenyi(0.4, 5, order) * 2) / randomisedResponseEpsilon(0.4, 5),
      ]) {
        expect(of).toBeGreaterThan(0);
        expect(of).toBeLessThanOrEqual(2 * (1 + 1e-12));
      }
    }
    expect(laplaceRenyi(0.5, 1e9)).toBeCloseTo(2, 6);
    expect(randomisedResponseRenyi(0.4, 5, Infinity)).toBe(randomisedResponseEpsilon(0.4, 5));
    expect(randomisedResponseRenyi(1, 2, 3)).toBe(0);
  });
});

describe('conversion', () => {
  test('phases add up, and more steps never cost less', () => {
    const phase = (steps: number): Phase => ({
      mechanism: { kind: 'gaussian', deviation: 1.2, sampling: { kind: 'poisson', rate: 0.02 } },
      steps,
    });
    const together = renyiCurve([phase(100), phase(400)]).values;
    renyiCurve([phase(500)]).values.forEach((value, index) => expect(together[index]! / value).toBeCloseTo(1, 12));
    const epsilons = [1, 10, 100, 1000].map((steps) => epsilonOfRenyi(renyiCurve([phase(steps)]), 1e-5).epsilon);
    expect(epsilons).toEqual(epsilons.toSorted((a, b) => a - b));
  });

  test.each([
    ['no loss', [0, 0], 1e-5, 0],
    ['delta that the divergence alone bounds', [1e-12, 1e-12], 1e-5, 0],
    ['no finite order', [Infinity, Infinity], 1e-5, Infinity],
  ])('of %s', (_, values, delta, epsilon) => {
    expect(epsilonOfRenyi({ orders: [2, 3], values }, delta).epsilon).toBe(epsilon);
  });
});

/** Properties; figures of SciPy are in tests/reference. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { betaCdf, betaQuantile, betaSurvival } from './beta.js';
import { binomialCdf, binomialProbability, binomialQuantile } from './binomial.js';
import { log1pMinus, logGamma } from './gamma-function.js';
import { normalCdf, normalQuantile } from './normal.js';
import { studentTCdf, studentTQuantile } from './student-t.js';

const probability = fc.double({ min: 1e-250, max: 0.5, noNaN: true });
const shape = fc.double({ min: 0.1, max: 1e6, noNaN: true });
const close = (value: number, expected: number, relative = 1e-9): void => {
  expect(Math.abs(value / expected - 1), `${value} for ${expected}`).toBeLessThan(relative);
};

describe('quantiles invert their distribution, far into the tail', () => {
  it('normal', () => fc.assert(fc.property(probability, (p) => close(normalCdf(normalQuantile(p)), p))));
  it('Student t', () =>
    fc.assert(
      fc.property(probability, fc.double({ min: 1, max: 1e6, noNaN: true }), (p, df) =>
        close(studentTCdf(studentTQuantile(p, df), df), p),
      ),
    ));
  it('beta', () =>
    fc.assert(
      fc.property(probability, shape, shape, (p, a, b) => {
        const x = betaQuantile(p, a, b);
        if (x > 1e-300 && x < 1 - 1e-6) close(betaCdf(x, a, b), p, 1e-7);
      }),
    ));
  it('binomial', () =>
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), fc.double({ min: 0.01, max: 0.99, noNaN: true }), (n, rate) => {
        const k = binomialQuantile(0.3, n, rate);
        expect(binomialCdf(k, n, rate)).toBeGreaterThanOrEqual(0.3);
        expect(binomialCdf(k - 1, n, rate)).toBeLessThan(0.3);
      }),
    ));
});

it('the tails of the beta distribution mirror each other', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 255 }), shape, shape, (sixteenths, a, b) => {
      const x = sixteenths / 256;
      expect(betaCdf(x, a, b)).toBeCloseTo(betaSurvival(1 - x, b, a), 13);
    }),
  );
});

it('binomial probabilities sum to their distribution', () => {
  let sum = 0;
  for (let k = 0; k <= 40; k++) {
    sum += binomialProbability(k, 40, 0.3);
    expect(binomialCdf(k, 40, 0.3)).toBeCloseTo(sum, 13);
  }
});

it.each([
  [betaQuantile(0.5, 0, 5), 0],
  [betaQuantile(0.5, 5, 0), 1],
  [betaCdf(0, 2, 3), 0],
  [betaCdf(1, 2, 3), 1],
  [betaCdf(0.3, 0, 3), 1],
  [betaCdf(0.3, 3, 0), 0],
  [normalQuantile(0), -Infinity],
  [normalQuantile(1), Infinity],
  [studentTQuantile(0.5, 3), 0],
  [studentTCdf(Infinity, 3), 1],
  [studentTQuantile(0.975, Infinity), normalQuantile(0.975)],
  [binomialCdf(-1, 5, 0.5), 0],
  [binomialCdf(5, 5, 0.5), 1],
  [normalQuantile(1.5), Number.NaN],
  [betaQuantile(-0.1, 1, 1), Number.NaN],
  [studentTQuantile(0.5, 0), Number.NaN],
  [logGamma(0), Number.NaN],
])('at the edges: %d is %d', (value, expected) => expect(value).toBe(expected));

it('Γ(x + 1) = x Γ(x)', () => {
  fc.assert(
    fc.property(fc.double({ min: 1e-3, max: 1e4, noNaN: true }), (x) => {
      // The difference of two numbers of this size cannot be known better than their own rounding.
      const rounding = 4 * Number.EPSILON * Math.abs(logGamma(x + 1));
      expect(Math.abs(logGamma(x + 1) - logGamma(x) - Math.log(x))).toBeLessThan(1e-11 + rounding);
    }),
  );
});

it('ln(1 + z) − z is one function on both sides of its switch', () => {
  for (const z of [-0.4, 0.4, -0.39999, 0.40001]) expect(log1pMinus(z)).toBeCloseTo(Math.log1p(z) - z, 15);
});

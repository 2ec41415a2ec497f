/**
 * k successes in n independent trials. The confidence box of the rate lies between Beta(k, n−k+1) and Beta(k+1, n−k):
 * their quantiles are the Clopper–Pearson bounds (Clopper and Pearson 1934; Balch 2012), which never err more often
 * than they say, at any n and any rate.
 */
import { betaQuantile, betaSurvival } from '../../numerics/distributions/beta.js';
import type { Spread } from './spread.js';

const identity = (value: number): number => value;
const dice = (rate: number): number => (2 * rate) / (1 + rate);
const diceInverse = (value: number): number => value / (2 - value);

/** P(X ≥ limit), or P(X > limit), for X from Beta(a, b); a = 0 is the point 0 and b = 0 the point 1. */
function betaAtLeast(a: number, b: number, limit: number, strict: boolean): number {
  if (strict ? limit < 0 : limit <= 0) return 1;
  if (strict ? limit >= 1 : limit > 1) return 0;
  if (a === 0) return 0;
  if (b === 0) return 1;
  return betaSurvival(limit, a, b);
}

/** `transform: 'dice'`: the value is 2p/(1+p) of the rate p, which rises with it and leaves 0 and 1 where they are. */
export function proportionSpread(k: number, n: number, transform?: 'dice'): Spread {
  const forward = transform === 'dice' ? dice : identity;
  const backward = transform === 'dice' ? diceInverse : identity;
  return {
    chance: true,
    domain: [0, 1],
    lower: (error) => forward(k === 0 ? 0 : betaQuantile(error, k, n - k + 1)),
    upper: (error) => forward(k === n ? 1 : 1 - betaQuantile(error, n - k, k + 1)),
    atLeast: (limit, strict) => {
      const rate = limit <= 0 || limit >= 1 ? limit : backward(limit);
      return [betaAtLeast(k, n - k + 1, rate, strict), betaAtLeast(k + 1, n - k, rate, strict)];
    },
  };
}

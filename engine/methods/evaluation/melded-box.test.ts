import { expect, test } from 'vitest';
import { binomialCdf } from '../../numerics/distributions/binomial.js';
import { createRng } from '../../numerics/generator.js';
import { meldedBox } from './melded-box.js';
import { rateBox } from './rate-box.js';

const DRAWS = 200;

/** Exactly, over all outcomes: how often a bound of the difference at 0.05 is on the wrong side of the true one. */
test.each([
  [0.1, 0.1, 20, 20],
  [0.02, 0, 25, 10],
  [0.9, 0.5, 12, 20],
])('rates %d and %d of %i and %i trials: bounds of the difference err seldom enough', (p, q, n, m) => {
  const chance = (k: number, trials: number, rate: number): number =>
    binomialCdf(k, trials, rate) - (k === 0 ? 0 : binomialCdf(k - 1, trials, rate));
  const boxes = [n, m].map((trials) => Array.from({ length: trials + 1 }, (_, k) => rateBox({ k, n: trials }, DRAWS)));
  let [over, under] = [0, 0];
  for (let k = 0; k <= n; k++) {
    for (let l = 0; l <= m; l++) {
      const box = meldedBox(boxes[0]![k]!, boxes[1]![l]!, createRng('melded'), (a, b) => a - b);
      const weight = chance(k, n, p) * chance(l, m, q);
      if (box.lower.sort()[Math.floor(0.05 * DRAWS)]! > p - q) over += weight;
      if (box.upper.sort()[Math.ceil(0.95 * DRAWS) - 1]! < p - q) under += weight;
    }
  }
  expect(over).toBeLessThan(0.053);
  expect(under).toBeLessThan(0.053);
});

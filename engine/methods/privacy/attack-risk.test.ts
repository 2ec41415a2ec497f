import { describe, expect, test } from 'vitest';
import { binomialProbability } from '../../numerics/distributions/binomial.js';
import { createRng } from '../../numerics/generator.js';
import { excess, excessBox, publishedRisk, wilsonRate } from './attack-risk.js';

test('as Anonymeter has it', () => {
  expect(excess(0.9, 0.8)).toBeCloseTo(0.5, 12);
  const { rate, error } = publishedRisk({ rate: 0.9, error: 0.02 }, { rate: 0.85, error: 0.02 });
  expect([rate, error]).toEqual([expect.closeTo(1 / 3, 12), expect.closeTo(0.1602, 4)]);
});

test('nobody was reached: nothing from below, a little from above', () => {
  const { lower, upper } = excessBox({ k: 0, n: 100 }, { k: 0, n: 100 }, 200, createRng('none'));
  expect(Math.max(...lower)).toBe(0);
  expect(upper.toSorted()[190]).toBeCloseTo(1 - 0.05 ** (1 / 100), 2);
});

test('everybody was reached, controls too: anything is possible', () => {
  const { lower, upper } = excessBox({ k: 50, n: 50 }, { k: 50, n: 50 }, 200, createRng('all'));
  expect([Math.min(...lower), Math.max(...upper)]).toEqual([0, 1]);
});

/** Chance that a one-sided 95 % bound is on the wrong side of the truth, all outcomes of both samples counted. */
function errors(n: number, attack: number, control: number) {
  const truth = Math.max(0, excess(attack, control));
  const wrong = { published: [0, 0], melded: [0, 0] };
  const probabilities = (rate: number) => Array.from({ length: n + 1 }, (_, k) => binomialProbability(k, n, rate));
  const [ofAttack, ofControl] = [probabilities(attack), probabilities(control)];
  const draws = 200;
  ofAttack.forEach((first, k) =>
    ofControl.forEach((second, j) => {
      const weight = first * second;
      if (weight < 1e-5) return;
      const { rate, error } = publishedRisk(wilsonRate({ k, n }, 0.9), wilsonRate({ k: j, n }, 0.9));
      if (rate - error > truth) wrong.published[0]! += weight;
      if (Math.max(0, rate + error) < truth) wrong.published[1]! += weight;
      const box = excessBox({ k, n }, { k: j, n }, draws, createRng(`${k} ${j}`));
      if (box.lower.sort()[0.05 * draws]! > truth) wrong.melded[0]! += weight;
      if (box.upper.sort()[0.95 * draws - 1]! < truth) wrong.melded[1]! += weight;
    }),
  );
  return wrong;
}

describe('the bounds hold where the published ones do not', () => {
  test.each([
    [30, 0.9, 0.9],
    [30, 0.1, 0.03],
    [30, 0.6, 0.3],
  ])('%f attacks of %f and %f', (n, attack, control) => {
    const { melded } = errors(n, attack, control);
    expect(Math.max(...melded)).toBeLessThanOrEqual(0.05);
  });
  test('at 0.9 and 0.9 the published bound is wrong twice as often as it says', () => {
    expect(errors(30, 0.9, 0.9).published[0]).toBeGreaterThan(0.1);
  });
});

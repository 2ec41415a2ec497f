import { expect, test } from 'vitest';
import { createRng } from '../../numerics/generator.js';
import { rateBox } from '../evaluation/rate-box.js';
import type { Successes } from '../evaluation/rate-box.js';
import { excess, excessBox, publishedRisk } from './attack-risk.js';

test('as Anonymeter has it', () => {
  expect(excess(0.9, 0.8)).toBeCloseTo(0.5, 12);
  const { rate, error } = publishedRisk({ rate: 0.9, error: 0.02 }, { rate: 0.85, error: 0.02 });
  expect([rate, error]).toEqual([expect.closeTo(1 / 3, 12), expect.closeTo(0.1602, 4)]);
});

const boxOf = (both: Successes, seed: string) => excessBox(rateBox(both, 200), rateBox(both, 200), createRng(seed));

test('nobody was reached: nothing from below, a little from above', () => {
  const { lower, upper } = boxOf({ k: 0, n: 100 }, 'none');
  expect(Math.max(...lower)).toBe(0);
  expect(upper.toSorted()[190]).toBeCloseTo(1 - 0.05 ** (1 / 100), 2);
});

test('everybody was reached, controls too: anything is possible', () => {
  const { lower, upper } = boxOf({ k: 50, n: 50 }, 'all');
  expect([Math.min(...lower), Math.max(...upper)]).toEqual([0, 1]);
});

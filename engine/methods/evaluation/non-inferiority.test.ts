import { expect, test } from 'vitest';
import { createRng } from '../../numerics/generator.js';
import { meanBoxes } from './mean-boxes.js';
import { isNonInferior } from './non-inferiority.js';
import { unitsOf } from './units.js';

test('draws beyond the margin, their number, and few units', () => {
  const box = (beyond: number) => {
    const upper = Float64Array.from({ length: 1000 }, (_, draw) => (draw < beyond ? 0.02 : 0));
    return { plain: upper, lower: upper, upper };
  };
  expect([60, 40].map((beyond) => isNonInferior(box(beyond), 0.01, 0.95, 10_000))).toEqual([false, true]);
  expect(isNonInferior(box(40), 0.01, 0.95, 5)).toBe(false);
  // No draw beyond, but too few to say so.
  const few = { plain: new Float64Array(10), lower: new Float64Array(10), upper: new Float64Array(10) };
  expect(isNonInferior(few, 0.01, 0.95, 10_000)).toBe(false);
});

test('a model that is worse by the margin passes at most as often as α', () => {
  const rng = createRng('non-inferiority');
  const [rows, margin, runs] = [250, 0.04, 300];
  const units = unitsOf(rows, undefined, undefined);
  let passed = 0;
  let passedEqual = 0;
  const lossOf = (worse: number): boolean => {
    const values = Float64Array.from({ length: rows }, () => {
      const draw = (rng.integer(1_000_000) + 0.5) / 1_000_000;
      return draw < 0.02 + worse ? 1 : draw < 0.04 + worse ? -1 : 0;
    });
    const [box] = meanBoxes([{ values, lowest: -1, highest: 1 }], units, { rng, draws: 300, extras: 2 });
    return isNonInferior(box!, margin, 0.95, rows);
  };
  for (let run = 0; run < runs; run++) {
    if (lossOf(margin)) passed++;
    if (lossOf(0)) passedEqual++;
  }
  // Three standard errors of 300 runs above 5 %.
  expect(passed / runs).toBeLessThan(0.05 + 3 * Math.sqrt((0.05 * 0.95) / runs));
  expect(passedEqual / runs).toBeGreaterThan(0.5);
});

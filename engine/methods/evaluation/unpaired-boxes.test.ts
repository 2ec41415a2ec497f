import { describe, expect, it } from 'vitest';
import { createRng } from '../../numerics/generator.js';
import { clopperPearson } from '../../numerics/intervals.js';
import { quantileOfSorted } from '../../numerics/sorting.js';
import { type Score, scoreBoxes } from './score.js';
import { unitsOf } from './units.js';
import { unpairedBoxes } from './unpaired-boxes.js';

const share = (hits: number, n: number): Score => ({
  better: 'higher',
  parts: [{ values: Uint8Array.from({ length: n }, (_, row) => Number(row < hits)), lowest: 0, highest: 1 }],
  finish: 'none',
  range: [0, 1],
});

describe('boxes of shares drawn as gamma variables', () => {
  it.each([
    [3, 10],
    [45, 50],
    [0, 20],
    [20, 20],
  ])('%d of %d: bounds are Clopper and Pearson’s, and those of the bootstrap', (hits, n) => {
    const units = unitsOf(n, undefined, undefined);
    const options = () => ({ rng: createRng(`${hits}`), draws: 20_000, extras: 2 });
    const expected = clopperPearson(hits, n, 0.9);
    for (const boxes of [unpairedBoxes, scoreBoxes]) {
      const { lower, upper } = boxes([share(hits, n)], units, options())[0]!;
      expect(quantileOfSorted(lower.toSorted(), 0.05)).toBeCloseTo(expected[0], 2);
      expect(quantileOfSorted(upper.toSorted(), 0.95)).toBeCloseTo(expected[1], 2);
    }
  });
});

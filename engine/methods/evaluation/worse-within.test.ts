import { describe, expect, it } from 'vitest';
import { createRng } from '../../numerics/generator.js';
import { fisherExactLess } from '../../numerics/hypotheses/fisher-exact.js';
import type { Score } from './score.js';
import { unitsOf } from './units.js';
import { worseWithin } from './worse-within.js';

const share = (values: ArrayLike<number>): Score => ({
  better: 'higher',
  parts: [{ values: Uint8Array.from(values), lowest: 0, highest: 1 }],
  finish: 'none',
  range: [0, 1],
});
const half = (rows: number): Uint8Array => Uint8Array.from({ length: rows }, (_, row) => row % 2);

describe('worseWithin', () => {
  it('is Fisher’s one-sided test for shares of independent rows', () => {
    // 3 of 10 within, 9 of 12 outside.
    const within = Uint8Array.from({ length: 22 }, (_, row) => Number(row < 10));
    const values = within.map((inside, row) => Number(inside === 1 ? row < 3 : row < 19));
    const { rest, p } = worseWithin(share(values), within, unitsOf(22, undefined, undefined));
    expect(rest).toBe(0.75);
    expect(p).toBeCloseTo(fisherExactLess(3, 10, 9, 12), 12);
  });

  it('has no evidence where one side is empty, or nothing varies', () => {
    const units = unitsOf(20, undefined, undefined);
    expect(worseWithin(share(new Uint8Array(20)), new Uint8Array(20).fill(1), units)).toEqual({ rest: NaN, p: 1 });
    const { p } = worseWithin(
      { ...share([]), parts: [{ values: new Float64Array(20), lowest: 0, highest: 1 }] },
      half(20),
      units,
    );
    expect(p).toBeCloseTo(0.5, 12);
  });

  /** Rows of a cluster are alike in their value and, half of the time, in their side. */
  const clustered = (run: number, worse: number): number => {
    const rng = createRng(`clusters ${run} ${worse}`);
    const [groups, values, within]: [number[], number[], number[]] = [[], [], []];
    for (let group = 0; group < 60; group++) {
      const [level, side] = [rng.normal(), rng.next()];
      for (let row = 0; row < 4; row++) {
        const inside = Number((rng.next() < 0.5 ? rng.next() : side) < 0.3);
        groups.push(group);
        within.push(inside);
        values.push(level + rng.normal() - worse * inside);
      }
    }
    const score: Score = {
      better: 'higher',
      parts: [{ values: Float64Array.from(values), lowest: -6, highest: 6 }],
      finish: 'none',
      range: [-6, 6],
    };
    return worseWithin(score, Uint8Array.from(within), unitsOf(values.length, groups, undefined)).p;
  };
  const found = (worse: number): number =>
    Array.from({ length: 400 }, (_, run) => clustered(run, worse)).filter((p) => p <= 0.05).length;

  it('of clusters finds at most α falsely, and a difference mostly', () => {
    expect(found(0)).toBeLessThanOrEqual(400 * 0.05 + 3 * Math.sqrt(400 * 0.05 * 0.95));
    expect(found(1)).toBeGreaterThan(300);
  });
});

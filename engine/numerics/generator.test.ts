import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalCdf } from './distributions/normal.js';
import { createRng } from './generator.js';
import { permutation, sampleWithoutReplacement, shuffle } from './permutation.js';

describe('createRng', () => {
  it('gives these numbers on every machine', () => {
    const rng = createRng('assay');
    expect([rng.next(), rng.next(), rng.integer(1000), rng.normal(), rng.normal(), rng.integer(2 ** 40)]).toEqual([
      0.9131441989924538, 0.05995568228193382, 801, -1.6083973053785012, -0.6927933814611565, 133926880407,
    ]);
  });

  it.each([
    ['a', 'b'],
    ['', ' '],
    ['seed 1', 'seed 2'],
    ['ab', 'ba'],
  ])('%j and %j are different streams', (one, other) => {
    const [a, b] = [createRng(one), createRng(other)];
    const equal = Array.from({ length: 1000 }, () => a.integer(2) === b.integer(2)).filter(Boolean).length;
    expect(Math.abs(equal - 500)).toBeLessThan(80);
  });

  it('is uniform, in its bits too', () => {
    const rng = createRng('uniform');
    const bins = new Array<number>(64).fill(0);
    let low = 0;
    for (let i = 0; i < 64_000; i++) {
      const u = rng.next();
      bins[Math.floor(u * 64)]!++;
      low += Math.floor(u * 2 ** 53) % 2;
    }
    const chi2 = bins.reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0);
    expect(chi2).toBeLessThan(120);
    expect(Math.abs(low - 32_000)).toBeLessThan(600);
  });

  it.each([1, 2, 3, 10, 4_294_967_296, 4_294_967_297, 2 ** 53 - 1])('integers below %d', (n) => {
    const rng = createRng(`below ${n}`);
    const drawn = Array.from({ length: 2000 }, () => rng.integer(n));
    expect(drawn.every((value) => Number.isInteger(value) && value >= 0 && value < n)).toBe(true);
    const mean = drawn.reduce((sum, value) => sum + value / n / 2000, 0);
    expect(Math.abs(mean - (n - 1) / (2 * n))).toBeLessThan(0.03);
  });

  it.each([0, -1, 1.5, Number.NaN])('refuses integer(%d)', (n) => {
    expect(() => createRng('x').integer(n)).toThrow(RangeError);
  });

  it('normals follow the normal distribution', () => {
    const rng = createRng('normal');
    const drawn = Array.from({ length: 20_000 }, () => rng.normal()).sort((a, b) => a - b);
    const distance = drawn.reduce((most, x, i) => Math.max(most, Math.abs(normalCdf(x) - (i + 0.5) / 20_000)), 0);
    // Kolmogorov's 0.1 % point is 1.95/√n.
    expect(distance).toBeLessThan(1.95 / Math.sqrt(20_000));
  });
});

describe('permutations', () => {
  it('hold every number once', () => {
    fc.assert(
      fc.property(fc.nat({ max: 50 }), fc.nat({ max: 60 }), fc.string(), (n, count, seed) => {
        expect([...permutation(n, createRng(seed))].sort((a, b) => a - b)).toEqual([...Array(n).keys()]);
        const some = sampleWithoutReplacement(n, count, createRng(seed));
        expect(new Set(some).size).toBe(Math.min(n, count));
        expect(some.every((value) => value >= 0 && value < n)).toBe(true);
      }),
    );
  });

  it('all orders of three are equally likely', () => {
    const rng = createRng('orders');
    const seen = new Map<string, number>();
    for (let i = 0; i < 6000; i++) {
      const order = shuffle([0, 1, 2], rng).join('');
      seen.set(order, (seen.get(order) ?? 0) + 1);
    }
    expect([...seen.values()].every((count) => Math.abs(count - 1000) < 120) && seen.size === 6).toBe(true);
  });
});

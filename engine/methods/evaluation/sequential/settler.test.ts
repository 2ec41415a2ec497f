import { describe, expect, it } from 'vitest';
import { createRng } from '../../../numerics/generator.js';
import { correctedEstimand } from './corrected-estimand.js';
import { either, lowest, type Estimand } from './estimand.js';
import { drawQuestions } from './question-order.js';
import { rateFigure } from './rate-figure.js';
import { createSettler, type Limit } from './settler.js';
import { createStratifiedSequence, type About, type Stratum } from './stratified-sequence.js';

const one = (questions: number) => [{ weight: 1, questions }];
const limit = (operator: Limit['operator'], value: number, confidence = 0.95): Limit => ({
  operator,
  limit: value,
  confidence,
});

const settling = (strata: readonly Stratum[], about: About, limits: readonly Limit[]) => {
  const sequence = createStratifiedSequence(
    strata,
    about,
    limits.map(({ limit: value }) => value),
  );
  const settler = createSettler(sequence, limits);
  const look = () => settler.look(sequence.asked);
  return {
    sequence,
    look,
    observe(stratum: number, low: number, high?: number) {
      sequence.observe(stratum, low, high);
      return look();
    },
  };
};
const isSettled = (limits: ReturnType<ReturnType<typeof settling>['look']>) =>
  limits.every((settled) => settled !== undefined);

describe('settling', () => {
  it('comes to each rule at its own confidence, and asking stops with the last', () => {
    const { look, observe } = settling(one(Infinity), 'population', [
      limit('>=', 0.5),
      limit('>=', 0.9, 0.8),
      limit('>=', 0.9, 0.99),
      limit('<', 0.4),
    ]);
    while (!isSettled(look())) observe(0, 1);
    const [half, loose, strict, low] = look();
    expect([half, loose, strict, low].map((settled) => settled!.holds)).toEqual([true, true, true, false]);
    expect(half!.asked).toBeLessThan(loose!.asked);
    expect(loose!.asked).toBeLessThan(strict!.asked);
  });

  it('refutes at another confidence where a limit says so', () => {
    const both = settling(one(Infinity), 'population', [limit('>=', 0.5), { ...limit('>=', 0.5), refuted: 0.999 }]);
    while (!isSettled(both.look())) both.observe(0, 0);
    const [same, later] = both.look();
    expect([same!.holds, later!.holds]).toEqual([false, false]);
    expect(later!.asked).toBeGreaterThan(same!.asked);
    const held = settling(one(Infinity), 'population', [limit('>=', 0.5), { ...limit('>=', 0.5), refuted: 0.999 }]);
    while (!isSettled(held.look())) held.observe(0, 1);
    expect(held.look()[0]).toEqual(held.look()[1]);
  });

  it('agrees with the interval that the figure carries, at every time', () => {
    const limits = [limit('>=', 0.8), limit('>', 0.6, 0.9), limit('<=', 0.72), limit('<', 0.9, 0.99)];
    const strata = [
      { weight: 0.7, questions: 120 },
      { weight: 0.3, questions: 60 },
    ];
    for (const seed of ['a', 'b', 'c']) {
      const rng = createRng(seed);
      const { sequence, look, observe } = settling(strata, 'bank', limits);
      for (const { stratum } of drawQuestions(strata, rng)) {
        const settled = observe(stratum, ((rng.next() < 0.7 ? 1 : 0) + (rng.next() < 0.7 ? 1 : 0)) / 2);
        for (const [at, { operator, limit: value, confidence }] of limits.entries()) {
          const [lower, upper] = sequence.exact(1 - confidence);
          const meets = { '>=': lower >= value, '>': lower > value, '<=': upper <= value, '<': upper < value }[
            operator
          ];
          const misses = { '>=': upper < value, '>': upper <= value, '<=': lower > value, '<': lower >= value }[
            operator
          ];
          expect(settled[at]?.holds).toBe(meets ? true : misses ? false : undefined);
        }
      }
      expect(isSettled(look())).toBe(true);
    }
  });

  it('of a bank that is asked whole is exact, ties too', () => {
    const { sequence, look, observe } = settling(one(20), 'bank', [limit('>=', 0.95), limit('>', 0.95)]);
    for (let count = 0; count < 20; count++) observe(0, count === 3 ? 0 : 1);
    expect(look().map((settled) => settled?.holds)).toEqual([true, false]);
    expect(figureOf(sequence, 0.95)).toMatchObject({ estimate: 0.95, uncertainty: { kind: 'exact' }, n: 20 });
  });

  it('needs no question where no answer could change it', () => {
    const limits = [limit('>=', 0), limit('<=', 1)];
    expect(settling(one(5), 'bank', limits).look()).toEqual([
      { holds: true, asked: 0 },
      { holds: true, asked: 0 },
    ]);
  });

  it('keeps the interval on the safe side of what is not known', () => {
    const strata = one(60);
    for (const seed of ['a', 'b', 'c', 'd']) {
      const rng = createRng(seed);
      const [known, worst] = [settling(strata, 'bank', []), settling(strata, 'bank', [])];
      for (let count = 0; count < 60; count++) {
        const x = rng.next() < 0.8 ? 1 : 0;
        known.observe(0, x);
        if (count % 10 === 3) worst.observe(0, 0, 1);
        else worst.observe(0, x);
        const [inside, around] = [known.sequence.exact(0.05), worst.sequence.exact(0.05)];
        expect(around[0]).toBeLessThanOrEqual(inside[0] + 1e-9);
        expect(around[1]).toBeGreaterThanOrEqual(inside[1] - 1e-9);
      }
      const [low, high] = worst.sequence.exact(0.05);
      expect(high - low).toBeCloseTo(6 / 60, 9);
    }
  });

  it('leaves what is not known out of the estimate', () => {
    const { sequence, observe } = settling(one(Infinity), 'population', []);
    expect(sequence.mean).toBeUndefined();
    observe(0, 0, 1);
    expect(sequence.mean).toBeUndefined();
    observe(0, 1 / 4, 3 / 4);
    expect(sequence.mean).toBeCloseTo(0.5, 12);
    observe(0, 1);
    expect(sequence.mean).toBeCloseTo(5 / 6, 12);
  });

  it.each([
    [2, undefined],
    [Number.NaN, undefined],
    [0.5, 0.4],
    [0.5, 1.1],
  ])('refuses the scores %j to %j', (low, high) => {
    const { sequence, observe } = settling(one(9), 'bank', []);
    expect(() => observe(0, low, high)).toThrow(RangeError);
    expect(() => observe(1, 1)).toThrow(RangeError);
    expect(sequence.asked).toBe(0);
  });
});

describe('the lowest of several', () => {
  it('lies between the ends of all, the upper one at a share of the error', () => {
    const strata = [0.9, 0.6, 0.7].map(() => ({ weight: 1, questions: Infinity }));
    const { sequence } = settling(strata, 'population', []);
    const rng = createRng('lowest');
    for (let count = 0; count < 300; count++)
      for (const [at, rate] of [0.9, 0.6, 0.7].entries()) sequence.observe(at, rng.next() < rate ? 1 : 0);
    const worst = lowest(sequence.parts);
    const ends = (error: number) => sequence.parts.map((part) => part.exact(error));
    const [lower, upper] = worst.exact(0.06);
    expect(lower).toBe(Math.min(...ends(0.06).map(([low]) => low)));
    expect(upper).toBe(Math.min(...ends(0.02).map(([, high]) => high)));
    expect(worst.mean).toBe(sequence.parts[1]!.mean);
    const { outer, inner } = worst.bounds(0.06);
    expect(outer[0]).toBeLessThanOrEqual(lower);
    expect(inner[0]).toBeGreaterThanOrEqual(lower);
  });
});

describe('one rate known in two ways', () => {
  it('is what both leave, each at its share of the error', () => {
    const [few, many] = [settling(one(Infinity), 'population', []), settling(one(Infinity), 'population', [])];
    for (let count = 0; count < 90; count++) few.observe(0, count % 10 === 0 ? 0 : 1);
    for (let count = 0; count < 900; count++) many.observe(0, count % 10 === 0 ? 0 : 1);
    for (const [a, b] of [[few, many] as const, [many, few] as const]) {
      const both = either(a.sequence, b.sequence);
      const [first, second] = [a.sequence.exact(0.09), b.sequence.exact(0.1 - 0.09)];
      const [lower, upper] = both.exact(0.1);
      expect(lower).toBeCloseTo(Math.max(first[0], second[0]), 8);
      expect(upper).toBeCloseTo(Math.min(first[1], second[1]), 8);
      expect(both.mean).toBe(a.sequence.mean);
      const { outer, inner } = both.bounds(0.1);
      expect(outer[0]).toBeLessThanOrEqual(lower);
      expect(inner[0]).toBeGreaterThanOrEqual(lower);
    }
  });
});

const figureOf = (estimand: Estimand & { readonly asked: number }, ...levels: readonly number[]) =>
  rateFigure(estimand, { levels, n: estimand.asked, anytime: true, basis: 'observed' });

describe('the figure', () => {
  it('is bounds that hold at any time, at the confidence asked for', () => {
    const { sequence, observe } = settling(one(Infinity), 'population', []);
    for (let count = 0; count < 50; count++) observe(0, count % 5 === 0 ? 0 : 1);
    const [lower, upper] = sequence.exact(1 - 0.9);
    expect(figureOf(sequence, 0.9)).toEqual({
      estimate: 0.8,
      unit: '1',
      n: 50,
      basis: 'observed',
      uncertainty: { kind: 'bounds', lower, upper, level: 0.9, anytime: true },
    });
    const [[low, high], [narrowLow, narrowHigh]] = [sequence.exact(1 - 0.99), sequence.exact(1 - 0.8)];
    expect(figureOf(sequence, 0.9, 0.8, 0.99, 0.9)).toMatchObject({
      uncertainty: {
        lower: low,
        upper: high,
        level: 0.99,
        also: [
          { lower, upper, level: 0.9 },
          { lower: narrowLow, upper: narrowHigh, level: 0.8 },
        ],
      },
    });
  });

  it('is none before every stratum has an answer, nor where later answers contradict earlier ones', () => {
    const { sequence, observe } = settling(one(Infinity), 'population', [limit('>=', 0.5)]);
    expect(figureOf(sequence, 0.95)).toMatchObject({ unmeasured: 'budget' });
    for (let count = 0; count < 200; count++) observe(0, count < 40 ? 1 : 0);
    expect(figureOf(sequence, 0.95)).toMatchObject({ unmeasured: 'out-of-domain' });
  });

  it('is exact of a whole bank alone, and never of what a fallible detector saw', () => {
    const { sequence, observe } = settling(one(4), 'bank', []);
    for (const right of [1, 0, 1, 1]) observe(0, right);
    expect(figureOf(sequence, 0.95)).toMatchObject({ estimate: 0.75, uncertainty: { kind: 'exact' } });
    // Fewer are seen than it takes for such by mistake: its accuracy is not what it was, and all rates are left.
    const accuracy = { sensitivity: { k: 100, n: 100 }, specificity: { k: 5, n: 100 } };
    const behind = { ...sequence, ...correctedEstimand(sequence, accuracy), asked: 4 };
    expect(figureOf(behind, 0.95)).toMatchObject({
      estimate: 0,
      uncertainty: { kind: 'bounds', lower: 0, upper: 1, level: 0.95 },
    });
  });
});

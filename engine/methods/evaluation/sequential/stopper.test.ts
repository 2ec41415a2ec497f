import { describe, expect, it } from 'vitest';
import { createRng } from '../../../numerics/generator.js';
import { drawQuestions } from './question-order.js';
import { sequentialFigure } from './sequential-figure.js';
import { createStopper, type Limit } from './stopper.js';

const one = (questions: number) => [{ weight: 1, questions }];
const limit = (operator: Limit['operator'], value: number, confidence = 0.95): Limit => ({
  operator,
  limit: value,
  confidence,
});

describe('settling', () => {
  it('comes to each rule at its own confidence, and asking stops with the last', () => {
    const stopper = createStopper({
      strata: one(Infinity),
      about: 'population',
      limits: [limit('>=', 0.5), limit('>=', 0.9, 0.8), limit('>=', 0.9, 0.99), limit('<', 0.4)],
    });
    while (stopper.standing.stop === undefined) stopper.observe(0, [1]);
    const [half, loose, strict, low] = stopper.standing.limits;
    expect([half, loose, strict, low].map((settled) => settled!.holds)).toEqual([true, true, true, false]);
    expect(half!.asked).toBeLessThan(loose!.asked);
    expect(loose!.asked).toBeLessThan(strict!.asked);
    expect(stopper.standing).toMatchObject({ asked: strict!.asked, stop: 'settled' });
  });

  it('agrees with the interval that the figure carries, at every time', () => {
    const limits = [limit('>=', 0.8), limit('>', 0.6, 0.9), limit('<=', 0.72), limit('<', 0.9, 0.99)];
    const strata = [
      { weight: 0.7, questions: 120 },
      { weight: 0.3, questions: 60 },
    ];
    for (const seed of ['a', 'b', 'c']) {
      const rng = createRng(seed);
      const stopper = createStopper({ strata, about: 'bank', limits });
      for (const { stratum } of drawQuestions(strata, rng)) {
        const standing = stopper.observe(stratum, [rng.next() < 0.7 ? 1 : 0, rng.next() < 0.7 ? 1 : 0]);
        for (const [at, { operator, limit: value, confidence }] of limits.entries()) {
          const [lower, upper] = stopper.interval(confidence);
          const meets = { '>=': lower >= value, '>': lower > value, '<=': upper <= value, '<': upper < value }[
            operator
          ];
          const misses = { '>=': upper < value, '>': upper <= value, '<=': lower > value, '<': lower >= value }[
            operator
          ];
          expect(standing.limits[at]?.holds).toBe(meets ? true : misses ? false : undefined);
        }
      }
      expect(stopper.standing.stop).toBe('settled');
    }
  });

  it('of a bank that is asked whole is exact, ties too', () => {
    const stopper = createStopper({ strata: one(20), about: 'bank', limits: [limit('>=', 0.95), limit('>', 0.95)] });
    for (let count = 0; count < 20; count++) stopper.observe(0, [count === 3 ? 0 : 1]);
    expect(stopper.standing.limits.map((settled) => settled?.holds)).toEqual([true, false]);
    expect(sequentialFigure(stopper, 0.95)).toMatchObject({ estimate: 0.95, uncertainty: { kind: 'exact' }, n: 20 });
  });

  it('needs no question where no answer could change it', () => {
    const limits = [limit('>=', 0), limit('<=', 1)];
    expect(createStopper({ strata: one(5), about: 'bank', limits }).standing).toMatchObject({
      asked: 0,
      stop: 'settled',
    });
  });

  it('stays open where the budget or the questions end', () => {
    const near = { about: 'population', limits: [limit('>=', 0.5)] } as const;
    const budget = createStopper({ ...near, strata: one(Infinity), budget: 6 });
    const questions = createStopper({ ...near, strata: one(6) });
    for (let count = 0; count < 6; count++) for (const each of [budget, questions]) each.observe(0, [count % 2]);
    expect(budget.standing).toMatchObject({ limits: [undefined], stop: 'budget' });
    expect(questions.standing).toMatchObject({ limits: [undefined], stop: 'exhausted' });
    expect(() => questions.observe(0, [1])).toThrow(RangeError);
  });

  it('counts several answers to one question once', () => {
    const stopper = createStopper({ strata: one(Infinity), about: 'population', limits: [limit('>=', 0.5)] });
    stopper.observe(0, [1, 1, 0, 1]);
    expect(stopper.standing.asked).toBe(1);
    expect(stopper.mean).toBe(0.75);
  });

  it.each([[[]], [[1, 2]], [[Number.NaN]]])('refuses the scores %j', (scores) => {
    const stopper = createStopper({ strata: one(9), about: 'bank', limits: [] });
    expect(() => stopper.observe(0, scores)).toThrow(RangeError);
    expect(() => stopper.observe(1, [1])).toThrow(RangeError);
    expect(stopper.standing.asked).toBe(0);
  });
});

describe('the figure', () => {
  it('is bounds that hold at any time, at the confidence asked for', () => {
    const stopper = createStopper({ strata: one(Infinity), about: 'population', limits: [] });
    for (let count = 0; count < 50; count++) stopper.observe(0, [count % 5 === 0 ? 0 : 1]);
    const [lower, upper] = stopper.interval(0.9);
    expect(sequentialFigure(stopper, 0.9)).toEqual({
      estimate: 0.8,
      unit: '1',
      n: 50,
      basis: 'observed',
      uncertainty: { kind: 'bounds', lower, upper, level: 0.9, anytime: true },
    });
  });

  it('is none before every stratum has an answer, nor where later answers contradict earlier ones', () => {
    const stopper = createStopper({ strata: one(Infinity), about: 'population', limits: [limit('>=', 0.5)] });
    expect(sequentialFigure(stopper, 0.95)).toMatchObject({ unmeasured: 'budget' });
    for (let count = 0; count < 200; count++) stopper.observe(0, [count < 40 ? 1 : 0]);
    expect(sequentialFigure(stopper, 0.95)).toMatchObject({ unmeasured: 'out-of-domain' });
  });
});

import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRng } from '../../../numerics/generator.js';
import { createBettingSequence } from './betting-sequence.js';
import { bet, conditionalMean, GAMBLERS, highestCapital } from './capital.js';
import { createEmpiricalBernstein } from './empirical-bernstein.js';
import { drawMixed, drawQuestions } from './question-order.js';
import { createStratifiedSequence } from './stratified-sequence.js';

interface Case {
  readonly name: string;
  readonly bank: number | null;
  readonly error: number;
  readonly at: readonly number[];
  readonly stream: readonly number[] | null;
  readonly betting: readonly (readonly [number, number])[];
  readonly empiricalBernstein: readonly (readonly [number, number])[];
}
const { cases } = JSON.parse(
  readFileSync(new URL('../../../../tests/reference/sequential.json', import.meta.url), 'utf8'),
) as { readonly cases: readonly Case[] };

/** Streams of scores, some of right and wrong alone. */
const streams = fc.oneof(
  fc.array(fc.constantFrom(0, 1), { maxLength: 60 }),
  fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 60 }),
);

describe.each(cases)('by NumPy: $name, error $error', ({ name, bank, error, at, betting, empiricalBernstein }) => {
  const stream = cases.find((one) => one.name === name && one.stream !== null)!.stream!;
  it('betting', () => {
    const sequence = createBettingSequence({ bank: bank ?? Infinity });
    let place = 0;
    for (const [index, x] of stream.entries()) {
      sequence.observe(x);
      if (at[place] !== index + 1) continue;
      const [lower, upper] = betting[place++]!;
      const found = sequence.exact(error);
      expect(Math.abs(found[0] - lower)).toBeLessThan(2e-9);
      expect(Math.abs(found[1] - upper)).toBeLessThan(2e-9);
    }
    expect(place).toBe(at.length);
  });
  it('empirical Bernstein', () => {
    const sequence = createEmpiricalBernstein(error, bank ?? Infinity);
    const found: (readonly [number, number])[] = [];
    for (const [index, x] of stream.entries()) {
      sequence.observe(x);
      if (at.includes(index + 1)) found.push(sequence.bounds());
    }
    for (const [place, [lower, upper]] of empiricalBernstein.entries()) {
      expect(found[place]![0]).toBeCloseTo(lower, 12);
      expect(found[place]![1]).toBeCloseTo(upper, 12);
    }
  });
});

describe('betting', () => {
  it('only narrows, and rounds outwards', () => {
    fc.assert(
      fc.property(streams, fc.boolean(), fc.constantFrom(0.2, 0.05, 1e-4), (stream, finite, error) => {
        const sequence = createBettingSequence(finite ? { bank: stream.length + 1 } : {});
        let before: readonly [number, number] = [0, 1];
        for (const x of stream) {
          sequence.observe(x);
          const { outer, inner } = sequence.bounds(error);
          const exact = sequence.exact(error);
          expect(exact[0]).toBeGreaterThanOrEqual(before[0] - 1e-9);
          expect(exact[1]).toBeLessThanOrEqual(before[1] + 1e-9);
          expect(outer[0] <= exact[0] && exact[0] <= inner[0] + 1e-12).toBe(true);
          expect(outer[1] >= exact[1] && exact[1] >= inner[1] - 1e-12).toBe(true);
          before = exact;
        }
      }),
      { numRuns: 30 },
    );
  });

  it('is mirrored when right and wrong change places', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(0, 0.25, 0.5, 1), { minLength: 1, maxLength: 80 }), (stream) => {
        const [one, other] = [createBettingSequence(), createBettingSequence()];
        for (const x of stream) {
          one.observe(x);
          other.observe(1 - x);
        }
        const [lower, upper] = one.exact(0.05);
        const mirrored = other.exact(0.05);
        expect(mirrored[0]).toBeCloseTo(1 - upper, 12);
        expect(mirrored[1]).toBeCloseTo(1 - lower, 12);
      }),
    );
  });

  it('has capitals that fall as the candidate rises', () => {
    const candidates = fc.double({ min: 0.001, max: 1, noNaN: true });
    fc.assert(
      fc.property(streams, candidates, candidates, fc.boolean(), (stream, a, b, finite) => {
        const bank = finite ? stream.length + 2 : Infinity;
        const low = highestCapital(Math.min(a, b), stream, bank);
        expect(low).toBeGreaterThanOrEqual(highestCapital(Math.max(a, b), stream, bank) * (1 - 1e-12));
      }),
    );
  });

  it('is a fair game where the candidate is true: every order of a bank together gives 1', () => {
    // All 720 orders of six questions, at each time; K averaged over orders is exactly the starting capital.
    const bank = [1, 0, 0.5, 1, 0.25, 1];
    const orders = permutations(bank);
    const mean = bank.reduce((sum, x) => sum + x, 0) / bank.length;
    for (let time = 1; time < bank.length; time++) {
      const finals = orders.map((order) => capitalAt(mean, order.slice(0, time), bank.length));
      expect(finals.reduce((sum, capital) => sum + capital, 0) / orders.length).toBeCloseTo(1, 12);
    }
  });

  it.each([0, 1])('is finite after five thousand answers that are all %d', (x) => {
    const sequence = createBettingSequence({ candidates: [0.999] });
    for (let count = 0; count < 5_000; count++) sequence.observe(x);
    const { outer } = sequence.bounds(0.05);
    expect(outer[0] <= x && x <= outer[1]).toBe(true);
    expect(outer[1] - outer[0]).toBeLessThan(5e-3);
  });

  it('ends in the mean of the bank', () => {
    const sequence = createBettingSequence({ bank: 7 });
    for (const x of [1, 0, 1, 1, 0.3, 1, 0]) sequence.observe(x);
    expect(sequence.exact(0.05)).toEqual([sequence.mean, sequence.mean]);
    expect(() => sequence.observe(1)).toThrow(RangeError);
  });

  it.each([Number.NaN, -0.1, 1.1, Infinity])('refuses %d', (x) => {
    expect(() => createBettingSequence().observe(x)).toThrow(RangeError);
    expect(() => createEmpiricalBernstein(0.05).observe(x)).toThrow(RangeError);
    expect(() => createBettingSequence().bounds(x)).toThrow(RangeError);
  });

  it('holds at errors however small', () => {
    const sequence = createBettingSequence();
    for (let count = 0; count < 400; count++) sequence.observe(count % 50 === 0 ? 0 : 1);
    const lower = [0.05, 1e-9, 1e-13, 1e-16, 1e-300].map((error) => sequence.exact(error)[0]);
    expect(lower).toEqual(lower.toSorted((a, b) => b - a));
    expect([lower[2]! > 0.8, lower.at(-1)]).toEqual([true, 0]);
  });

  it('says nothing before the first answer', () => {
    expect(createBettingSequence().exact(0.05)).toEqual([0, 1]);
    expect(createEmpiricalBernstein(0.05).bounds()).toEqual([0, 1]);
  });
});

describe('strata', () => {
  it('do not depend on how they are numbered, nor on the scale of the weights', () => {
    const rng = createRng('strata');
    const answers = Array.from({ length: 90 }, (_, at) => ({ stratum: at % 3, x: rng.next() < 0.8 ? 1 : 0 }));
    const weights = [5, 3, 2];
    const run = (order: readonly number[], scale: number) => {
      const strata = order.map((at) => ({ weight: weights[at]! * scale, questions: 50 }));
      const sequence = createStratifiedSequence(strata, 'bank', []);
      for (const { stratum, x } of answers) sequence.observe(order.indexOf(stratum), x);
      return [...sequence.exact(0.05), sequence.mean!];
    };
    const [lower, upper, mean] = run([0, 1, 2], 1);
    for (const other of [run([2, 0, 1], 1), run([0, 1, 2], 17)]) {
      expect(other[0]).toBeCloseTo(lower!, 12);
      expect(other[1]).toBeCloseTo(upper!, 12);
      expect(other[2]).toBeCloseTo(mean!, 12);
    }
  });

  it('are the sequences of their parts at their shares of the error', () => {
    const sequence = createStratifiedSequence(
      [
        { weight: 3, questions: Infinity },
        { weight: 1, questions: Infinity },
      ],
      'population',
      [],
    );
    const part = createBettingSequence();
    for (let count = 0; count < 40; count++) {
      sequence.observe(0, 1);
      part.observe(1);
    }
    expect(sequence.mean).toBeUndefined();
    expect(sequence.exact(0.05)[0]).toBeCloseTo(0.75 * part.exact(0.025)[0], 12);
    expect(sequence.exact(0.05)[1]).toBe(1);
  });

  it.each([[[]], [[0]], [[1, -1]], [[Number.NaN]]])('need weights above 0, not %j', (weights) => {
    const strata = weights.map((weight) => ({ weight, questions: 5 }));
    expect(() => createStratifiedSequence(strata, 'bank', [])).toThrow(RangeError);
  });
});

describe('the order of questions', () => {
  const strata = [
    { weight: 0.6, questions: 30 },
    { weight: 0.4, questions: 50 },
  ];
  it('has every question once, strata by their weights until one runs out, and follows from the seed', () => {
    const drawn = drawQuestions(strata, createRng('a'));
    expect(new Set(drawn.map(({ stratum, question }) => `${stratum} ${question}`)).size).toBe(80);
    for (const asked of [5, 10, 25, 45]) {
      const first = drawn.slice(0, asked).filter(({ stratum }) => stratum === 0).length;
      expect(Math.abs(first - 0.6 * asked)).toBeLessThanOrEqual(0.5);
    }
    expect(drawQuestions(strata, createRng('a'))).toEqual(drawn);
    expect(drawQuestions(strata, createRng('b'))).not.toEqual(drawn);
  });

  it('mixed has every question once, strata at random by their weights, and says when one has run out', () => {
    const { drawn, mixed } = drawMixed(strata, createRng('a'));
    expect(new Set(drawn.map(({ stratum, question }) => `${stratum} ${question}`)).size).toBe(80);
    const inFirst = (count: number, of: number): number =>
      drawn.slice(0, count).filter(({ stratum }) => stratum === of).length;
    const out = strata.findIndex(({ questions }, of) => inFirst(mixed, of) === questions);
    expect(out).not.toBe(-1);
    expect(inFirst(mixed - 1, out)).toBe(strata[out]!.questions - 1);
    let first = 0;
    for (let seed = 0; seed < 400; seed++)
      for (const { stratum } of drawMixed(strata, createRng(`mixed ${seed}`)).drawn.slice(0, 10)) first += 1 - stratum;
    // Within four standard deviations of 0.6 of 4,000.
    expect(Math.abs(first - 2400)).toBeLessThan(4 * Math.sqrt(4000 * 0.24));
    expect(drawMixed(strata, createRng('a'))).toEqual({ drawn, mixed });
    expect(drawMixed([{ weight: 1, questions: 3 }], createRng('a')).mixed).toBe(3);
  });
});

function permutations(values: readonly number[]): number[][] {
  if (values.length === 0) return [[]];
  return values.flatMap((value, at) =>
    permutations([...values.slice(0, at), ...values.slice(at + 1)]).map((rest) => [value, ...rest]),
  );
}

/** The capital at the end, not its highest. */
function capitalAt(candidate: number, observations: readonly number[], bank: number): number {
  const money = new Float64Array(GAMBLERS).fill(1);
  let sum = 0;
  let capital = 1;
  for (const [count, x] of observations.entries()) {
    capital = bet(money, 0, x, conditionalMean(candidate, sum, count, bank));
    sum += x;
  }
  return capital;
}

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRng } from '../../numerics/generator.js';
import { agreementOf, changeOf, sameThroughout } from './agreement.js';
import { withTypos } from './typos.js';

describe('agreement of answers to one question', () => {
  it.each([
    [['a', 'a', 'b', 'a'], 3 / 6, 3 / 6, 0, 0],
    [['a', 'a'], 1, 1, 1, 1],
    [['a', 'b', 'c'], 0, 0, 0, 0],
    [['a', undefined, 'a'], 1 / 3, 1, 0, 1],
    [['a', undefined, 'b'], 0, 2 / 3, 0, 0],
    [[undefined, undefined], 0, 1, 0, 1],
  ])('%j', (answers, low, high, least, most) => {
    expect(agreementOf(answers)).toEqual([low, high]);
    expect(sameThroughout(answers)).toEqual([least, most]);
  });

  it('is the observed agreement of Fleiss’ kappa: (Σ nᵢ² − n)/(n(n − 1)) over categories', () => {
    const answers = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { minLength: 2, maxLength: 12 });
    fc.assert(
      fc.property(answers, (given) => {
        const counts = ['a', 'b', 'c', 'd'].map((name) => given.filter((one) => one === name).length);
        const n = given.length;
        const observed = (counts.reduce((sum, count) => sum + count ** 2, 0) - n) / (n * (n - 1));
        expect(agreementOf(given)[0]).toBeCloseTo(observed, 12);
      }),
    );
  });

  it('of scores is their mean absolute difference', () => {
    expect(changeOf([1, 0.5, 0])).toEqual([2 / 3, 2 / 3]);
    expect(changeOf([1, undefined])).toEqual([0, 1]);
  });
});

describe('typos', () => {
  it('strike a letter at least, change nothing else, and are the seed’s', () => {
    const texts = fc.string({ unit: 'grapheme', maxLength: 60 });
    fc.assert(
      fc.property(texts, fc.double({ min: 0, max: 1, noNaN: true }), fc.integer(), (text, rate, seed) => {
        const changed = withTypos(text, rate, createRng(`${seed}`));
        expect(withTypos(text, rate, createRng(`${seed}`))).toBe(changed);
        const others = (of: string): string => of.replace(/\p{L}/gu, '');
        expect(others(changed)).toBe(others(text));
        const letters = [...text].filter((letter) => /\p{L}/u.test(letter));
        if (letters.length === 0) expect(changed).toBe(text);
        if (rate === 0 && letters.length > 0) expect(changed).not.toBe(text);
      }),
    );
  });

  it('come at the rate that is asked for', () => {
    const words = withTypos('x '.repeat(10_000).trim(), 0.05, createRng('typos')).split(' ');
    const struck = words.filter((word) => word !== 'x').length;
    // Within five standard deviations of the binomial.
    expect(Math.abs(struck - 500)).toBeLessThan(5 * Math.sqrt(10_000 * 0.05 * 0.95));
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRng } from '../../../numerics/generator.js';
import { candidatesOf } from './canary-candidates.js';

const rng = () => createRng('candidates');

describe('candidates', () => {
  test.each([
    ['4812', {}, 10_000],
    ['4812', { format: '48##' }, 100],
    ['ab-1', {}, 6760],
    ['Zz9', { format: '^@#' }, 6760],
    ['王5', {}, 10],
    ['b', { listed: ['a', 'b', 'c', 'a'] }, 3],
    ['b', { listed: ['a', 'c'] }, 3],
    ['–', {}, 1],
  ])('of %j with %j are %i', (secret, format, size) => {
    expect(candidatesOf(secret, format, 50, rng())?.size).toBe(size);
  });

  test.each([
    ['4812', '###'],
    ['4812', '@###'],
    ['4812', '47##'],
  ])('of %j: the format %j does not fit', (secret, format) => {
    expect(candidatesOf(secret, { format }, 50, rng())).toBeUndefined();
  });

  test('are all others where those are few, else different ones', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[0-9]{1,3}[a-z]?$/), fc.integer({ min: 1, max: 1500 }), (secret, most) => {
        const { size, others } = candidatesOf(secret, {}, most, rng())!;
        expect(others.length).toBe(Math.min(most, size - 1));
        expect(new Set([...others, secret]).size).toBe(others.length + 1);
        expect(others.every((other) => /^[0-9]*[a-z]?$/.test(other) && other.length === secret.length)).toBe(true);
      }),
      { numRuns: 30 },
    );
  });
});

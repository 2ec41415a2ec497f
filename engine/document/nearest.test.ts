import { expect, test } from 'vitest';
import { nearest } from './nearest.js';

const KEYS = ['title', 'version', 'publisher', 'effectiveFrom', 'effectiveUntil', 'minF1', 'in', '>='];

test.each<[string, string | undefined]>([
  ['titel', 'title'],
  ['versoin', 'version'],
  ['Publisher', 'publisher'],
  ['effective_from', 'effectiveFrom'],
  ['effectiveform', 'effectiveFrom'],
  ['min_f1', 'minF1'],
  ['xyz', undefined],
  ['owner', undefined],
  ['', undefined],
  ['=>', '>='],
])('%s -> %s', (word, expected) => {
  expect(nearest(word, KEYS)).toBe(expected);
});

test('the nearest of several', () => {
  expect(nearest('rocauc', ['prAuc', 'rocAuc', 'rocAucs'])).toBe('rocAuc');
});

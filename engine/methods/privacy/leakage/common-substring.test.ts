import fc from 'fast-check';
import { expect, test } from 'vitest';
import { commonSubstring } from './common-substring.js';

const byBruteForce = (given: string, text: string): number => {
  let longest = 0;
  for (let from = 0; from < text.length; from++) {
    while (from + longest < text.length && given.includes(text.slice(from, from + longest + 1))) longest++;
  }
  return longest;
};

test('is the longest run that stands in both', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c', '密', '😀'), maxLength: 40 });
  fc.assert(
    fc.property(text, text, (given, other) => {
      expect(commonSubstring(given)(other)).toBe(byBruteForce(given, other));
    }),
  );
});

test.each([
  ['', '', 0],
  ['', 'a', 0],
  ['abcab', 'xbcaby', 4],
  ['aaaa', 'aa', 2],
])('%j and %j share %i', (given, text, length) => {
  expect(commonSubstring(given)(text)).toBe(length);
});

test('takes time in proportion', () => {
  const long = 'ab'.repeat(50_000);
  expect(commonSubstring(long)(`${'b'.repeat(50_000)}${long}`)).toBe(100_000);
});

import { expect, test } from 'vitest';
import fc from 'fast-check';
import { repeatsNearly } from './near-duplicates.js';

const SETTINGS = { shingle: 3, similarity: 0.6, most: 1e6 };

/** By definition: every pair, sets of shingles. */
function byDefinition(texts: readonly string[], { shingle, similarity }: typeof SETTINGS): boolean[] {
  const sets = texts.map((text) => {
    const of = new Set<string>();
    for (let at = 0; at + shingle <= text.length; at++) of.add(text.slice(at, at + shingle));
    return of.size === 0 ? new Set([text]) : of;
  });
  return sets.map((a, at) =>
    sets.slice(0, at).some((b) => {
      const common = [...a].filter((one) => b.has(one)).length;
      return common / (a.size + b.size - common) >= similarity - 1e-9;
    }),
  );
}

test('finds what comparing every pair finds', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 14 });
  fc.assert(
    fc.property(fc.array(text, { maxLength: 25 }), fc.constantFrom(0.3, 0.5, 0.8, 1), (texts, similarity) => {
      const settings = { ...SETTINGS, similarity };
      expect(repeatsNearly(texts, settings)).toEqual(byDefinition(texts, settings));
    }),
    { numRuns: 150 },
  );
});

test('says where there are too much to compare', () => {
  const texts = Array.from({ length: 200 }, (_, at) => `the same beginning of all questions ${at}`);
  expect(repeatsNearly(texts, { ...SETTINGS, most: 100 })).toBeUndefined();
  expect(repeatsNearly(texts, { ...SETTINGS, most: 1e7 })!.filter(Boolean).length).toBe(199);
});

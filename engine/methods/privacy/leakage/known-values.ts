import { folded, isWhole } from './plain-text.js';

export interface KnownValues {
  /** Different values. */
  readonly count: number;
  /** Those that stand in a text, but for case and spacing, as words of their own. */
  in(text: string): readonly string[];
}

/**
 * Values of a table that are looked for in texts; those of fewer than `shortest` characters stand in any text by chance
 * and are left out. Cost of a text: its length × the number of different lengths of values.
 */
export function knownValues(values: Iterable<string>, shortest: number): KnownValues {
  const known = new Set<string>();
  const lengths = new Set<number>();
  for (const value of values) {
    const plain = folded(value);
    if (plain.length < shortest) continue;
    known.add(plain);
    lengths.add(plain.length);
  }
  const lengthsAscending = [...lengths].sort((a, b) => a - b);
  return {
    count: known.size,
    in(text) {
      const plain = folded(text);
      const found = new Set<string>();
      for (let at = 0; at < plain.length; at++) {
        if (!isWhole(plain, at, at)) continue;
        for (const length of lengthsAscending) {
          if (at + length > plain.length) break;
          const part = plain.slice(at, at + length);
          if (known.has(part) && isWhole(plain, at, at + length)) found.add(part);
        }
      }
      return [...found];
    },
  };
}

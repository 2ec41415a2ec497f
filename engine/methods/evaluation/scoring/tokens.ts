/** Scripts without spaces between words: each character is a token. */
const UNSPACED = /([\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}])/gu;

/** Words between spaces; Chinese and Japanese characters are tokens of their own, as in MLQA's evaluation script. */
export const tokensOf = (text: string): readonly string[] =>
  text
    .replace(UNSPACED, ' $1 ')
    .split(/\s+/u)
    .filter((token) => token !== '');

/** How often each occurs. */
export function countsOf(items: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(item, (counts.get(item) ?? 0) + 1);
  return counts;
}

/** Occurrences that both have: Σ min. */
export function overlap(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): number {
  let common = 0;
  for (const [item, count] of a) common += Math.min(count, b.get(item) ?? 0);
  return common;
}

import type { Rng } from '../../numerics/random.js';

const LETTER = /^\p{L}$/u;

/**
 * The text with slips of the hand: each letter, with probability `rate`, is left out, written twice, or changes places
 * with the letter after it (the "natural" and "swap" noise of Belinkov & Bisk, "Synthetic and natural noise both break
 * neural machine translation", ICLR 2018). One letter at least where there is any. Digits and signs stay: another number
 * is another question.
 */
export function withTypos(text: string, rate: number, rng: Rng): string {
  const letters = [...text];
  const places = letters.flatMap((letter, at) => (LETTER.test(letter) ? [at] : []));
  if (places.length === 0) return text;
  const struck = new Set(places.filter(() => rng.next() < rate));
  if (struck.size === 0) struck.add(places[rng.integer(places.length)]!);
  for (const at of struck) {
    const next = letters[at + 1];
    const slip = rng.integer(3);
    if (slip === 0) letters[at] = '';
    else if (slip === 2 && next !== undefined && LETTER.test(next) && next !== letters[at])
      [letters[at], letters[at + 1]] = [next, letters[at]!];
    else letters[at] += letters[at]!;
  }
  return letters.join('');
}

import { passesLuhn } from './check-digits.js';
import { continuesNumber, goesOn } from './characters.js';
import { found } from './finding.js';
import type { Detector } from './finding.js';
import { groupedDigits } from './grouped-digits.js';

/** Issuers' ranges by their first digits, and the lengths that they issue (networks' public bulletins; ISO/IEC 7812). */
const ISSUERS: readonly (readonly [from: number, to: number, lengths: readonly number[]])[] = [
  [4, 4, [13, 16, 19]],
  [51, 55, [16]],
  [2221, 2720, [16]],
  [34, 34, [15]],
  [37, 37, [15]],
  [6011, 6011, [16, 19]],
  [644, 649, [16, 19]],
  [65, 65, [16, 19]],
  [3528, 3589, [16, 17, 18, 19]],
  [300, 305, [14]],
  [3095, 3095, [14]],
  [36, 36, [14]],
  [38, 39, [14]],
  [62, 62, [16, 17, 18, 19]],
  [81, 81, [16, 17, 18, 19]],
  [2200, 2204, [16]],
  [50, 50, [16, 18, 19]],
  [56, 58, [16, 18, 19]],
  [63, 63, [16, 18, 19]],
  [67, 69, [16, 18, 19]],
];

/** In how many digits a group of a written card number stands. */
const isWritten = (sizes: readonly number[]): boolean =>
  sizes.length === 1 ||
  (sizes.length >= 4 && sizes.slice(0, -1).every((size) => size === 4) && sizes.at(-1)! <= 4) ||
  (sizes.length === 3 && sizes[0] === 4 && sizes[1] === 6 && sizes[2]! >= 4 && sizes[2]! <= 5) ||
  (sizes.length === 2 && sizes[0] === 6);

export const paymentCard: Detector = (text, start, word) => {
  const first = word - start;
  if ((first !== 4 && first !== 6 && first < 13) || continuesNumber(text, start)) return undefined;
  const { digits, sizes, end } = groupedDigits(text, start, 19);
  if (digits.length < 13 || goesOn(text, end) || !isWritten(sizes)) return undefined;
  const issued = ISSUERS.some(([from, to, lengths]) => {
    const prefix = Number(digits.slice(0, String(from).length));
    return prefix >= from && prefix <= to && lengths.includes(digits.length);
  });
  return issued && passesLuhn(digits) ? found('payment-card', start, end, true) : undefined;
};

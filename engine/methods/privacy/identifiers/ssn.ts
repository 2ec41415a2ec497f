import { continuesNumber, cuedBy, goesOn } from './characters.js';
import { found } from './finding.js';
import type { Detector } from './finding.js';
import { groupedDigits } from './grouped-digits.js';

const CUES = [
  'ssn',
  'social security',
  'soc sec',
  'social security number',
  'social security no',
  '社会安全号',
  '社安号',
];
/** Printed on a wallet's card, in an advertisement: never valid (Social Security Administration, "Misused numbers"). */
const NEVER = new Set(['078051120', '219099999']);

/**
 * Three, two and four digits; no area 000, 666 or above 899, no group 00, no serial 0000 (SSA, randomisation of 2011).
 * There is no check digit, so nine digits without dashes need a cue.
 */
export const ssn: Detector = (text, start, word, context) => {
  if ((word - start !== 3 && word - start !== 9) || continuesNumber(text, start)) return undefined;
  const { digits, sizes, separator, end } = groupedDigits(text, start, 9);
  if (digits.length !== 9 || goesOn(text, end)) return undefined;
  const written = sizes.length === 3 && sizes[0] === 3 && sizes[1] === 2;
  if (!written && sizes.length !== 1) return undefined;
  const told = context.hints.has('ssn') || cuedBy(text, start, CUES);
  if (separator !== '-' && !told) return undefined;
  const area = Number(digits.slice(0, 3));
  if (area === 0 || area === 666 || area >= 900) return undefined;
  if (digits.slice(3, 5) === '00' || digits.slice(5) === '0000' || NEVER.has(digits)) return undefined;
  return found('ssn', start, end, false);
};

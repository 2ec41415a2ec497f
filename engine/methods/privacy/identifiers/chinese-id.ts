import { isDay } from './calendar-day.js';
import { passesGb11643 } from './check-digits.js';
import { areDigits, continuesNumber, goesOn } from './characters.js';
import { found } from './finding.js';
import type { Detector } from './finding.js';

/** The first two digits of GB/T 2260: provinces, municipalities, autonomous regions; 83 is Taiwan's residence permit. */
const PROVINCES = new Set(
  '11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83'.split(' '),
);

/** GB 11643: region, birth date, order, check digit; the older form of 15 digits has a year of two and no check digit. */
export const chineseId: Detector = (text, start, end) => {
  const length = end - start;
  if ((length !== 18 && length !== 15) || continuesNumber(text, start) || goesOn(text, end)) return undefined;
  if (!PROVINCES.has(text.slice(start, start + 2))) return undefined;
  const number = text.slice(start, end);
  if (length === 15) {
    if (!areDigits(text, start, end)) return undefined;
    const born = isDay(1900 + Number(number.slice(6, 8)), Number(number.slice(8, 10)), Number(number.slice(10, 12)));
    return born && number.slice(2, 4) !== '00' ? found('chinese-id', start, end, false) : undefined;
  }
  if (!areDigits(text, start, end - 1) || !/[\dXx]/.test(number[17]!)) return undefined;
  const born = isDay(Number(number.slice(6, 10)), Number(number.slice(10, 12)), Number(number.slice(12, 14)));
  return born && passesGb11643(number) ? found('chinese-id', start, end, true) : undefined;
};

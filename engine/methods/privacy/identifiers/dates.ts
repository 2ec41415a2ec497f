import { isDay } from './calendar-day.js';
import { areDigits, continuesNumber, cuedBy, goesOn, isDigit, isWord, runEnd } from './characters.js';
import { found } from './finding.js';
import type { Detector, Finding, ScanContext } from './finding.js';

const BIRTH = [
  'born',
  'dob',
  'd.o.b',
  'birth',
  'birthdate',
  'birthday',
  'date of birth',
  '出生',
  '生日',
  '生于',
  '生辰',
];
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const LONG = [
  ...['january', 'february', 'march', 'april', 'may', 'june'],
  ...['july', 'august', 'september', 'october', 'november', 'december'],
];

interface Day {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly end: number;
}

/** A day in figures: `1985-03-12`, `12/03/1985`, `3.12.1985`, `1985年3月12日`; `19850312` after a word for a birth. */
export const dateInFigures: Detector = (text, start, end, context) => {
  if (end - start > 8 || continuesNumber(text, start)) return undefined;
  const after = text[end];
  if (after === '年') return dateOf(text, start, chineseDay(text, start, end), context);
  const figures = isDigit(text.charCodeAt(end + 1));
  if (figures && (after === '-' || after === '/' || after === '.'))
    return dateOf(text, start, separated(text, start, end, after), context);
  if (end - start === 8 && areDigits(text, start, end) && isBirth(text, start, context)) {
    const [year, month, day] = [[0, 4] as const, [4, 6] as const, [6, 8] as const].map(([from, to]) =>
      Number(text.slice(start + from, start + to)),
    );
    return dateOf(text, start, { year: year!, month: month!, day: day!, end }, context);
  }
  return dayMonthYear(text, start, end, context);
};

/** `March 12, 1985`, `Mar 12 1985`. */
export const dateInWords: Detector = (text, start, end, context) => {
  const month = monthOf(text, start, end);
  if (month === 0) return undefined;
  const from = text[end] === '.' ? end + 2 : end + 1;
  const day = runEnd(text, from, from + 3, isDigit);
  const suffix = ordinalEnd(text, day);
  const gap = text[suffix] === ',' ? suffix + 2 : suffix + 1;
  const year = runEnd(text, gap, gap + 5, isDigit);
  if (day === from || day - from > 2 || year - gap !== 4) return undefined;
  return dateOf(
    text,
    start,
    { year: Number(text.slice(gap, year)), month, day: Number(text.slice(from, day)), end: year },
    context,
  );
};

/** `12 March 1985`, `12th of March, 1985`, `12-Mar-1985`. */
function dayMonthYear(text: string, start: number, end: number, context: ScanContext): Finding | undefined {
  const digits = runEnd(text, start, start + 3, isDigit);
  if (digits === start || digits - start > 2 || ordinalEnd(text, digits) !== end) return undefined;
  const from = text.startsWith(' of ', end) ? end + 4 : end + 1;
  const word = runEnd(text, from, from + 10, isWord);
  const month = monthOf(text, from, word);
  if (month === 0) return undefined;
  const gap = text[word] === ',' || text[word] === '.' ? word + 2 : word + 1;
  const year = runEnd(text, gap, gap + 5, isDigit);
  if (year - gap !== 4) return undefined;
  return dateOf(
    text,
    start,
    { year: Number(text.slice(gap, year)), month, day: Number(text.slice(start, digits)), end: year },
    context,
  );
}

const ordinalEnd = (text: string, at: number): number =>
  ['st', 'nd', 'rd', 'th'].includes(text.slice(at, at + 2)) && !isWord(text.charCodeAt(at + 2)) ? at + 2 : at;

function monthOf(text: string, start: number, end: number): number {
  if (end - start < 3 || end - start > 9) return 0;
  const word = text.slice(start, end).toLowerCase();
  const long = LONG.indexOf(word);
  if (long !== -1) return long + 1;
  return word === 'sept' ? 9 : MONTHS.indexOf(word) + 1;
}

function separated(text: string, start: number, end: number, separator: string): Day | undefined {
  const middle = runEnd(text, end + 1, end + 4, isDigit);
  if (middle === end + 1 || middle - end > 3 || text[middle] !== separator) return undefined;
  const last = runEnd(text, middle + 1, middle + 6, isDigit);
  const time = text[last] === 'T' && isDigit(text.charCodeAt(last + 1));
  if (goesOn(text, last) && !time) return undefined;
  const [first, second, third] = [[start, end] as const, [end + 1, middle] as const, [middle + 1, last] as const].map(
    ([from, to]) => Number(text.slice(from, to)),
  );
  if (!areDigits(text, start, end)) return undefined;
  if (end - start === 4 && last - middle <= 3) return { year: first!, month: second!, day: third!, end: last };
  if (end - start > 2 || last - middle !== 5) return undefined;
  return second! > 12
    ? { year: third!, month: first!, day: second!, end: last }
    : { year: third!, month: second!, day: first! > 31 ? 0 : first!, end: last };
}

function chineseDay(text: string, start: number, end: number): Day | undefined {
  const month = runEnd(text, end + 1, end + 4, isDigit);
  if (end - start !== 4 || month === end + 1 || text[month] !== '月') return undefined;
  const day = runEnd(text, month + 1, month + 4, isDigit);
  if (day === month + 1 || !'日号'.includes(text[day] ?? '?')) return undefined;
  return {
    year: Number(text.slice(start, end)),
    month: Number(text.slice(end + 1, month)),
    day: Number(text.slice(month + 1, day)),
    end: day + 1,
  };
}

/** Twelfth of third or third of twelfth: either is a day. */
function dateOf(text: string, start: number, day: Day | undefined, context: ScanContext): Finding | undefined {
  if (day === undefined || !(isDay(day.year, day.month, day.day) || isDay(day.year, day.day, day.month)))
    return undefined;
  return found(isBirth(text, start, context, day.end) ? 'birth-date' : 'date', start, day.end, false);
}

function isBirth(text: string, start: number, context: ScanContext, end?: number): boolean {
  if (context.hints.has('birth-date') || cuedBy(text, start, BIRTH)) return true;
  return end !== undefined && /^(?:出生|生人|生，|生,)/.test(text.slice(end, end + 2));
}

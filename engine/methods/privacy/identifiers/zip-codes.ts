import { areDigits, cuedBy, isDigit, runEnd } from './characters.js';
import { found } from './finding.js';
import type { Detector } from './finding.js';

const STATES = new Set(
  (
    'AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR PA ' +
    'RI SC SD TN TX UT VT VA WA WV WI WY DC PR'
  ).split(' '),
);
const CUES = ['zip', 'zip code', 'zipcode', 'postal code'];

/** Five digits, or nine with a dash, after a state's letters or a word for a ZIP code; a United States form. */
export const zipCode: Detector = (text, start, end, context) => {
  if (end - start !== 5 || !areDigits(text, start, end)) return undefined;
  const stated =
    text[start - 1] === ' ' && STATES.has(text.slice(start - 3, start - 1)) && !/\w/.test(text[start - 4] ?? ' ');
  if (!stated && !context.hints.has('zip-code') && !cuedBy(text, start, CUES)) return undefined;
  const long = text[end] === '-' ? runEnd(text, end + 1, end + 6, isDigit) : end;
  return found('zip-code', start, long - end === 5 ? long : end, false);
};

/** Of a cell in a column of ZIP codes: how many leading digits it shows, and the first three where it shows three or more. */
export function zipOf(cell: string): { readonly shown: number; readonly prefix?: string } | undefined {
  // A spreadsheet drops leading zeros: four digits are five, as are eight nine.
  const written = /^(\d{3,9})(?:-(\d{4}))?[*xX#]*$/.exec(cell);
  if (written === null) return undefined;
  const [, first = '', plus = ''] = written;
  const padded = first.length === 4 || first.length === 8 ? `0${first}` : first;
  return { shown: padded.length + plus.length, prefix: padded.slice(0, 3) };
}

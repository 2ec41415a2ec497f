import { passesIcao } from './check-digits.js';
import { cuedBy, isDigit, isUpper, runEnd } from './characters.js';
import { found } from './finding.js';
import type { Detector } from './finding.js';

const CUES = ['passport', 'passport no', 'passport number', 'travel document', '护照', '护照号', '通行证'];

/** `<` */
const FILLER = 60;
/** Where the number's check digit stands. */
const CHECK_DIGIT = 9;

/** After a word for a passport: up to two letters and six to eight digits, or nine digits. */
export const passport: Detector = (text, start, end, context) => {
  const line = isDigit(text.charCodeAt(start + CHECK_DIGIT)) ? machineReadable(text, start, end) : undefined;
  if (line !== undefined) return found('passport', start, line, true);
  if (end - start < 7 || end - start > 10) return undefined;
  if (!/^[A-Za-z]{0,2}\d{6,9}$/.test(text.slice(start, end))) return undefined;
  const told = context.hints.has('passport') || cuedBy(text, start, CUES);
  return told ? found('passport', start, end, false) : undefined;
};

/** The second line of a machine-readable zone of passports (44) or visas and cards (36): ICAO Doc 9303-4 §4.2, -6 §4.2. */
function machineReadable(text: string, start: number, word: number): number | undefined {
  if (text.charCodeAt(word) !== FILLER && word - start < 36) return undefined;
  const end = runEnd(text, start, start + 45, (code) => isDigit(code) || isUpper(code) || code === FILLER);
  if (end - start !== 44 && end - start !== 36) return undefined;
  const line = text.slice(start, end);
  const number = passesIcao(line.slice(0, 9), line[9]!);
  const birth = passesIcao(line.slice(13, 19), line[19]!);
  const expiry = passesIcao(line.slice(21, 27), line[27]!);
  return number && birth && expiry && /[0-9]/.test(line[27]!) ? end : undefined;
}

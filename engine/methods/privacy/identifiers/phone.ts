import { isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/max';
import type { CountryCode } from 'libphonenumber-js/max';
import { continuesNumber, cuedBy, isDigit, isWord } from './characters.js';
import { found } from './finding.js';
import type { Detector } from './finding.js';

const CUES = [
  ...['tel', 'telephone', 'phone', 'mobile', 'cell', 'fax', 'call', 'whatsapp', 'ring', 'dial', 'ph', 'text', 'sms'],
  ...['电话', '手机', '联系方式', '致电', '传真', '拨打', '座机', '热线', '微信'],
];

/** ITU-T E.164 §6: fifteen digits, the country code among them; no numbering plan has national numbers under seven. */
const MOST_DIGITS = 15;
const LEAST_DIGITS = 7;
/** Signs between groups, and groups: at most so many. */
const MOST_SIGNS = 3;
const MOST_GROUPS = 7;

/** Whether the numbering plan of a region (ISO 3166-1 alpha-2) is known. */
export const isTelephoneRegion = (region: string): boolean => isSupportedCountry(region);

interface Written {
  /** Offsets of the ends of the groups, and how many digits stand before them. */
  readonly ends: readonly number[];
  readonly counts: readonly number[];
}

/**
 * A telephone number in the international form, or in the national form of one of the regions. A numbering plan
 * (Google's libphonenumber, as of libphonenumber-js) decides whether it can be one; a national number is looked for
 * only where it is written as one (its country's trunk prefix or groups) or after a word for a telephone.
 */
export const phone: Detector = (text, start, _end, context) => {
  if (!isDigit(text.charCodeAt(start)) || continuesNumber(text, start)) return undefined;
  const from = openingOf(text, start);
  const international = text[from] === '+';
  if (!international && isDecimalTail(text, start)) return undefined;
  const written = groupsOf(text, start);
  for (let last = written.ends.length - 1; last >= Math.max(0, written.ends.length - 3); last--) {
    const count = written.counts[last]!;
    if (count < LEAST_DIGITS || count > MOST_DIGITS) continue;
    const end = written.ends[last]!;
    const number = text.slice(from, end);
    const valid = international
      ? isValid(number)
      : isNational(number, context.regions, () => context.hints.has('phone') || cuedBy(text, from, CUES));
    if (valid) {
      return found('phone', from, end, true);
    }
  }
  return undefined;
};

/** Where the number begins: before its plus or bracket. */
function openingOf(text: string, start: number): number {
  const before = text[start - 1];
  if (before === '+') return start - 1;
  if (before !== '(') return start;
  return text[start - 2] === '+' ? start - 2 : start - 1;
}

const isDecimalTail = (text: string, start: number): boolean =>
  text[start - 1] === ',' && isDigit(text.charCodeAt(start - 2));

function groupsOf(text: string, start: number): Written {
  const ends: number[] = [];
  const counts: number[] = [];
  let digits = 0;
  for (let at = start; digits <= MOST_DIGITS && ends.length < MOST_GROUPS;) {
    let close = at;
    while (close - at <= MOST_DIGITS && isDigit(text.charCodeAt(close))) close++;
    if (close === at) break;
    digits += close - at;
    if (isWord(text.charCodeAt(close))) break;
    ends.push(close);
    counts.push(digits);
    at = close;
    while (at - close < MOST_SIGNS && isSign(text.charCodeAt(at))) at++;
    if (at === close) break;
  }
  return { ends, counts };
}

/** Space, brackets, dash, point, slash, no-break space, non-breaking hyphen. */
const isSign = (code: number): boolean =>
  code === 32 || code === 40 || code === 41 || (code >= 45 && code <= 47) || code === 0xa0 || code === 0x2011;

function isValid(number: string, region?: string): boolean {
  const parsed = parsePhoneNumberFromString(number, region as CountryCode | undefined);
  return parsed !== undefined && parsed.isValid();
}

const ZERO = 48;
const NORTH_AMERICAN = /^(?:1[-. ])?(?:\(\d{3}\) ?\d{3}[-. ]\d{4}|\d{3}([-. ])\d{3}\1\d{4})$/;
const CHINESE_MOBILE = /^1[3-9]\d(?:\d{8}|([- ])\d{4}\1\d{4})$/;

/** Whether it is a number of a region and is written as its people write one, or something says that it is a telephone. */
function isNational(number: string, regions: readonly string[], isTold: () => boolean): boolean {
  const first = number.charCodeAt(number.startsWith('(') ? 1 : 0);
  const trunk = first === ZERO && /[-. )]/.test(number);
  const written = (region: string): boolean =>
    region === 'US' || region === 'CA'
      ? NORTH_AMERICAN.test(number)
      : trunk || (region === 'CN' && CHINESE_MOBILE.test(number));
  if (regions.some((region) => written(region) && isValid(number, region))) return true;
  return isTold() && regions.some((region) => isValid(number, region));
}

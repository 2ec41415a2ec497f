import { isDigit, isLetter, isLocal, isWord, runEnd } from './characters.js';
import { found } from './finding.js';
import type { Detector } from './finding.js';

/** RFC 5321 §4.5.3.1. */
const MAX_LOCAL = 64;
const MAX_DOMAIN = 255;
const AT = 64;
const POINT = 46;
const DASH = 45;

/** Endings of files whose names have an `@`: `logo@2x.png`. */
const FILE_ENDINGS = new Set(['png', 'jpg', 'jpeg', 'gif', 'svg', 'webp', 'css', 'js', 'json', 'html', 'md', 'ts']);

/** `local@domain.tld` (the dot-atom of RFC 5322; no quoted strings, no address literals). */
export const email: Detector = (text, start) => {
  const at = runEnd(text, start, start + MAX_LOCAL + 1, isLocal);
  if (text.charCodeAt(at) !== AT || at - start > MAX_LOCAL) return undefined;
  if (text.charCodeAt(at - 1) === POINT || text.slice(start, at).includes('..')) return undefined;
  const end = domainEnd(text, at + 1);
  return end === undefined ? undefined : found('email', start, end, false);
};

/** The end of a host name of two labels or more whose last is of letters; RFC 1035 §2.3.1. */
export function domainEnd(text: string, start: number): number | undefined {
  const limit = Math.min(text.length, start + MAX_DOMAIN);
  let at = start;
  let label = start;
  let end: number | undefined;
  let labels = 0;
  while (at <= limit) {
    const code = text.charCodeAt(at);
    if (isLetter(code) || isDigit(code) || (code === DASH && at > label)) {
      at++;
      continue;
    }
    if (at === label || at - label > 63 || text.charCodeAt(at - 1) === DASH) break;
    labels++;
    if (labels >= 2 && isTopLevel(text.slice(label, at))) end = at;
    if (code !== POINT) break;
    at++;
    label = at;
  }
  return end === undefined || isWord(text.charCodeAt(end)) ? undefined : end;
}

const isTopLevel = (label: string): boolean =>
  label.length >= 2 &&
  label.length <= 24 &&
  !FILE_ENDINGS.has(label.toLowerCase()) &&
  (runEnd(label, 0, label.length, isLetter) === label.length || label.toLowerCase().startsWith('xn--'));

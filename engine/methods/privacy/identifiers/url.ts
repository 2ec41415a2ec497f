import { domainEnd } from './email.js';
import { isHan } from './characters.js';
import { found } from './finding.js';
import type { Detector } from './finding.js';

/** Longer ones are cut: they are found all the same. */
const MAX_URL = 2000;
const SCHEMES = new Set(['http', 'https', 'ftp', 'ftps', 'ws', 'wss']);

/** `scheme://…` of the web's schemes, and `www.host.tld` (RFC 3986 §3). */
export const url: Detector = (text, start, end) => {
  const word = end - start <= 5 ? text.slice(start, end).toLowerCase() : '';
  if (SCHEMES.has(word) && text.startsWith('://', end)) {
    const last = urlEnd(text, end + 3);
    return last - end < 5 ? undefined : found('url', start, last, true);
  }
  if (word === 'www' && text[end] === '.') {
    const host = domainEnd(text, start);
    return host === undefined ? undefined : found('url', start, urlEnd(text, host), false);
  }
  return undefined;
};

function urlEnd(text: string, start: number): number {
  const limit = Math.min(text.length, start + MAX_URL);
  let end = start;
  while (end < limit && belongs(text.charCodeAt(end))) end++;
  while (end > start && '.,;:!?)]}\'"'.includes(text[end - 1]!)) end--;
  return end;
}

const belongs = (code: number): boolean =>
  code > 32 && code !== 34 && code !== 60 && code !== 62 && code !== 96 && code < 0x2000 && !isHan(code);

import { isDigit, isUpper, isWord, runEnd } from './characters.js';
import { found } from './finding.js';
import type { Detector } from './finding.js';

const isTokenCharacter = (code: number): boolean => isWord(code) || code === 45 || code === 46;
const isBase64 = (code: number): boolean => isWord(code) || code === 43 || code === 47 || code === 61 || code === 45;

/** Issued tokens by their fixed prefix, and how many characters of which class follow (the issuers' documentation). */
const ISSUED: readonly (readonly [prefix: string, least: number, most: number, isPart: (code: number) => boolean])[] = [
  ['AKIA', 16, 16, (code) => isUpper(code) || isDigit(code)],
  ['ASIA', 16, 16, (code) => isUpper(code) || isDigit(code)],
  ['ghp_', 36, 255, isWord],
  ['gho_', 36, 255, isWord],
  ['ghu_', 36, 255, isWord],
  ['ghs_', 36, 255, isWord],
  ['ghr_', 36, 255, isWord],
  ['github_pat_', 60, 255, isWord],
  ['glpat', 20, 64, isTokenCharacter],
  ['xoxb', 20, 255, isTokenCharacter],
  ['xoxp', 20, 255, isTokenCharacter],
  ['xoxa', 20, 255, isTokenCharacter],
  ['xoxr', 20, 255, isTokenCharacter],
  ['xoxs', 20, 255, isTokenCharacter],
  ['sk_live_', 16, 255, isWord],
  ['rk_live_', 16, 255, isWord],
  ['npm_', 36, 36, isWord],
  ['AIza', 35, 35, (code) => isWord(code) || code === 45],
  ['AGE', 60, 80, (code) => isUpper(code) || isDigit(code) || code === 45],
];
const BY_FIRST = new Set(ISSUED.map(([prefix]) => prefix.charCodeAt(0)));

/** A token whose form its issuer fixes. */
export const issuedToken: Detector = (text, start) => {
  if (!BY_FIRST.has(text.charCodeAt(start))) return undefined;
  for (const [prefix, least, most, isPart] of ISSUED) {
    if (!text.startsWith(prefix, start)) continue;
    const from = start + prefix.length;
    const end = runEnd(text, from, from + most + 1, isPart);
    if (end - from < least || end - from > most) continue;
    if (prefix === 'AGE' && !text.startsWith('-SECRET-KEY-1', from)) continue;
    return found('secret', start, end, true);
  }
  return undefined;
};

/** RFC 7519: three parts in base64url, the first of them JSON. */
export const jsonWebToken: Detector = (text, start, end) => {
  if (!text.startsWith('eyJ', start) || end - start < 10) return undefined;
  const last = runEnd(text, start, start + 2300, isTokenCharacter);
  const parts = text.slice(start, last).split('.');
  return parts.length === 3 && parts[1]!.startsWith('eyJ') && parts[2]!.length >= 20
    ? found('secret', start, last, true)
    : undefined;
};

/** RFC 7468: the line that opens a private key; its body is not looked at. */
export const privateKey: Detector = (text, start, end) => {
  if (!text.startsWith('BEGIN ', start) || text.slice(start - 5, start) !== '-----') return undefined;
  const close = text.slice(end, end + 48).indexOf('-----');
  const label = text.slice(end + 1, end + close);
  return close > 0 && label.endsWith('PRIVATE KEY') ? found('secret', start - 5, end + close + 5, true) : undefined;
};

const NAMES = [
  ...['password', 'passwd', 'pwd', 'secret', 'token', 'api_key', 'apikey', 'api-key', 'access_key', 'secret_key'],
  ...['private_key', 'client_secret', 'auth', 'credential', 'passphrase', '密码', '口令', '密钥', '令牌'],
];
/** Bits a character. Random base64 of 20 characters has some 4; English prose without spaces under 3.3. */
const LEAST_ENTROPY = 3;
const LEAST_LENGTH = 12;

/** `password = …`: what stands after a word for a secret and a sign, long, mixed and without a pattern. */
export const assignedSecret: Detector = (text, start, _end, context) => {
  const hinted = context.hints.has('secret') && start === 0;
  if (!hinted && !isAssigned(text, start)) return undefined;
  const end = runEnd(text, start, start + 256, isBase64);
  const value = text.slice(start, end);
  if (value.length < LEAST_LENGTH || entropy(value) < LEAST_ENTROPY) return undefined;
  const mixed = /\d/.test(value) ? /[A-Za-z]/.test(value) : /[a-z][A-Z]/.test(value) && /[A-Z].*[A-Z]/.test(value);
  return mixed ? found('secret', start, end, false) : undefined;
};

function isAssigned(text: string, start: number): boolean {
  let at = start;
  while (start - at < 4 && isSpaceOrQuote(text.charCodeAt(at - 1))) at--;
  if (!isAssignment(text.charCodeAt(at - 1))) return false;
  while (start - at < 8 && (isSpaceOrQuote(text.charCodeAt(at - 1)) || isAssignment(text.charCodeAt(at - 1)))) at--;
  const before = text.slice(Math.max(0, at - 24), at).toLowerCase();
  return NAMES.some((name) => before.endsWith(name));
}

const isSpaceOrQuote = (code: number): boolean => code === 32 || code === 34 || code === 39 || code === 96;
const isAssignment = (code: number): boolean => code === 61 || code === 58 || code === 0xff1a;

/** Shannon's, of the characters' frequencies; bits. */
function entropy(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / text.length) * Math.log2(count / text.length);
  return bits;
}

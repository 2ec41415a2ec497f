import { areDigits, continuesNumber, cuedBy, goesOn, isHex, isWord, runEnd } from './characters.js';
import { found } from './finding.js';
import type { Detector, ScanContext } from './finding.js';

const CUES = ['ip', 'ipv4', 'addr', 'address', 'host', 'server', 'client', 'login', '地址', '主机', '服务器'];
const VERSIONS = [
  'version',
  'ver',
  'v',
  'release',
  'firmware',
  'build',
  'section',
  'clause',
  'chapter',
  '版本',
  '固件',
  '章节',
  '版',
  '第',
];

/**
 * Four numbers up to 255, without leading zeros. A version number looks the same: after a word for one it is none, and
 * four single digits need a word for an address.
 */
export const ipv4: Detector = (text, start, end, context) => {
  if (end - start > 3 || text[end] !== '.' || continuesNumber(text, start)) return undefined;
  let at = start;
  let digits = 0;
  for (let part = 0; part < 4; part++) {
    const last = runEnd(text, at, at + 4, isWord);
    if (!isOctet(text, at, last)) return undefined;
    digits += last - at;
    if (part < 3 && text[last] !== '.') return undefined;
    at = part < 3 ? last + 1 : last;
  }
  if (goesOn(text, at) || text[start] === '0') return undefined;
  const hinted = context.hints.has('ip-address');
  if (!hinted && (cuedBy(text, start, VERSIONS) || '版节章条款'.includes(text[at] ?? '?'))) return undefined;
  if (!hinted && digits === 4 && !cuedBy(text, start, CUES)) return undefined;
  return found('ip-address', start, at, true);
};

function isOctet(text: string, start: number, end: number): boolean {
  if (end - start < 1 || end - start > 3 || !areDigits(text, start, end)) return false;
  return (end - start === 1 || text[start] !== '0') && Number(text.slice(start, end)) <= 255;
}

/** RFC 4291 §2.2: eight groups of hexadecimal digits, or fewer and one `::`. Two words of code (`a::b`) are none. */
export const ipv6: Detector = (text, start, end, context) => {
  if (end - start > 4 || text[end] !== ':' || text[start - 1] === ':') return undefined;
  let at = start;
  let groups = 0;
  let gap = false;
  let last = end;
  while (groups < 8) {
    const close = runEnd(text, at, at + 5, isHex);
    if (close === at || close - at > 4) break;
    groups++;
    last = close;
    if (text[close] !== ':') break;
    at = close + 1;
    if (text[at] === ':' && !gap) {
      gap = true;
      at++;
      last = at;
    }
  }
  const whole = groups === 8 ? !gap : gap && (groups >= 3 || context.hints.has('ip-address'));
  if (!whole || isWord(text.charCodeAt(last)) || text[last] === ':') return undefined;
  return found('ip-address', start, last, true);
};

const MAC_CUES = ['mac', 'mac address', 'hardware address', 'physical address', 'ethernet', 'wifi', '物理地址'];

/** EUI-48 (IEEE 802): six pairs joined by `:` or `-`, or three fours by `.`. */
export const macAddress: Detector = (text, start, end, context: ScanContext) => {
  const separator = text[end];
  if (separator === undefined || !':-.'.includes(separator)) return undefined;
  const [width, parts] = separator === '.' ? [4, 3] : [2, 6];
  if (end - start !== width || text[start - 1] === separator) return undefined;
  const last = start + parts * width + parts - 1;
  let letters = 0;
  for (let at = start; at < last; at++) {
    if ((at - start) % (width + 1) === width) {
      if (text[at] !== separator) return undefined;
    } else {
      const code = text.charCodeAt(at);
      if (!isHex(code)) return undefined;
      if (code > 57) letters++;
    }
  }
  if (isWord(text.charCodeAt(last)) || text[last] === separator) return undefined;
  const told = (): boolean => context.hints.has('mac-address') || cuedBy(text, start, MAC_CUES);
  if (letters === 0 && separator !== ':' && !told()) return undefined;
  return found('mac-address', start, last, true);
};

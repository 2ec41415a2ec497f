/** ZIP (APPNOTE.TXT 6.3.10): AES by WinZip's AE-1 and AE-2, the broken ZipCrypto, or none. */
import { hex, startsWith, viewOf } from '../glimpse.js';
import type { Container, Glimpse } from '../glimpse.js';

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const LOCAL_BYTES = 30;
const CENTRAL_BYTES = 46;
const AES_METHOD = 99;
const AES_EXTRA = 0x9901;
const ENCRYPTED = 1;
/** By strength: key bits and bytes of salt. */
const STRENGTHS: Readonly<Record<number, readonly [bits: number, salt: number]>> = {
  1: [128, 8],
  2: [192, 12],
  3: [256, 16],
};

interface Entry {
  readonly encrypted: boolean;
  readonly strength?: number;
}

export function zip({ head, tail }: Glimpse): Container | undefined {
  if (!startsWith(head, 'PK\u0003\u0004') || head.length < LOCAL_BYTES) return undefined;
  const first = localEntry(head);
  // One entry in clear is data in clear.
  const entries = [first, ...centralEntries(tail)];
  const none = { name: 'ZIP', encrypts: false, authenticated: false, nonces: [] } as const;
  if (entries.some(({ encrypted }) => !encrypted)) return none;
  const strengths = entries.map(({ strength }) => STRENGTHS[strength ?? 0]);
  if (strengths.includes(undefined)) return { ...none, encrypts: true, cipher: 'ZipCrypto', weak: true };
  const bits = Math.min(...strengths.map((strength) => strength![0]));
  const view = viewOf(head);
  const data = LOCAL_BYTES + view.getUint16(26, true) + view.getUint16(28, true);
  return {
    name: 'ZIP',
    encrypts: true,
    cipher: `AES-${bits} (AE), HMAC-SHA-1`,
    keyBits: bits,
    authenticated: true,
    nonces: [`ZIP ${hex(head.subarray(data, data + strengths[0]![1]))}`],
  };
}

function localEntry(head: Uint8Array): Entry {
  const view = viewOf(head);
  if (view.getUint32(0, true) !== LOCAL) return { encrypted: false };
  const extra = LOCAL_BYTES + view.getUint16(26, true);
  return entryOf(head, view.getUint16(6, true), view.getUint16(8, true), extra, view.getUint16(28, true));
}

function* centralEntries(tail: Uint8Array): Generator<Entry> {
  const view = viewOf(tail);
  let end = tail.length - 22;
  while (end >= 0 && view.getUint32(end, true) !== END) end -= 1;
  if (end < 0) return;
  // Where the directory is longer than the tail, its first entries are not seen.
  let at = end - view.getUint32(end + 12, true);
  while (at >= 0 && at + CENTRAL_BYTES <= end && view.getUint32(at, true) === CENTRAL) {
    const [name, extra, comment] = [28, 30, 32].map((offset) => view.getUint16(at + offset, true)) as [
      number,
      number,
      number,
    ];
    // A folder has no content.
    if (view.getUint32(at + 24, true) > 0)
      yield entryOf(
        tail,
        view.getUint16(at + 8, true),
        view.getUint16(at + 10, true),
        at + CENTRAL_BYTES + name,
        extra,
      );
    at += CENTRAL_BYTES + name + extra + comment;
  }
}

function entryOf(bytes: Uint8Array, flags: number, method: number, extra: number, length: number): Entry {
  const encrypted = (flags & ENCRYPTED) !== 0;
  if (method !== AES_METHOD) return { encrypted };
  const view = viewOf(bytes);
  for (let at = extra; at + 4 <= Math.min(extra + length, bytes.length);) {
    const size = view.getUint16(at + 2, true);
    if (view.getUint16(at, true) === AES_EXTRA && at + 9 <= bytes.length)
      return { encrypted, strength: bytes[at + 8]! };
    at += 4 + size;
  }
  return { encrypted };
}

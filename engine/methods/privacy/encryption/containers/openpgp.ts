/** OpenPGP messages (RFC 9580, RFC 4880), binary or armoured, by their packets. */
import { fromBase64, hex, latin1, startsWith, viewOf } from '../glimpse.js';
import type { Container, Glimpse } from '../glimpse.js';

interface Cipher {
  readonly name: string;
  readonly bits: number;
  /** Blocks of 64 bits: RFC 9580, section 9.3, forbids to make more of them. */
  readonly weak?: true;
}

/** RFC 9580, section 9.3. */
const CIPHERS: Readonly<Record<number, Cipher>> = {
  1: { name: 'IDEA', bits: 128, weak: true },
  2: { name: 'TripleDES', bits: 112, weak: true },
  3: { name: 'CAST5', bits: 128, weak: true },
  4: { name: 'Blowfish', bits: 128, weak: true },
  7: { name: 'AES-128', bits: 128 },
  8: { name: 'AES-192', bits: 192 },
  9: { name: 'AES-256', bits: 256 },
  10: { name: 'Twofish', bits: 256 },
  11: { name: 'Camellia-128', bits: 128 },
  12: { name: 'Camellia-192', bits: 192 },
  13: { name: 'Camellia-256', bits: 256 },
};
const AEAD: Readonly<Record<number, string>> = { 1: 'EAX', 2: 'OCB', 3: 'GCM' };

const PUBLIC_KEY_SESSION = 1;
const PASSPHRASE_SESSION = 3;
/** Without any integrity check: RFC 9580, section 5.7. */
const ENCRYPTED = 9;
const LITERAL = 11;
const ENCRYPTED_WITH_INTEGRITY = 18;
/** GnuPG's, before RFC 9580. */
const AEAD_ENCRYPTED = 20;

const ARMOUR = '-----BEGIN PGP MESSAGE-----';
/** A session key under the largest RSA keys in use. */
const MAX_SESSION_BYTES = 1 << 14;

export function openpgp({ head, size }: Glimpse): Container | undefined {
  if (!startsWith(head, ARMOUR)) return describe(head, size, 'OpenPGP');
  // Armour headers, an empty line, base64, a checksum in a line that begins with =.
  const [, body = ''] = latin1(head).split(/\r?\n\r?\n/, 2);
  const [text = ''] = body.split(/\r?\n=|-----END/, 1);
  const bytes = fromBase64(text);
  return bytes === undefined ? undefined : describe(bytes, bytes.length, 'OpenPGP (armoured)');
}

function describe(bytes: Uint8Array, size: number, name: string): Container | undefined {
  let cipher: Cipher | undefined;
  let sessions = 0;
  for (let at = 0; at < bytes.length;) {
    const packet = packetAt(bytes, at);
    if (packet === undefined) return undefined;
    const { tag, body, length } = packet;
    const version = bytes[body];
    const base = { name, encrypts: true, nonces: [] as readonly string[] } as const;
    switch (tag) {
      case PUBLIC_KEY_SESSION:
        if (![3, 6].includes(version ?? 0)) return undefined;
        break;
      case PASSPHRASE_SESSION:
        if (![4, 5, 6].includes(version ?? 0)) return undefined;
        cipher = CIPHERS[bytes[body + (version === 6 ? 2 : 1)]!];
        break;
      case ENCRYPTED:
        // Nothing in its body tells that it is one: a packet before it must.
        return sessions === 0
          ? undefined
          : { ...base, ...shownCipher(cipher, 'CFB without integrity'), authenticated: false };
      case ENCRYPTED_WITH_INTEGRITY:
        if (version === 1 && (sessions > 0 || length === undefined || length === size - body)) {
          return { ...base, ...shownCipher(cipher, 'CFB with MDC'), authenticated: true };
        }
        if (version !== 2 || CIPHERS[bytes[body + 1]!] === undefined) return undefined;
        return {
          ...base,
          ...shownCipher(CIPHERS[bytes[body + 1]!], AEAD[bytes[body + 2]!] ?? 'AEAD'),
          authenticated: true,
          nonces: [`OpenPGP ${hex(bytes.subarray(body + 4, body + 36))}`],
        };
      case AEAD_ENCRYPTED:
        if (version !== 1 || CIPHERS[bytes[body + 1]!] === undefined) return undefined;
        return {
          ...base,
          ...shownCipher(CIPHERS[bytes[body + 1]!], AEAD[bytes[body + 2]!] ?? 'AEAD'),
          authenticated: true,
          nonces: [`OpenPGP ${hex(bytes.subarray(body + 4, body + 4 + (bytes[body + 2] === 1 ? 16 : 15)))}`],
        };
      case LITERAL:
        // The format of its content: binary, text, UTF-8.
        return 'btu'.includes(String.fromCharCode(version ?? 0)) && length === size - body
          ? { ...base, encrypts: false, authenticated: false }
          : undefined;
      default:
        return undefined;
    }
    if (length === undefined || length > MAX_SESSION_BYTES) return undefined;
    sessions += 1;
    at = body + length;
  }
  return undefined;
}

const shownCipher = (cipher: Cipher | undefined, mode: string): Pick<Container, 'cipher' | 'keyBits' | 'weak'> =>
  cipher === undefined
    ? { cipher: mode }
    : { cipher: `${cipher.name}, ${mode}`, keyBits: cipher.bits, ...(cipher.weak && { weak: true }) };

/** RFC 9580, section 4.2; `length` is absent where it is not said at once. */
function packetAt(
  bytes: Uint8Array,
  at: number,
): { readonly tag: number; readonly body: number; readonly length?: number } | undefined {
  const first = bytes[at]!;
  if ((first & 0x80) === 0 || at + 6 > bytes.length) return undefined;
  const view = viewOf(bytes);
  if ((first & 0x40) === 0) {
    const tag = (first >> 2) & 0xf;
    const kind = first & 3;
    if (kind === 3) return { tag, body: at + 1 };
    const length = kind === 0 ? bytes[at + 1]! : kind === 1 ? view.getUint16(at + 1) : view.getUint32(at + 1);
    return { tag, body: at + 1 + (1 << kind), length };
  }
  const tag = first & 0x3f;
  const size = bytes[at + 1]!;
  if (size < 192) return { tag, body: at + 2, length: size };
  if (size < 224) return { tag, body: at + 3, length: ((size - 192) << 8) + bytes[at + 2]! + 192 };
  if (size === 255) return { tag, body: at + 6, length: view.getUint32(at + 2) };
  return { tag, body: at + 2 };
}

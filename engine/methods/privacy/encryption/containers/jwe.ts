/** JSON Web Encryption (RFC 7516): compact, and flattened or general JSON. */
import { latin1 } from '../glimpse.js';
import type { Container, Glimpse } from '../glimpse.js';

/** RFC 7518, section 5.1: all of them are authenticated. */
const BITS: Readonly<Record<string, number>> = {
  A128GCM: 128,
  A192GCM: 192,
  A256GCM: 256,
  'A128CBC-HS256': 128,
  'A192CBC-HS384': 192,
  'A256CBC-HS512': 256,
};
/** Open to Bleichenbacher's attack; RFC 8725, section 3.2 advises against it. */
const WEAK_WRAPPING = ['RSA1_5'];

interface Header {
  readonly enc?: unknown;
  readonly alg?: unknown;
}

export function jwe({ head, size }: Glimpse): Container | undefined {
  const text = latin1(head);
  if (text.startsWith('{')) return head.length === size ? fromJson(text) : undefined;
  const parts = text.split('.', 4);
  if (parts.length < 4 || !/^[A-Za-z0-9_-]+$/.test(parts[0]!)) return undefined;
  const payload = parts.slice(0, 3).reduce((sum, part) => sum + part.length + 1, 0);
  return describe(decoded(parts[0]!), { iv: parts[2]!, ciphertext: parts[3]!, payload });
}

function fromJson(text: string): Container | undefined {
  const value = parsed(text) as
    { readonly protected?: unknown; readonly iv?: unknown; readonly ciphertext?: unknown } | undefined;
  if (typeof value?.ciphertext !== 'string' || typeof value.protected !== 'string') return undefined;
  const iv = typeof value.iv === 'string' ? value.iv : '';
  return describe(decoded(value.protected), { iv, ciphertext: value.ciphertext });
}

function describe(
  header: Header | undefined,
  { iv, ciphertext, payload }: { readonly iv: string; readonly ciphertext: string; readonly payload?: number },
): Container | undefined {
  if (typeof header?.enc !== 'string') return undefined;
  const keyBits = Object.hasOwn(BITS, header.enc) ? BITS[header.enc] : undefined;
  return {
    name: 'JWE',
    encrypts: true,
    cipher: `${header.enc}, ${String(header.alg)}`,
    ...(keyBits !== undefined && { keyBits }),
    authenticated: keyBits !== undefined,
    ...(WEAK_WRAPPING.includes(String(header.alg)) && { weak: true }),
    nonces: iv === '' ? [] : [`JWE ${iv}`],
    ...(payload !== undefined && { payload }),
    content: new Uint8Array(Buffer.from(ciphertext, 'base64url')),
  };
}

const decoded = (part: string): Header | undefined =>
  parsed(Buffer.from(part, 'base64url').toString('utf8')) as Header | undefined;

function parsed(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

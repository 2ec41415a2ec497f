/** LUKS volumes: version 1 (on-disk format 1.2.3) and 2 (on-disk format 1.1.1). */
import { latin1, startsWith, viewOf } from '../glimpse.js';
import type { Container, Glimpse } from '../glimpse.js';

const MAGIC = 'LUKS\u00ba\u00be';
const BINARY_HEADER = 4096;

export function luks({ head }: Glimpse): Container | undefined {
  if (!startsWith(head, MAGIC) || head.length < 592) return undefined;
  const version = viewOf(head).getUint16(6);
  if (version === 1) {
    const text = (from: number): string => latin1(head.subarray(from, from + 32)).split('\0', 1)[0]!;
    return describe('LUKS1', `${text(8)}-${text(40)}`, viewOf(head).getUint32(108) * 8, undefined);
  }
  return version === 2 ? ofVersion2(head) : undefined;
}

interface Metadata {
  readonly segments?: Readonly<
    Record<string, { readonly encryption?: unknown; readonly integrity?: { readonly type?: unknown } } | undefined>
  >;
  readonly keyslots?: Readonly<Record<string, { readonly key_size?: unknown } | undefined>>;
}

function ofVersion2(head: Uint8Array): Container | undefined {
  const end = head.indexOf(0, BINARY_HEADER);
  let metadata: Metadata;
  try {
    metadata = JSON.parse(latin1(head.subarray(BINARY_HEADER, end === -1 ? head.length : end))) as Metadata;
  } catch {
    return { name: 'LUKS2', encrypts: true, authenticated: false, nonces: [] };
  }
  const [segment] = Object.values(metadata.segments ?? {});
  const [slot] = Object.values(metadata.keyslots ?? {});
  const bits = typeof slot?.key_size === 'number' ? slot.key_size * 8 : undefined;
  const integrity = typeof segment?.integrity?.type === 'string' ? segment.integrity.type : undefined;
  return describe('LUKS2', String(segment?.encryption ?? 'unknown'), bits, integrity);
}

function describe(name: string, cipher: string, bits: number | undefined, integrity: string | undefined): Container {
  // XTS has two keys; an AEAD with dm-integrity carries its own.
  const keyBits = bits === undefined ? undefined : cipher.includes('-xts-') ? bits / 2 : bits;
  return {
    name,
    encrypts: !cipher.startsWith('cipher_null'),
    cipher: integrity === undefined ? cipher : `${cipher}, ${integrity}`,
    ...(keyBits !== undefined && keyBits > 0 && { keyBits }),
    authenticated: integrity !== undefined && integrity !== 'none',
    // Vectors that can be foretold let watermarks through (CBC); equal blocks show (ECB).
    ...(/-ecb|-cbc-(plain|null)/.test(cipher) && { weak: true }),
    nonces: [],
  };
}

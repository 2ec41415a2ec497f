/** age files (https://age-encryption.org/v1), binary or armoured. */
import { fromBase64, hex, latin1, startsWith } from '../glimpse.js';
import type { Container, Glimpse } from '../glimpse.js';

const VERSION = 'age-encryption.org/v1\n';
const ARMOUR = '-----BEGIN AGE ENCRYPTED FILE-----';
const NONCE_BYTES = 16;
/** The file key, from which the key of the content is derived. */
const FILE_KEY_BITS = 128;

export function age({ head }: Glimpse): Container | undefined {
  if (startsWith(head, VERSION)) return describe(head, 'age');
  if (!startsWith(head, ARMOUR)) return undefined;
  const [body = ''] = latin1(head).slice(ARMOUR.length).split('-----END');
  const bytes = fromBase64(body);
  return bytes === undefined || !startsWith(bytes, VERSION) ? undefined : describe(bytes, 'age (armoured)');
}

function describe(bytes: Uint8Array, name: string): Container | undefined {
  const text = latin1(bytes);
  const mac = text.indexOf('\n--- ');
  const end = mac === -1 ? -1 : text.indexOf('\n', mac + 1);
  if (end === -1) return undefined;
  const payload = end + 1;
  const shares = text
    .slice(0, mac)
    .split('\n')
    .filter((line) => line.startsWith('-> X25519 ') || line.startsWith('-> scrypt '))
    .map((line) => `age ${line.split(' ')[2]}`);
  return {
    name,
    encrypts: true,
    cipher: 'ChaCha20-Poly1305',
    keyBits: FILE_KEY_BITS,
    authenticated: true,
    nonces: [`age ${hex(bytes.subarray(payload, payload + NONCE_BYTES))}`, ...shares],
    ...(name === 'age' && { payload: payload + NONCE_BYTES }),
    content: bytes.subarray(payload + NONCE_BYTES),
  };
}

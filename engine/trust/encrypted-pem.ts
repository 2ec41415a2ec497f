/**
 * PKCS #8 encrypted with a passphrase (RFC 5958, PBES2 of RFC 8018): PBKDF2 with HMAC-SHA-256, AES-256-CBC. Written here
 * because Node writes it with OpenSSL's default of 2,048 iterations, which a graphics card goes through by the million
 * passphrases a second. Node and OpenSSL read it.
 */
import { createCipheriv, pbkdf2Sync, randomBytes } from 'node:crypto';

/** OWASP, Password Storage Cheat Sheet (2023), for PBKDF2-HMAC-SHA256. */
const ITERATIONS = 600_000;
const KEY_BYTES = 32;

/** @param pkcs8 DER of a PrivateKeyInfo */
export function encryptedPem(pkcs8: Uint8Array, passphrase: string): string {
  const salt = randomBytes(16);
  const iv = randomBytes(16);
  const key = pbkdf2Sync(passphrase, salt, ITERATIONS, KEY_BYTES, 'sha256');
  const cipher = createCipheriv('aes-256-cbc', key, iv);
  const encrypted = Buffer.concat([cipher.update(pkcs8), cipher.final()]);
  const kdf = sequence(
    OID.pbkdf2,
    sequence(octets(salt), integer(ITERATIONS), integer(KEY_BYTES), sequence(OID.hmacWithSha256, NULL)),
  );
  const der = sequence(sequence(OID.pbes2, sequence(kdf, sequence(OID.aes256Cbc, octets(iv)))), octets(encrypted));
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN ENCRYPTED PRIVATE KEY-----\n${lines.join('\n')}\n-----END ENCRYPTED PRIVATE KEY-----\n`;
}

/** DER (ITU-T X.690): tag, length, content. */
function der(tag: number, content: Uint8Array): Buffer {
  const { length } = content;
  const head =
    length < 0x80 ? [tag, length] : length < 0x100 ? [tag, 0x81, length] : [tag, 0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from(head), content]);
}

const sequence = (...parts: readonly Uint8Array[]): Buffer => der(0x30, Buffer.concat(parts));
const octets = (bytes: Uint8Array): Buffer => der(0x04, bytes);

/** Of a number from 0 to 2^31 - 1. */
function integer(value: number): Buffer {
  const hex = value.toString(16);
  const even = hex.length % 2 === 0 ? hex : `0${hex}`;
  const bytes = Buffer.from(even, 'hex');
  return der(0x02, bytes[0]! >= 0x80 ? Buffer.concat([Buffer.of(0), bytes]) : bytes);
}

const NULL = Buffer.from('0500', 'hex');

const OID = {
  /** 1.2.840.113549.1.5.13 */
  pbes2: Buffer.from('06092a864886f70d01050d', 'hex'),
  /** 1.2.840.113549.1.5.12 */
  pbkdf2: Buffer.from('06092a864886f70d01050c', 'hex'),
  /** 1.2.840.113549.2.9 */
  hmacWithSha256: Buffer.from('06082a864886f70d0209', 'hex'),
  /** 2.16.840.1.101.3.4.1.42 */
  aes256Cbc: Buffer.from('060960864801650304012a', 'hex'),
} as const;

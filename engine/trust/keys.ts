/** Ed25519 keys (RFC 8032): public ones as SubjectPublicKeyInfo (RFC 8410) in base64, private ones as PKCS #8 in PEM. */
import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { encryptedPem } from './encrypted-pem.js';
import { TrustFault } from './trust-fault.js';

export interface SigningKey {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

const LEAST_PASSPHRASE = 10;

export function newSigningKey(): SigningKey {
  return generateKeyPairSync('ed25519');
}

/** In base64, on one line. */
export const publicKeyText = (key: KeyObject): string => key.export({ type: 'spki', format: 'der' }).toString('base64');

/** Of the text in a TrustRoots document, whose schema has checked its form. */
export const publicKeyOf = (text: string): KeyObject =>
  createPublicKey({ key: Buffer.from(text, 'base64'), type: 'spki', format: 'der' });

/** SHA-256 of the SubjectPublicKeyInfo, in hexadecimal digits. */
export const keyId = (key: KeyObject): string =>
  createHash('sha256')
    .update(key.export({ type: 'spki', format: 'der' }))
    .digest('hex');

/** The private key for a file, encrypted with the passphrase. Throws `TrustFault` where that is short. */
export function sealedPrivateKey({ privateKey }: SigningKey, passphrase: string): string {
  if (passphrase.length < LEAST_PASSPHRASE) {
    const message = `the passphrase has fewer than ${LEAST_PASSPHRASE} characters`;
    throw new TrustFault('ASSAY1915', message, 'Take four or five random words.');
  }
  return encryptedPem(privateKey.export({ type: 'pkcs8', format: 'der' }), passphrase);
}

export const isEncrypted = (pem: string): boolean => pem.includes('-----BEGIN ENCRYPTED PRIVATE KEY-----');

/** From the text of a PEM file; `named` says where it was. Throws `TrustFault` (ASSAY1915). */
export function signingKeyOf(pem: string, named: string, passphrase?: string): SigningKey {
  if (isEncrypted(pem) && passphrase === undefined) {
    throw new TrustFault('ASSAY1915', `${named} is encrypted, and there is no passphrase`, PASSPHRASE);
  }
  let privateKey: KeyObject;
  try {
    privateKey = createPrivateKey({ key: pem, format: 'pem', ...(passphrase !== undefined && { passphrase }) });
  } catch {
    const message = isEncrypted(pem)
      ? `the passphrase does not open ${named}, or the file is damaged`
      : `${named} holds no private key`;
    throw new TrustFault('ASSAY1915', message, isEncrypted(pem) ? PASSPHRASE : MADE);
  }
  if (privateKey.asymmetricKeyType !== 'ed25519') {
    throw new TrustFault('ASSAY1915', `${named} is a key of type ${privateKey.asymmetricKeyType}, not Ed25519`, MADE);
  }
  return { privateKey, publicKey: createPublicKey(privateKey) };
}

const PASSPHRASE = 'Set ASSAY_KEY_PASSPHRASE, or name another variable with --passphrase-env.';
const MADE = 'A key is made with: assay pack keygen FILE';

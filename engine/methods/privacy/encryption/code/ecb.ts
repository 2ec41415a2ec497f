/** Ciphers in ECB: equal blocks of plain text stay equal. As libraries of several languages spell it. */
import { pattern } from './code-finding.js';
import type { Pattern } from './code-finding.js';

const BLOCK_CIPHERS = 'AES|DES|DESede|TripleDES|Blowfish|RC2|SM4';

export const ECB: readonly Pattern[] = [
  pattern('ecb', 'MODE_ECB (PyCryptodome)', /\bMODE_ECB\b/),
  pattern('ecb', 'modes.ECB (cryptography)', /\bmodes\.ECB\b/),
  pattern(
    'ecb',
    'a cipher named …-ecb (OpenSSL, Node.js, PHP)',
    /\b(?:aes|des|des-ede3?|bf|camellia|aria|sm4)-?\d{0,3}-ecb\b/i,
  ),
  pattern('ecb', 'a transformation …/ECB/… (Java)', new RegExp(`["'](?:${BLOCK_CIPHERS})(?:_\\d{3})?/ECB/`, 'i')),
  pattern(
    'ecb',
    'Cipher.getInstance without a mode, which is ECB (Java)',
    new RegExp(`\\bgetInstance\\(\\s*"(?:${BLOCK_CIPHERS})"`),
  ),
  pattern('ecb', 'CipherMode.ECB (.NET)', /\bCipherMode\.ECB\b/),
  pattern('ecb', 'CryptoJS.mode.ECB', /\bmode\.ECB\b/),
  pattern('ecb', 'kCCOptionECBMode (Apple)', /\bkCCOptionECBMode\b/),
  pattern('ecb', 'NewECBEncrypter (Go)', /\bNewECB(?:En|De)crypter\b/),
];

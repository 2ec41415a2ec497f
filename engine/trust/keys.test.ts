import { spawnSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { expect, it } from 'vitest';
import { keyId, newSigningKey, publicKeyOf, publicKeyText, sealedPrivateKey, signingKeyOf } from './keys.js';

const PASSPHRASE = 'correct horse battery 电池';
const key = newSigningKey();
const pem = sealedPrivateKey(key, PASSPHRASE);

it('a key comes back from its file with its passphrase', () => {
  const read = signingKeyOf(pem, 'k.pem', PASSPHRASE);
  expect(publicKeyText(read.publicKey)).toBe(publicKeyText(key.publicKey));
  expect(keyId(publicKeyOf(publicKeyText(key.publicKey)))).toBe(keyId(key.publicKey));
  expect(keyId(key.publicKey)).toMatch(/^[0-9a-f]{64}$/);
});

it('is derived with 600,000 iterations and never the same twice', () => {
  const der = Buffer.from(pem.replace(/-----.*?-----/g, ''), 'base64');
  // INTEGER 600000, then INTEGER 32.
  expect(der.includes(Buffer.from('0203 0927c0 0201 20'.replaceAll(' ', ''), 'hex'))).toBe(true);
  expect(sealedPrivateKey(key, PASSPHRASE)).not.toBe(pem);
});

it('OpenSSL reads it', (context) => {
  const run = spawnSync('openssl', ['pkey', '-passin', `pass:${PASSPHRASE}`, '-pubout', '-outform', 'DER'], {
    input: pem,
  });
  if (run.error !== undefined && process.env['CI'] !== 'true') context.skip('openssl is not installed');
  expect(run.stdout.toString('base64')).toBe(publicKeyText(key.publicKey));
});

const other = generateKeyPairSync('x25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();

it.each([
  ['another passphrase', pem, 'correct horse battery'],
  ['no passphrase', pem, undefined],
  ['a file that was cut', pem.slice(0, 120), PASSPHRASE],
  ['no key', 'hello', undefined],
  ['a key of another kind', other, undefined],
])('%s is refused', (_, text, passphrase) => {
  expect(() => signingKeyOf(text, 'k.pem', passphrase)).toThrow(expect.objectContaining({ code: 'ASSAY1915' }));
});

it('a short passphrase is refused', () => {
  expect(() => sealedPrivateKey(key, 'too short')).toThrow(expect.objectContaining({ code: 'ASSAY1915' }));
});

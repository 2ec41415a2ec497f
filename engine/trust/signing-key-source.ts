/** Where a private key is. Documents and command lines name the place, never the key. */
import { readFileSync, statSync } from 'node:fs';
import { isEncrypted, signingKeyOf, type SigningKey } from './keys.js';
import { TrustFault } from './trust-fault.js';

const MAX_KEY_BYTES = 1 << 16;
const READABLE_BY_OTHERS = 0o077;

/**
 * @param place a file, or the name of a variable that holds the key's text
 * @param passphrase asked only where the key is encrypted
 * Throws `TrustFault` (ASSAY1915).
 */
export async function readSigningKey(
  place: { readonly file: string } | { readonly environment: string },
  passphrase: () => Promise<string | undefined>,
): Promise<SigningKey> {
  const named = 'file' in place ? place.file : `the variable ${place.environment}`;
  const pem = 'file' in place ? readKeyFile(place.file) : process.env[place.environment];
  if (pem === undefined || pem.trim() === '') throw new TrustFault('ASSAY1915', `${named} is not set`);
  return signingKeyOf(pem, named, isEncrypted(pem) ? await passphrase() : undefined);
}

function readKeyFile(path: string): string {
  const status = statSync(path, { throwIfNoEntry: false });
  if (status === undefined) throw new TrustFault('ASSAY1915', `there is no key file ${path}`);
  if (!status.isFile() || status.size > MAX_KEY_BYTES) throw new TrustFault('ASSAY1915', `${path} is no key file`);
  // Windows has no such bits.
  if (process.platform !== 'win32' && (status.mode & READABLE_BY_OTHERS) !== 0) {
    const message = `the key file ${path} can be reached by others (mode ${(status.mode & 0o777).toString(8)})`;
    throw new TrustFault('ASSAY1915', message, `Keep it to yourself: chmod 600 ${path}`);
  }
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new TrustFault('ASSAY1915', `${path} cannot be read (${(cause as NodeJS.ErrnoException).code})`);
  }
}

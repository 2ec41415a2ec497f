/** Where a key is. Documents and command lines name the place, never the key. */
import { readFileSync, statSync } from 'node:fs';
import { parseKey, passphraseKey } from './key.js';
import type { Key } from './key.js';
import { SealingFault } from './sealing-fault.js';

export type KeySource =
  /** The name of a variable that holds the key's text. */
  | { readonly environment: string }
  /** A path. */
  | { readonly file: string }
  /** The name of a variable that holds a passphrase. */
  | { readonly passphrase: string };

/** Looked at where no key is named. */
export const DEFAULT_KEY: KeySource = { environment: 'ASSAY_KEY' };

const MAX_KEY_BYTES = 1 << 16;
const READABLE_BY_OTHERS = 0o077;

export function keySourceInWords(source: KeySource): string {
  if ('file' in source) return source.file;
  return 'environment' in source ? `the variable ${source.environment}` : `the variable ${source.passphrase}`;
}

/** Throws `SealingFault`: `no-key` where there is none, `unusable-key` where it is none or others can read its file. */
export function readKey(source: KeySource, environment: NodeJS.ProcessEnv = process.env): Key {
  const named = keySourceInWords(source);
  if ('file' in source) return parseKey(readKeyFile(source.file), named);
  const text = environment['environment' in source ? source.environment : source.passphrase];
  if (text === undefined || text.trim() === '') {
    throw new SealingFault('no-key', `${named} is not set`, 'Set it to the key, or name another place for the key.');
  }
  return 'environment' in source ? parseKey(text, named) : passphraseKey(text, named);
}

function readKeyFile(path: string): string {
  const status = statSync(path, { throwIfNoEntry: false });
  if (status === undefined) throw new SealingFault('no-key', `there is no key file ${path}`);
  if (!status.isFile() || status.size > MAX_KEY_BYTES) {
    throw new SealingFault('unusable-key', `${path} is no key file`);
  }
  // Windows has no such bits.
  if (process.platform !== 'win32' && (status.mode & READABLE_BY_OTHERS) !== 0) {
    const mode = (status.mode & 0o777).toString(8).padStart(3, '0');
    const message = `the key file ${path} can be reached by others (mode ${mode})`;
    throw new SealingFault('unusable-key', message, `Keep it to yourself: chmod 600 ${path}`);
  }
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new SealingFault('unusable-key', `${path} cannot be read (${(cause as NodeJS.ErrnoException).code})`);
  }
}

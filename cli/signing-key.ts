/** Where a command takes its private key from: a file or a variable, never the command line itself. */
import { Option } from 'commander';
import type { SigningKeySource } from '../engine/index.js';
import { usageFault } from './fault.js';

export const signingKeyOptions = (): readonly Option[] => [
  new Option('--key <file>', 'the file with the private key; only its owner may read it'),
  new Option('--key-env <name>', 'the variable that holds the private key'),
];

/** As commander hands them over. */
export interface SigningKeyOptions {
  readonly key?: string;
  readonly keyEnv?: string;
}

export function signingKeyOf({ key, keyEnv }: SigningKeyOptions): SigningKeySource {
  if ((key === undefined) === (keyEnv === undefined)) throw usageFault('ASSAY1804', 'name one of --key and --key-env');
  return key === undefined ? { environment: keyEnv! } : { file: key };
}

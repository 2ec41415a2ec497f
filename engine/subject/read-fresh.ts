import { readFileSync } from 'node:fs';
import { digestBytes } from '../trust/digest.js';
import type { ExternalSpec } from './spec.js';
import { ModelFault } from './view.js';

/** A file's bytes, as they were when the subject was loaded. Throws ModelFault (`failed`) where the file has changed or gone. */
export function readFresh(path: string, digest: string): Uint8Array {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(path);
  } catch (cause) {
    throw new ModelFault(
      'failed',
      `${path} can no longer be read (${(cause as NodeJS.ErrnoException).code ?? 'unknown'})`,
    );
  }
  if (digestBytes(bytes) !== digest) throw new ModelFault('failed', `${path} has changed since the subject was loaded`);
  return bytes;
}

/** As `readFresh`, a file of weights by the name that the model has for it. */
export function readExternal(external: readonly ExternalSpec[] | undefined, location: string): Uint8Array {
  const known = external?.find((file) => file.location === location);
  if (known === undefined) throw new ModelFault('failed', `the subject was loaded without the weights "${location}"`);
  return readFresh(known.path, known.digest);
}

/** Paths that a document or a model names must stay inside its folder, symbolic links resolved first. */
import { readFileSync, realpathSync } from 'node:fs';
import { isAbsolute, relative, resolve } from 'node:path';
import { ModelFault } from './view.js';

/** Whether `path` is `folder` or in it, as written. */
export function isWithin(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way === '' || (!isAbsolute(way) && way.split(/[\\/]/)[0] !== '..');
}

/** Whether `path` leads into `folder`, as written and with symbolic links resolved. What is not there leads where it says. */
export function leadsInside(folder: string, path: string): boolean {
  return isWithin(folder, path) && isWithin(real(folder), real(path));
}

function real(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

/** The bytes of a file that a model names. Throws ModelFault (`failed`). */
export function readInside(folder: string, location: string): Uint8Array {
  const path = resolve(folder, location);
  if (!leadsInside(folder, path))
    throw new ModelFault('failed', `external data "${location}" is outside the model's folder`);
  try {
    return readFileSync(path);
  } catch (cause) {
    throw new ModelFault(
      'failed',
      `external data "${location}" cannot be read (${(cause as NodeJS.ErrnoException).code ?? 'unknown'})`,
    );
  }
}

/** Paths that a document or a model names must stay inside its folder, symbolic links resolved first. */
import { realpathSync } from 'node:fs';
import { isAbsolute, relative } from 'node:path';

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

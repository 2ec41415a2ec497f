/** Whether the cache folder can be written. Nothing is created. */
import { accessSync, constants, existsSync, readdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { absent, found, type Finding } from './finding.js';

export function storageFindings(cache: string): readonly Finding[] {
  const name = `cache ${cache}`;
  const path = resolve(cache);
  const nearest = nearestExisting(path);
  try {
    accessSync(nearest, constants.W_OK | constants.X_OK);
  } catch {
    return [absent(name, `${nearest} may not be written: name another folder with --cache, or use --no-cache`)];
  }
  if (!existsSync(path)) return [found(name, 'made on first use')];
  const entries = existsSync(join(path, 'measurements')) ? readdirSync(join(path, 'measurements')).length : undefined;
  return [found(name, entries === undefined ? 'can be written' : `can be written, ${entries} measurements in it`)];
}

const nearestExisting = (path: string): string => (existsSync(path) ? path : nearestExisting(dirname(path)));

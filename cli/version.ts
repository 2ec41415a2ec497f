/** The package's version: of the nearest package.json upwards, in a checkout and in an installation alike. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export function version(from = dirname(fileURLToPath(import.meta.url))): string {
  const path = join(from, 'package.json');
  if (existsSync(path)) return (JSON.parse(readFileSync(path, 'utf8')) as { readonly version: string }).version;
  const parent = dirname(from);
  if (parent === from) throw new Error('package.json of assay was not found');
  return version(parent);
}

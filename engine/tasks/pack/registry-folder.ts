/** A folder of published packs: `<id>/<id>-<version>.tar.gz`. Shared as any folder is; a web server can serve it. */
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { maxSatisfying, valid } from 'semver';
import { TrustFault } from '../../trust/trust-fault.js';
import { writeWhole } from './write-whole.js';

const SUFFIX = '.tar.gz';

export const publishedAt = (registry: string, id: string, version: string): string =>
  join(registry, id, `${id}-${version}${SUFFIX}`);

/** Whether it was there already. Throws `TrustFault` where it is there with other bytes: versions never change. */
export function publishInto(
  registry: string,
  id: string,
  version: string,
  bytes: Uint8Array,
  dryRun: boolean,
): boolean {
  const file = publishedAt(registry, id, version);
  if (existsSync(file)) {
    if (Buffer.compare(readFileSync(file), bytes) === 0) return true;
    throw new TrustFault('ASSAY1940', `${file} is there already, with another content`, 'Publish another version.');
  }
  if (!existsSync(registry)) throw new TrustFault('ASSAY1942', `the registry’s folder ${registry} is not there`);
  if (dryRun) return false;
  mkdirSync(join(registry, id), { recursive: true });
  writeWhole(file, bytes);
  return false;
}

/** The archive of the newest version in the range. Throws `TrustFault` (ASSAY1942) where there is none. */
export function newestIn(registry: string, id: string, range: string): string {
  const folder = join(registry, id);
  const names = existsSync(folder) ? readdirSync(folder) : [];
  const versions = names.flatMap((name) => {
    const version = name.startsWith(`${id}-`) && name.endsWith(SUFFIX) ? name.slice(id.length + 1, -SUFFIX.length) : '';
    return valid(version) === null ? [] : [version];
  });
  const newest = maxSatisfying(versions, range);
  if (newest !== null) return publishedAt(registry, id, newest);
  const known =
    versions.length === 0 ? `${registry} has no pack ${id}` : `${registry} has ${id} ${versions.join(', ')}`;
  throw new TrustFault('ASSAY1942', `${known}, and ${range} is asked for`);
}

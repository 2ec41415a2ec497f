/** A pack from where it is published, in memory: nothing of it is written yet. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PackSource } from '../../pack/lock.js';
import { runNpm } from '../../programs/run-npm.js';
import { TrustFault } from '../../trust/trust-fault.js';
import { openPack, type Opening } from './opened-pack.js';
import { newestIn } from './registry-folder.js';

/** Paths are relative to the working folder. `id` is that of a registry's pack. Throws `TrustFault`. */
export async function fetchPack(source: PackSource, id: string): Promise<Opening> {
  switch (source.type) {
    case 'path':
      return openPack(source.path);
    case 'registry':
      return openPack(newestIn(source.folder, id, source.range));
    case 'npm':
      return fetchFromNpm(source.name, source.range);
  }
}

async function fetchFromNpm(name: string, range: string): Promise<Opening> {
  const folder = mkdtempSync(join(tmpdir(), 'assay-npm-'));
  try {
    // Scripts of packages are not run; the archive is looked into as any other is.
    const to = `--pack-destination=${folder}`;
    const failure = await runNpm(['pack', `${name}@${range}`, '--ignore-scripts', '--loglevel=error', to]);
    const [archive] = readdirSync(folder).filter((file) => file.endsWith('.tgz'));
    if (failure !== undefined || archive === undefined) {
      throw new TrustFault('ASSAY1941', `npm has no ${name}@${range}: ${failure ?? 'it gave no archive'}`);
    }
    return openPack(join(folder, archive));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** `pack publish`: into a folder that is shared, or a registry of npm packages. */
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PackPublishOutcome, PackPublishRequest } from '../../pack-api.js';
import { npmName } from '../../pack/carrier.js';
import { listingFaults } from '../../pack/found-pack.js';
import { runNpm } from '../../programs/run-npm.js';
import { diagnosticOf, TrustFault } from '../../trust/trust-fault.js';
import { shown } from '../shown-path.js';
import { readyPack } from './build.js';
import { caught, hasError } from './faults.js';
import { archiveBytes, archiveName } from './form-of.js';
import { openPack, type Opening } from './opened-pack.js';
import { publishedAt, publishInto } from './registry-folder.js';

export async function packPublish({ pack: given, to, dryRun, asOf }: PackPublishRequest): Promise<PackPublishOutcome> {
  const path = shown(given);
  try {
    const { opened, diagnostics } = finished(path, asOf);
    if (opened === undefined || hasError(diagnostics)) return { diagnostics };
    const { contents, document, pack, carrier } = opened;
    const { id, version, digest } = pack;
    const about = { id, version, digest, isSigned: contents.signatures !== undefined };
    if ('registry' in to) {
      const bytes = archiveBytes(contents, document, 'tar');
      const unchanged = publishInto(to.registry, id, version, bytes, dryRun);
      const at = publishedAt(to.registry, id, version);
      return { published: { ...about, at, bytes: bytes.length, unchanged }, diagnostics };
    }
    const bytes = archiveBytes(contents, document, 'npm', carrier);
    const { tag, access } = to.npm;
    await publishToNpm(archiveName(document, 'npm'), bytes, [
      ...(tag === undefined ? [] : [`--tag=${tag}`]),
      ...(access === undefined ? [] : [`--access=${access}`]),
      ...(dryRun ? ['--dry-run'] : []),
    ]);
    const at = `${npmName(document.metadata)}@${version}`;
    return { published: { ...about, at, bytes: bytes.length, unchanged: false }, diagnostics };
  } catch (error) {
    return { diagnostics: [caught(error, path)] };
  }
}

/** A folder is built, with its tests; an archive has been, and its files are as it lists them. */
function finished(path: string, asOf: Date): Opening {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() === true) {
    const { ready, diagnostics } = readyPack(path, asOf);
    return ready === undefined ? { diagnostics } : { opened: ready, diagnostics };
  }
  const { opened, diagnostics } = openPack(path);
  if (opened === undefined) return { diagnostics };
  const faults = listingFaults(opened.pack).map((fault) => diagnosticOf(fault, path));
  return { opened, diagnostics: [...diagnostics, ...faults] };
}

async function publishToNpm(name: string, bytes: Uint8Array, options: readonly string[]): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'assay-npm-'));
  try {
    writeFileSync(join(folder, name), bytes);
    const failure = await runNpm(['publish', join(folder, name), '--ignore-scripts', ...options]);
    if (failure !== undefined) throw new TrustFault('ASSAY1941', failure);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A bundle as bytes: written the same each time, read as something hostile. */
import { collisionIn, nameFault } from '../pack/archive/entry-name.js';
import type { ArchiveLimits } from '../pack/archive/limits.js';
import { readArchive } from '../pack/archive/read-archive.js';
import { writeArchive } from '../pack/archive/write-archive.js';
import { digestBytes } from '../trust/digest.js';
import { TrustFault } from '../trust/trust-fault.js';
import { BundleFault } from './bundle-fault.js';
import { MANIFEST_FILE, parseManifest, REPORT_FILE, type BundleManifest } from './manifest.js';

const MiB = 1 << 20;
/** Reports hold draws, packs are texts. */
export const BUNDLE_LIMITS: ArchiveLimits = { archive: 128 * MiB, unpacked: 384 * MiB, file: 256 * MiB, files: 20_000 };

export interface Bundle {
  readonly manifest: BundleManifest;
  /** Contents by path, without the manifest. */
  readonly files: ReadonlyMap<string, Uint8Array>;
}

/** Throws `TrustFault` where a name is none that every system can hold. */
export function writeBundle(
  about: Omit<BundleManifest, 'apiVersion' | 'kind' | 'files'>,
  files: Bundle['files'],
): Uint8Array {
  const fault = [...files.keys()].map(nameFault).find((found) => found !== undefined) ?? collisionIn(files.keys());
  if (fault !== undefined) throw new TrustFault(fault.code, fault.message);
  const names = [...files.keys()].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  const manifest: BundleManifest = {
    apiVersion: 'assay/v1',
    kind: 'Bundle',
    ...about,
    files: Object.fromEntries(names.map((name) => [name, digestBytes(files.get(name)!)])),
  };
  const text = new TextEncoder().encode(`${JSON.stringify(manifest, null, 2)}\n`);
  return writeArchive(new Map([...files, [MANIFEST_FILE, text]]), 'tar');
}

/** Gzip’s first bytes: a bundle, where a report is JSON. */
export const looksLikeBundle = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b;

/** Throws `TrustFault` (the archive) and `BundleFault` (what is in it). */
export function readBundle(bytes: Uint8Array): Bundle {
  const { files: all } = readArchive(bytes, BUNDLE_LIMITS);
  const listed = all.get(MANIFEST_FILE);
  if (listed === undefined) throw new BundleFault('ASSAY1980', `there is no ${MANIFEST_FILE} in it`);
  const manifest = parseManifest(listed);
  const files = new Map([...all].filter(([path]) => path !== MANIFEST_FILE));
  const changed = (message: string): BundleFault => new BundleFault('ASSAY1982', message);
  for (const [path, content] of files) {
    const digest = Object.hasOwn(manifest.files, path) ? manifest.files[path] : undefined;
    if (digest === undefined) throw changed(`${path} is not listed`);
    if (digest !== digestBytes(content)) throw changed(`${path} is not what is listed`);
  }
  const named = [
    REPORT_FILE,
    ...manifest.waivers,
    ...manifest.attestations,
    ...(manifest.document === undefined ? [] : [manifest.document]),
  ];
  const missing = [...Object.keys(manifest.files), ...named].find((path) => !files.has(path));
  if (missing !== undefined) throw changed(`${missing} is listed, and is missing`);
  return { manifest, files };
}

/** What of a folder is the pack, and the digest of it. */
import { posix } from 'node:path';
import type { Source } from '../document/source.js';
import { digestBytes } from '../trust/digest.js';
import type { Fault } from '../trust/trust-fault.js';
import { PACK_LIMITS } from './archive/limits.js';

export const PACK_FILE = 'pack.yaml';
/** The signatures stand beside what they sign. */
export const SIGNATURES_FILE = 'pack.dsse.json';
/** Of the npm form: what carries the pack, no part of it. */
export const CARRIER_FILE = 'package.json';

/** A pack's files by path, without the signatures, in the order of their names' UTF-8 bytes. */
export interface PackContents {
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly signatures?: Uint8Array;
}

/** Not of the pack: hidden files, what npm installs, signatures and carrier. */
const isApart = (path: string): boolean =>
  path === SIGNATURES_FILE ||
  path === CARRIER_FILE ||
  path.split('/').some((part) => part.startsWith('.') || part === 'node_modules');

/** Of the pack, or its signatures. Asked of a folder: whether there can be such in it. */
export const isOfPack = (path: string): boolean => path === SIGNATURES_FILE || !isApart(path);

/** From all files of a folder or an archive. */
export function contentsOf(all: Iterable<readonly [string, Uint8Array]>): PackContents {
  const files = new Map<string, Uint8Array>();
  let signatures: Uint8Array | undefined;
  for (const [path, bytes] of [...all].sort(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b)))) {
    if (path === SIGNATURES_FILE) signatures = bytes;
    if (!isApart(path)) files.set(path, bytes);
  }
  return { files, ...(signatures !== undefined && { signatures }) };
}

/** With the signatures: what is written. */
export function allFiles({ files, signatures }: PackContents): Map<string, Uint8Array> {
  return new Map([...files, ...(signatures === undefined ? [] : ([[SIGNATURES_FILE, signatures]] as const))]);
}

/** Undefined where the folder holds more files than a pack may. */
export function folderContents(source: Source, folder: string): PackContents | undefined {
  const all: [string, Uint8Array][] = [];
  const walk = (path: string, relative: string): boolean =>
    source.list(path).every((name) => {
      const child = posix.join(path, name);
      const childRelative = relative === '' ? name : `${relative}/${name}`;
      if (!isOfPack(childRelative)) return true;
      if (source.kind(child) === 'folder') return walk(child, childRelative);
      const bytes = source.read(child);
      if (bytes !== undefined) all.push([childRelative, bytes]);
      return all.length <= PACK_LIMITS.files;
    });
  return walk(folder, '') ? contentsOf(all) : undefined;
}

export type FileDigests = ReadonlyMap<string, string>;

export const fileDigests = ({ files }: PackContents): FileDigests =>
  new Map([...files].map(([path, bytes]) => [path, digestBytes(bytes)]));

/** As of a folder (DESIGN.md, Digests): SHA-256 of the sorted lines `<hex>  <path>\n`. */
export function packDigest(digests: FileDigests): string {
  const lines = [...digests].map(([path, digest]) => Buffer.from(`${digest.slice('sha256:'.length)}  ${path}\n`));
  return digestBytes(Buffer.concat(lines.sort(Buffer.compare)));
}

/** Files that are not as they were listed or signed. */
export function differences(found: FileDigests, expected: FileDigests, was: 'listed' | 'signed'): readonly Fault[] {
  return [
    ...[...expected].flatMap(([path, digest]): Fault[] => {
      const actual = found.get(path);
      if (actual === digest) return [];
      return actual === undefined
        ? [{ code: 'ASSAY1908', message: `${path} was ${was}, and is missing` }]
        : [{ code: 'ASSAY1906', message: `${path} is not what was ${was}` }];
    }),
    ...[...found.keys()].flatMap((path): Fault[] =>
      expected.has(path) ? [] : [{ code: 'ASSAY1907', message: `${path} is there, and was not ${was}` }],
    ),
  ];
}

/** Packs where they are: folders and archives. */
import { lstatSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Diagnostic } from '../../document/diagnostic.js';
import type { PackDocument } from '../../document/types.generated.js';
import { collisionIn, nameFault } from '../../pack/archive/entry-name.js';
import type { ArchiveForm } from '../../pack/archive/form.js';
import { PACK_LIMITS } from '../../pack/archive/limits.js';
import { readArchive } from '../../pack/archive/read-archive.js';
import { foundPack, type FoundPack } from '../../pack/found-pack.js';
import { CARRIER_FILE, contentsOf, isOfPack, PACK_FILE, type PackContents } from '../../pack/pack-contents.js';
import { readPackFile } from '../../pack/pack-manifest.js';
import { TrustFault } from '../../trust/trust-fault.js';

export interface OpenedPack {
  /** As the user named it. */
  readonly path: string;
  readonly form: 'folder' | ArchiveForm;
  readonly contents: PackContents;
  /** Of npm's form, as it is. */
  readonly carrier?: Uint8Array;
  readonly document: PackDocument;
  readonly pack: FoundPack;
}

export type Opening =
  | { readonly opened: OpenedPack; readonly diagnostics: readonly Diagnostic[] }
  | { readonly opened?: undefined; readonly diagnostics: readonly Diagnostic[] };

/** Throws `TrustFault` where it is no pack at all; faults of its `pack.yaml` are diagnostics. */
export function openPack(path: string): Opening {
  const status = statSync(path, { throwIfNoEntry: false });
  if (status === undefined) throw new TrustFault('ASSAY1942', `${path} is not there`);
  if (status.isDirectory()) return opening(path, 'folder', contentsOf(filesIn(path)));
  if (!status.isFile()) throw new TrustFault('ASSAY1920', `${path} is neither a folder nor a file`);
  if (status.size > PACK_LIMITS.archive) {
    throw new TrustFault('ASSAY1924', `the archive has more than ${PACK_LIMITS.archive} bytes`);
  }
  return openArchive(path, readFileSync(path));
}

/** As `openPack`, of an archive's bytes. */
export function openArchive(path: string, bytes: Uint8Array): Opening {
  const { files, form } = readArchive(bytes);
  return opening(path, form, contentsOf(files), files.get(CARRIER_FILE));
}

function opening(path: string, form: OpenedPack['form'], contents: PackContents, carrier?: Uint8Array): Opening {
  const { document, diagnostics } = readPackFile(contents, join(path, PACK_FILE));
  if (document === undefined) return { diagnostics };
  const pack = foundPack(document, contents);
  return {
    opened: { path, form, contents, document, pack, ...(carrier !== undefined && { carrier }) },
    diagnostics,
  };
}

/** All files of a pack's folder by relative path: names that archives can hold, and no links. */
function filesIn(folder: string): Map<string, Uint8Array> {
  const files = new Map<string, Uint8Array>();
  const walk = (relative: string): void => {
    for (const name of readdirSync(join(folder, relative))) {
      const path = relative === '' ? name : `${relative}/${name}`;
      if (!isOfPack(path)) continue;
      const status = lstatSync(join(folder, path));
      if (status.isDirectory()) walk(path);
      else if (!status.isFile()) throw new TrustFault('ASSAY1922', `${path} is a link or a device, and no file`);
      else if (files.size >= PACK_LIMITS.files)
        throw new TrustFault('ASSAY1924', `${folder} has more than ${PACK_LIMITS.files} files`);
      else files.set(path, readFileSync(join(folder, path)));
    }
  };
  walk('');
  const fault = [...files.keys()].map(nameFault).find((found) => found !== undefined) ?? collisionIn(files.keys());
  if (fault !== undefined) throw new TrustFault(fault.code, fault.message);
  return files;
}

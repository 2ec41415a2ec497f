/** Sealed files of a subject: opened in memory, and nowhere else. */
import { resolve } from 'node:path';
import type { KeySource as KeyUse } from '../document/types.generated.js';
import { CONTAINERS, containerOf, suffixOf } from '../sealing/container.js';
import { DEFAULT_KEY, readKey } from '../sealing/key-source.js';
import type { KeySource } from '../sealing/key-source.js';
import type { Key } from '../sealing/key.js';
import { SealingFault } from '../sealing/sealing-fault.js';
import type { SealingFaultKind } from '../sealing/sealing-fault.js';
import type { SEALED_CODES } from './codes.js';
import type { Pointer } from './findings.js';
import { shown } from './findings.js';
import { leadsInside } from './inside.js';
import type { NamedFile, NamedFiles } from './named-file.js';
import type { SealedSpec } from './spec.js';
import { ModelFault } from './view.js';

export interface PlainFile {
  readonly bytes: Uint8Array;
  readonly sealed?: SealedSpec;
}

/**
 * What a file holds: its bytes, or, where it is sealed, what opening them gives. `undefined` where it cannot be opened,
 * or is plain where the document has it sealed; the findings then say why, at `path` or `key`.
 */
export async function plainFile(
  files: NamedFiles,
  file: NamedFile,
  at: { readonly path: Pointer; readonly key: Pointer },
  use: KeyUse | undefined,
  most: number,
): Promise<PlainFile | undefined> {
  const { findings } = files;
  if (containerOf(file.bytes) === undefined) {
    const suffix = CONTAINERS.map(suffixOf).find((end) => file.given.endsWith(end));
    if (use === undefined && suffix === undefined) return { bytes: file.bytes };
    const means = use === undefined ? `its name ends in ${suffix}` : 'the document names a key for it';
    const message = `${file.given} is not sealed (age, JWE), but ${means}`;
    findings.add(at.path, { code: 'ASSAY1435', message, hint: 'Seal it with assay seal, or name the plain file.' });
    return undefined;
  }
  const key = use === undefined ? DEFAULT_KEY : keySource(files, use, at.key);
  if (key === undefined) return undefined;
  try {
    return { bytes: await opened(file.bytes, key, most), sealed: { key } };
  } catch (error) {
    if (!(error instanceof SealingFault)) throw error;
    const { kind, message, hint } = error;
    const where = use !== undefined && OF_THE_KEY.has(kind) ? at.key : at.path;
    const said = `${file.given} cannot be opened: ${message}`;
    findings.add(where, { code: CODES[kind], message: said, ...(hint === undefined ? {} : { hint }) });
    return undefined;
  }
}

/** As sources are known outside of documents; `undefined` where its file is not the document's to name. */
export function keySource(files: NamedFiles, use: KeyUse, pointer: Pointer): KeySource | undefined {
  const { environment, file, passphrase } = use;
  if (environment !== undefined) return { environment };
  if (passphrase !== undefined) return { passphrase };
  const path = resolve(files.folder, file ?? '');
  if (files.allowOutside || leadsInside(files.folder, path)) return { file: path };
  files.findings.add([...pointer, 'file'], {
    code: 'ASSAY1401',
    message: `${file} is outside the folder of the document, ${shown(files.folder)}`,
    hint: 'Hand the key over in a variable, and name that under environment.',
  });
  return undefined;
}

/** As `plainFile`, in a process that measures. Throws ModelFault (`failed`). */
export async function plainBytes(
  bytes: Uint8Array,
  sealed: SealedSpec | undefined,
  path: string,
  most: number,
): Promise<Uint8Array> {
  if (sealed === undefined) return bytes;
  try {
    return await opened(bytes, sealed.key, most);
  } catch (error) {
    if (!(error instanceof SealingFault)) throw error;
    throw new ModelFault('failed', `${path} cannot be opened: ${error.message}`);
  }
}

/** Throws ModelFault (`failed`) where the key is not there any more. */
export function knownKey({ key }: SealedSpec): Key {
  try {
    return readKey(key);
  } catch (error) {
    if (!(error instanceof SealingFault)) throw error;
    throw new ModelFault('failed', error.message);
  }
}

/** The libraries are loaded where there is something to open. */
async function opened(bytes: Uint8Array, source: KeySource, most: number): Promise<Uint8Array> {
  const key = readKey(source);
  return await (await import('../sealing/open.js')).openBytes(bytes, key, most);
}

const OF_THE_KEY: ReadonlySet<SealingFaultKind> = new Set(['no-key', 'unusable-key', 'wrong-key']);

const CODES: Readonly<Record<SealingFaultKind, keyof typeof SEALED_CODES | 'ASSAY1402' | 'ASSAY1403'>> = {
  'no-key': 'ASSAY1430',
  'unusable-key': 'ASSAY1431',
  'wrong-key': 'ASSAY1432',
  damaged: 'ASSAY1433',
  unsupported: 'ASSAY1434',
  'too-large': 'ASSAY1403',
  input: 'ASSAY1402',
  output: 'ASSAY1402',
};

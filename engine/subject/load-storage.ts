/** Evidence about data at rest: the files, and the code and configuration that are searched. Nothing is read whole. */
import { statSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import type { SubjectDocument } from '../document/types.generated.js';
import { readKey } from '../sealing/key-source.js';
import type { KeySource } from '../sealing/key-source.js';
import { SealingFault } from '../sealing/sealing-fault.js';
import { digestBytes, digestFile } from '../trust/digest.js';
import type { Pointer } from './findings.js';
import { leadsInside } from './inside.js';
import type { LoadedInput } from './loaded.js';
import { namedPath } from './named-file.js';
import type { NamedFiles } from './named-file.js';
import { keySource } from './sealed-file.js';
import type { StorageSpec, StoredSpec } from './spec.js';

/** Of all that is named. */
const MAX_FILES = 10_000;
/** Folders of others' code and of our own cache. */
const SKIPPED = new Set(['node_modules', '.git', '.assay']);

export interface LoadedStorage {
  readonly spec: Omit<StorageSpec, 'columns'>;
  readonly inputs: readonly LoadedInput[];
  /** For keys of measurements: what is named, and whether there is a key. */
  readonly settings: Readonly<Record<string, unknown>>;
}

export async function loadStorage({ storage }: SubjectDocument, files: NamedFiles): Promise<LoadedStorage | undefined> {
  if (storage === undefined) return undefined;
  const data = await storedFiles(files, storage.files, 'files');
  const code = await storedFiles(files, storage.code ?? [], 'code');
  if (data === undefined || code === undefined) return undefined;
  const named = storage.key === undefined ? undefined : keySource(files, storage.key, ['storage', 'key']);
  const key = named !== undefined && isUsable(files, named) ? named : undefined;
  return {
    spec: { files: data.stored, code: code.stored, ...(key !== undefined && { key }) },
    inputs: [...data.inputs, ...code.inputs],
    settings: { files: storage.files, code: storage.code ?? [], key: key !== undefined },
  };
}

/** Without a key all but one thing can be told: a remark, no fault. */
function isUsable({ findings }: NamedFiles, key: KeySource): boolean {
  try {
    readKey(key);
    return true;
  } catch (error) {
    if (!(error instanceof SealingFault)) throw error;
    findings.add(['storage', 'key'], {
      code: error.kind === 'no-key' ? 'ASSAY1430' : 'ASSAY1431',
      severity: 'warning',
      message: `${error.message}: whether altered files are refused is not tested`,
      ...(error.hint === undefined ? {} : { hint: error.hint }),
    });
    return false;
  }
}

interface Stored {
  readonly stored: readonly StoredSpec[];
  readonly inputs: readonly LoadedInput[];
}

async function storedFiles(
  files: NamedFiles,
  given: readonly string[],
  name: 'files' | 'code',
): Promise<Stored | undefined> {
  const stored = new Map<string, StoredSpec>();
  const inputs: LoadedInput[] = [];
  let sound = true;
  for (const [index, path] of given.entries()) {
    const pointer = ['storage', name, index];
    const kind = namedPath(files, path, pointer);
    const found = kind === undefined ? undefined : filesIn(files, path, kind, pointer);
    if (found === undefined) {
      sound = false;
      continue;
    }
    const lines: string[] = [];
    for (const file of found) {
      const digest = await digestFile(file.path);
      stored.set(file.path, file);
      lines.push(
        `${digest.slice('sha256:'.length)}  ${relative(resolve(files.folder, path), file.path).replaceAll('\\', '/')}\n`,
      );
    }
    const digest = kind === 'file' ? `sha256:${lines[0]!.slice(0, 64)}` : digestBytes(lines.sort().join(''));
    inputs.push({ role: `storage.${name}`, path: path.replaceAll('\\', '/'), digest });
  }
  return sound ? { stored: [...stored.values()], inputs } : undefined;
}

/** In the order of names; links out of the document's folder are not followed. */
function filesIn(
  { source, folder, allowOutside, findings }: NamedFiles,
  given: string,
  kind: 'file' | 'folder',
  pointer: Pointer,
): readonly StoredSpec[] | undefined {
  const found: StoredSpec[] = [];
  const visit = (name: string, what: 'file' | 'folder' | undefined): void => {
    const path = resolve(folder, name);
    if (found.length > MAX_FILES || !(allowOutside || leadsInside(folder, path))) return;
    if (what === 'file') {
      const { size, mtimeMs } = statSync(path);
      found.push({ path, name, size, changed: mtimeMs });
    } else if (what === 'folder') {
      for (const child of source.list(path)) {
        const childName = name === '.' ? child : `${name}/${child}`;
        if (!SKIPPED.has(child)) visit(childName, source.kind(resolve(folder, childName)));
      }
    }
  };
  visit(given.replaceAll('\\', '/').replace(/(?<=.)\/+$/, ''), kind);
  if (found.length <= MAX_FILES) return found;
  findings.add(pointer, {
    code: 'ASSAY1436',
    message: `${given} holds more than ${MAX_FILES} files`,
    hint: 'Name the folders that matter.',
  });
  return undefined;
}

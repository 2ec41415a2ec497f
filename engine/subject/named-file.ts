/** Files that a subject names: there, inside its folder, of bounded size. */
import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Source } from '../document/source.js';
import { nearest } from '../document/nearest.js';
import type { Findings, Pointer } from './findings.js';
import { shown } from './findings.js';
import { leadsInside } from './inside.js';

export interface NamedFile {
  readonly path: string;
  /** As the subject names it, with `/`. */
  readonly given: string;
  readonly bytes: Uint8Array;
}

export interface NamedFiles {
  readonly source: Source;
  readonly folder: string;
  readonly allowOutside: boolean;
  readonly findings: Findings;
}

/** `undefined` where the file cannot be used; the findings then say why, at `pointer`. */
export function namedFile(files: NamedFiles, given: string, pointer: Pointer, maxBytes: number): NamedFile | undefined {
  const { source, findings } = files;
  const path = resolve(files.folder, given);
  const kind = namedPath(files, given, pointer);
  if (kind === undefined) return undefined;
  if (kind === 'folder') {
    findings.add(pointer, { code: 'ASSAY1402', message: `${given} is a folder; a file is expected` });
    return undefined;
  }
  const size = sizeOf(path);
  if (size !== undefined && size > maxBytes) {
    findings.add(pointer, { code: 'ASSAY1403', message: `${given} has ${size} bytes; at most ${maxBytes} are read` });
    return undefined;
  }
  const bytes = readable(source, path);
  if (typeof bytes === 'string') {
    findings.add(pointer, { code: 'ASSAY1402', message: `${given} cannot be read (${bytes})` });
    return undefined;
  }
  return { path, given: given.replaceAll('\\', '/'), bytes };
}

/** What is at a path that the document names; `undefined` where there is nothing, or it is outside of the folder. */
export function namedPath(
  { source, folder, allowOutside, findings }: NamedFiles,
  given: string,
  pointer: Pointer,
): 'file' | 'folder' | undefined {
  const path = resolve(folder, given);
  if (!allowOutside && !leadsInside(folder, path)) {
    const message = `${given} is outside the folder of the document, ${shown(folder)}`;
    findings.add(pointer, { code: 'ASSAY1401', message, hint: 'Move it there, or the document to where both are.' });
    return undefined;
  }
  const kind = source.kind(path);
  if (kind !== undefined) return kind;
  const near = neighbour(source, path);
  findings.add(pointer, {
    code: 'ASSAY1400',
    message: `there is no file ${given} (${shown(path)})`,
    ...(near === undefined ? {} : { hint: `Did you mean ${near}?` }),
  });
  return undefined;
}

function neighbour(source: Source, path: string): string | undefined {
  const folder = resolve(path, '..');
  const near = nearest(path.slice(folder.length + 1), source.list(folder));
  return near === undefined ? undefined : shown(resolve(folder, near));
}

/** Before anything is read; `undefined` where the source is not the machine's files. */
function sizeOf(path: string): number | undefined {
  try {
    return statSync(path).size;
  } catch {
    return undefined;
  }
}

function readable(source: Source, path: string): Uint8Array | string {
  try {
    return source.read(path) ?? 'ENOENT';
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : undefined;
    if (code === undefined) throw cause;
    return code;
  }
}

/** The folder that `init` writes into: what is there already, and how paths and names are told. */
import { basename, join, relative, resolve } from 'node:path';
import type { InitialiseOutcome } from '../api.js';
import type { Diagnostic } from '../document/diagnostic.js';

export const shown = (path: string): string => relative('', resolve(path)).replaceAll('\\', '/') || '.';

export const refusedFor = (...diagnostics: readonly Diagnostic[]): InitialiseOutcome => ({
  files: [],
  notes: [],
  diagnostics,
});

export const refused = (code: string, path: string, message: string, hint?: string): InitialiseOutcome =>
  refusedFor({ code, severity: 'error', message, file: shown(path), ...(hint !== undefined && { hint }) });

/** Where one of the names that are to be written is there already. */
export function refusedWhereTaken(
  folder: string,
  names: readonly string[],
  written: readonly string[],
): InitialiseOutcome | undefined {
  const taken = written.find((name) => names.includes(name));
  const message = 'it is there already, and is not written over';
  return taken === undefined ? undefined : refused('ASSAY1806', join(folder, taken), message, 'name another folder');
}

/** Ids are `[a-z0-9-]+`. */
export const nameOf = (path: string): string =>
  basename(path)
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '') || 'subject';

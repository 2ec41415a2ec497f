/** Files that describe a model, read as something hostile: small, of the form that they say, and inside their folder. */
import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseDocument } from 'yaml';
import { leadsInside } from '../subject/inside.js';
import { SourceFault } from './model-source.js';

const MAX_BYTES = 4 << 20;
/** Expanding more aliases is the form of an attack. */
const MAX_ALIASES = 100;

export type Described = Readonly<Record<string, unknown>>;

export const isFile = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
export const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;

/** A path that a model names, where it stays in `folder`. Throws `SourceFault`. */
export function inside(folder: string, named: string, file: string): string {
  const path = resolve(folder, named);
  if (!leadsInside(folder, path)) throw new SourceFault('ASSAY1992', `“${shown(named)}” leads out of the folder`, file);
  return path;
}

export function textOf(path: string): string {
  if ((statSync(path).size ?? 0) > MAX_BYTES)
    throw new SourceFault('ASSAY1991', `it has more than ${MAX_BYTES} bytes`, path);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(path));
  } catch {
    throw new SourceFault('ASSAY1991', 'it is no text', path);
  }
}

/** A YAML or JSON mapping. Throws `SourceFault`. */
export function mappingIn(text: string, path: string): Described {
  let value: unknown;
  try {
    const document = parseDocument(text, { logLevel: 'silent' });
    if (document.errors.length > 0) throw document.errors[0]!;
    value = document.toJS({ maxAliasCount: MAX_ALIASES });
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n')[0] : String(error);
    throw new SourceFault('ASSAY1991', `it cannot be read: ${shown(reason ?? '')}`, path);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new SourceFault('ASSAY1991', 'it is no mapping', path);
  return value as Described;
}

export const mappingAt = (path: string): Described => mappingIn(textOf(path), path);

export const asMapping = (value: unknown): Described =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Described) : {};

export const asList = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

export const asText = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

const shown = (text: string): string => text.replace(/[\p{Cc}\p{Cf}]/gu, '\ufffd').slice(0, 120);

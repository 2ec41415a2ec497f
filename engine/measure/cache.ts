import { mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import { digestBytes } from '../subject/digest.js';
import type { Measurement } from './measurement.js';

/** A file that a killed process left beside its entry is litter after an hour. */
const LITTER_MS = 3_600_000;
const FORM = 'assay-cache/1';

interface Header {
  readonly form: string;
  /** The engine that wrote it: another version's figures are not this one's. */
  readonly engine: string;
  readonly key: string;
  readonly plugin: string;
  readonly seconds: number;
  /** Of the second line's bytes. */
  readonly digest: string;
}

export interface Cache {
  /** The entry of this key, or `undefined` where there is none that is whole. */
  get(key: string): Measurement | undefined;
  put(measurement: Measurement): void;
  /** Seconds that runs of a plugin took, as far as the cache knows. */
  seconds(plugin: string): readonly number[];
}

/**
 * Measurements of earlier runs, one file a key: a header line and the measurement as JSON. Files are written beside
 * and renamed, so several processes may share a folder, and a kill at any moment leaves whole entries only. Whatever
 * is not a whole entry of this engine is not there. Throws where the folder cannot be made or written.
 */
export function openCache(folder: string, engine: string): Cache {
  const entries = join(folder, 'measurements');
  prepareFolder(folder);
  mkdirSync(entries, { recursive: true });
  sweep(entries, (path) => Date.now() - statSync(path).mtimeMs > LITTER_MS);
  const pathOf = (key: string): string => join(entries, `${key.replace(/^sha256:/, '')}.json`);
  return {
    get: (key) => parseEntry(readText(pathOf(key)), key, engine)?.measurement,
    put(measurement) {
      const body = JSON.stringify(measurement);
      const { key, plugin, seconds } = measurement;
      const header: Header = { form: FORM, engine, key, plugin, seconds, digest: digestBytes(body) };
      replaceFile(pathOf(key), `${JSON.stringify(header)}\n${body}\n`);
    },
    seconds(plugin) {
      const headers = readdirSync(entries).map((name) => parseHeader(readText(join(entries, name))));
      return headers.filter((header) => header?.plugin === plugin).map((header) => header!.seconds);
    },
  };
}

/** The cache folder with its own `.gitignore`: nothing in it belongs to a repository. */
export function prepareFolder(folder: string): void {
  mkdirSync(folder, { recursive: true });
  const ignore = join(folder, '.gitignore');
  if (readText(ignore) !== '*\n') replaceFile(ignore, '*\n');
}

/** Writes beside and renames: readers see the old file or the new one, never a part. */
export function replaceFile(path: string, content: string | Uint8Array): void {
  const beside = `${path}.${process.pid}-${randomBytes(4).toString('hex')}.tmp`;
  try {
    writeFileSync(beside, content);
    renameSync(beside, path);
  } catch (error) {
    rmSync(beside, { force: true });
    throw error;
  }
}

/** Removes unfinished files that `isLitter`. */
export function sweep(folder: string, isLitter: (path: string, name: string) => boolean): void {
  for (const name of readdirSync(folder)) {
    if (!name.endsWith('.tmp')) continue;
    const path = join(folder, name);
    try {
      if (isLitter(path, name)) rmSync(path, { force: true });
    } catch {
      // Another process has swept it.
    }
  }
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function parseHeader(text: string): Header | undefined {
  try {
    const header = JSON.parse(text.slice(0, text.indexOf('\n'))) as Partial<Header> | null;
    return header?.form === FORM ? (header as Header) : undefined;
  } catch {
    return undefined;
  }
}

function parseEntry(text: string, key: string, engine: string): { measurement: Measurement } | undefined {
  const header = parseHeader(text);
  const body = text.slice(text.indexOf('\n') + 1, -1);
  if (header === undefined || header.key !== key || header.engine !== engine) return undefined;
  if (!text.endsWith('\n') || digestBytes(body) !== header.digest) return undefined;
  return { measurement: JSON.parse(body) as Measurement };
}

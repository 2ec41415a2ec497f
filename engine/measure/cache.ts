import { mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import { digestBytes } from '../trust/digest.js';
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
 * is not a whole entry of this engine is not there. Nothing is written, not even the folder, before the first `put`,
 * which throws where that cannot be done.
 */
export function openCache(folder: string, engine: string): Cache {
  const entries = join(folder, 'measurements');
  const pathOf = (key: string): string => join(entries, `${key.replace(/^sha256:/, '')}.json`);
  let prepared = false;
  return {
    get: (key) => parseEntry(readText(pathOf(key)), key, engine),
    put(measurement) {
      if (!prepared) prepare(folder, entries);
      prepared = true;
      const body = JSON.stringify(measurement);
      const { key, plugin, seconds } = measurement;
      const header: Header = { form: FORM, engine, key, plugin, seconds, digest: digestBytes(body) };
      replaceFile(pathOf(key), `${JSON.stringify(header)}\n${body}\n`);
    },
    seconds(plugin) {
      const headers = names(entries).map((name) => parseHeader(readText(join(entries, name))));
      return headers.flatMap((header) => (header?.plugin === plugin ? [header.seconds] : []));
    },
  };
}

function prepare(folder: string, entries: string): void {
  prepareFolder(folder);
  mkdirSync(entries, { recursive: true });
  sweep(entries);
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

/** Removes what killed processes left beside their entries. */
function sweep(folder: string): void {
  for (const name of names(folder)) {
    const path = join(folder, name);
    if (!name.endsWith('.tmp')) continue;
    const age = Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Number.POSITIVE_INFINITY);
    if (age > LITTER_MS) rmSync(path, { force: true });
  }
}

function names(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
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

function parseEntry(text: string, key: string, engine: string): Measurement | undefined {
  const header = parseHeader(text);
  const body = text.slice(text.indexOf('\n') + 1, -1);
  if (header === undefined || header.key !== key || header.engine !== engine) return undefined;
  if (!text.endsWith('\n') || digestBytes(body) !== header.digest) return undefined;
  return JSON.parse(body) as Measurement;
}

import { mkdirSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { digestBytes } from '../trust/digest.js';
import type { Memo } from '../subject/loaded.js';
import { prepareFolder, replaceFile } from './cache.js';

/**
 * Findings about files, kept in the cache folder beside the measurements, one JSON file a key. What cannot be read
 * is not there, and what cannot be written is not kept: a memo saves time, nothing else.
 */
export function createMemo(cacheFolder: string): Memo {
  const folder = folderOf(cacheFolder);
  const pathOf = (key: string): string => join(folder, `${digestBytes(key).slice('sha256:'.length)}.json`);
  return {
    get(key) {
      try {
        const entry = JSON.parse(readFileSync(pathOf(key), 'utf8')) as {
          key?: unknown;
          digest?: unknown;
          value?: unknown;
        };
        return entry.key === key && entry.digest === digestOf(entry.value) ? entry.value : undefined;
      } catch {
        return undefined;
      }
    },
    set(key, value) {
      try {
        prepareFolder(cacheFolder);
        mkdirSync(folder, { recursive: true });
        replaceFile(pathOf(key), JSON.stringify({ key, digest: digestOf(value), value }));
      } catch {
        // The cache's own writes say that the folder cannot be used.
      }
    },
  };
}

/** Removes what a process that was killed while it wrote has left unfinished. */
export function sweepMemo(cacheFolder: string, pid: number): void {
  try {
    for (const name of readdirSync(folderOf(cacheFolder))) {
      if (name.endsWith('.tmp') && name.includes(`.${pid}-`))
        rmSync(join(folderOf(cacheFolder), name), { force: true });
    }
  } catch {
    // There is no memo.
  }
}

const folderOf = (cacheFolder: string): string => join(cacheFolder, 'memo');

const digestOf = (value: unknown): string => digestBytes(JSON.stringify(value) ?? '');

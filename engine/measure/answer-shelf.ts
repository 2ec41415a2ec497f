/**
 * Answers of endpoints in the cache folder: `answers/<digest>.log`, a line a batch, appended at once. Rows are there as
 * digests only. What a killed process left unfinished is not there; the next line begins anew.
 */
import { appendFileSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { bookInMemory } from '../subject/endpoint/answer-book.js';
import type { AnswerBook, AnswerShelf } from '../subject/endpoint/answer-book.js';
import { digestBytes } from '../trust/digest.js';
import { prepareFolder } from './cache.js';

type Entries = Parameters<AnswerBook['add']>[0];

export function openShelf(cacheFolder: string): AnswerShelf {
  return {
    open(digest) {
      const path = join(cacheFolder, 'answers', `${digest.replace(/^sha256:/, '')}.log`);
      const book = bookInMemory();
      const text = textOf(path);
      for (const line of text.split('\n')) book.add(entriesOf(line));
      let unfinished = text !== '' && !text.endsWith('\n');
      let prepared = false;
      return {
        get size() {
          return book.size;
        },
        get: (key) => book.get(key),
        add(entries) {
          book.add(entries);
          try {
            if (!prepared) {
              prepareFolder(cacheFolder);
              mkdirSync(dirname(path), { recursive: true });
              prepared = true;
            }
            const body = JSON.stringify(entries);
            appendFileSync(path, `${unfinished ? '\n' : ''}${checkOf(body)} ${body}\n`);
            unfinished = false;
          } catch {
            // The cache's own writes say that the folder cannot be used; this process still has the answers.
          }
        },
      };
    },
  };
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function entriesOf(line: string): Entries {
  const body = line.slice(CHECK_LENGTH + 1);
  if (body === '' || line.slice(0, CHECK_LENGTH) !== checkOf(body)) return [];
  return JSON.parse(body) as Entries;
}

const CHECK_LENGTH = 16;
const checkOf = (body: string): string => digestBytes(body).slice('sha256:'.length, 'sha256:'.length + CHECK_LENGTH);

/**
 * Answers of endpoints in the cache folder: `answers/<digest>.log`, a line a batch, appended at once. Rows are there as
 * digests only. What a killed process left unfinished is not there; the next line begins anew. Answers to sealed
 * questions are sealed too, in `answers/<digest>.sealed`.
 */
import { appendFileSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { sealedLines } from '../sealing/sealed-lines.js';
import { bookInMemory } from '../subject/endpoint/answer-book.js';
import type { SealedLines } from '../sealing/sealed-lines.js';
import type { AnswerBook, AnswerShelf } from '../subject/endpoint/answer-book.js';
import { digestBytes } from '../trust/digest.js';
import { prepareFolder } from './cache.js';

type Entries = Parameters<AnswerBook['add']>[0];

export function openShelf(cacheFolder: string): AnswerShelf {
  return {
    open(digest, key) {
      const book = bookInMemory();
      const lines = key === undefined ? CHECKED_LINES : sealedLines(key, `answers ${digest}`);
      if (lines === undefined) return book;
      const name = `${digest.replace(/^sha256:/, '')}.${key === undefined ? 'log' : 'sealed'}`;
      const path = join(cacheFolder, 'answers', name);
      const text = textOf(path);
      for (const line of text.split('\n')) book.add(JSON.parse(lines.open(line) ?? '[]') as Entries);
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
            appendFileSync(path, `${unfinished ? '\n' : ''}${lines.seal(JSON.stringify(entries))}\n`);
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

const CHECK_LENGTH = 16;
const checkOf = (body: string): string => digestBytes(body).slice('sha256:'.length, 'sha256:'.length + CHECK_LENGTH);

/** For all to read: a check shows whether they are whole. */
const CHECKED_LINES: SealedLines = {
  seal: (body) => `${checkOf(body)} ${body}`,
  open(line) {
    const body = line.slice(CHECK_LENGTH + 1);
    return body === '' || line.slice(0, CHECK_LENGTH) !== checkOf(body) ? undefined : body;
  },
};

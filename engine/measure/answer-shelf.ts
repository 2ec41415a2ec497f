/**
 * Answers of endpoints in the cache folder: `answers/<digest>.log`, a line a batch, appended at once. Rows are there as
 * digests only. What a killed process left unfinished is not there; the next line begins anew.
 */
import { appendFileSync, closeSync, mkdirSync, openSync, readSync } from 'node:fs';
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
      let unfinished = false;
      for (const { line, isWhole } of linesOf(path)) {
        book.add(entriesOf(line));
        unfinished = !isWhole;
      }
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
            // A full disk may have taken a part of the line.
            unfinished = true;
            // The cache's own writes say that the folder cannot be used; this process still has the answers.
          }
        },
      };
    },
  };
}

/** A piece at a time: a book may be longer than a text can be. */
const PIECE_BYTES = 2 ** 20;

/** The lines of a file, the last of which may be unfinished; none where there is no file. */
function* linesOf(path: string): Generator<{ readonly line: string; readonly isWhole: boolean }> {
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch {
    return;
  }
  try {
    let begun: Buffer[] = [];
    for (;;) {
      const piece = Buffer.alloc(PIECE_BYTES);
      const size = readSync(file, piece);
      if (size === 0) break;
      let from = 0;
      for (let at = piece.indexOf(10); at !== -1 && at < size; at = piece.indexOf(10, from)) {
        yield { line: Buffer.concat([...begun, piece.subarray(from, at)]).toString('utf8'), isWhole: true };
        begun = [];
        from = at + 1;
      }
      if (from < size) begun.push(piece.subarray(from, size));
    }
    if (begun.length > 0) yield { line: Buffer.concat(begun).toString('utf8'), isWhole: false };
  } catch {
    // A folder, or a disk that fails: what cannot be read is asked.
  } finally {
    closeSync(file);
  }
}

function entriesOf(line: string): Entries {
  const body = line.slice(CHECK_LENGTH + 1);
  if (body === '' || line.slice(0, CHECK_LENGTH) !== checkOf(body)) return [];
  return JSON.parse(body) as Entries;
}

const CHECK_LENGTH = 16;
const checkOf = (body: string): string => digestBytes(body).slice('sha256:'.length, 'sha256:'.length + CHECK_LENGTH);

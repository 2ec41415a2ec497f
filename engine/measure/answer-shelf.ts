/**
 * Answers of endpoints in the cache folder: `answers/<digest>.log`, a line a batch, appended at once: question, answer,
 * day (none in lines of earlier versions). Questions are there as digests only. What a killed process left unfinished is
 * not there; the next line begins anew. Answers to sealed questions are sealed too, in `answers/<digest>.sealed`.
 */
import { appendFileSync, closeSync, mkdirSync, openSync, readSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { sealedLines } from '../sealing/sealed-lines.js';
import { bookInMemory } from '../subject/endpoint/answer-book.js';
import type { SealedLines } from '../sealing/sealed-lines.js';
import type { AnswerShelf, BookEntry } from '../subject/endpoint/answer-book.js';
import { digestBytes } from '../trust/digest.js';
import { prepareFolder } from './cache.js';

export function openShelf(cacheFolder: string): AnswerShelf {
  return {
    open(digest, key) {
      const book = bookInMemory();
      const lines = key === undefined ? CHECKED_LINES : sealedLines(key, `answers ${digest}`);
      if (lines === undefined) return book;
      const name = `${digest.replace(/^sha256:/, '')}.${key === undefined ? 'log' : 'sealed'}`;
      const path = join(cacheFolder, 'answers', name);
      let unfinished = false;
      for (const { line, isWhole } of linesOf(path)) {
        book.add(JSON.parse(lines.open(line) ?? '[]') as BookEntry[]);
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
            appendFileSync(path, `${unfinished ? '\n' : ''}${lines.seal(JSON.stringify(entries))}\n`);
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

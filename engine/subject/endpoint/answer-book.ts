/** Answers by question, kept at once: what was asked is not asked again. */
import { hash } from 'node:crypto';
import type { Key } from '../../sealing/key.js';

export interface KnownAnswer {
  /** JSON. */
  readonly answer: string;
  /** `YYYY-MM-DD` (UTC), on which it was given; absent where an earlier version kept it. */
  readonly day?: string;
}

/** As they are kept. */
export type BookEntry = readonly [key: string, answer: string, day?: string];

/** Of one model at one endpoint. Keys are digests of what was asked. */
export interface AnswerBook {
  /** Answers that it holds. */
  readonly size: number;
  get(key: string): KnownAnswer | undefined;
  /** On the disk when it returns, where the book is kept there. */
  add(entries: readonly BookEntry[]): void;
}

/** Books by a digest of all that an answer follows from beside the question. */
export interface AnswerShelf {
  /** With a key it is closed to others; with a passphrase it is in memory alone. */
  open(digest: string, key?: Key): AnswerBook;
}

export function bookInMemory(): AnswerBook {
  const known = new Map<string, KnownAnswer>();
  return {
    get size() {
      return known.size;
    },
    get: (key) => known.get(key),
    add(entries) {
      for (const [key, answer, day] of entries) known.set(key, { answer, ...(day !== undefined && { day }) });
    },
  };
}

/** 128 bits of SHA-256: no two questions meet by chance. JSON escapes the separator. */
export const keyOf = (fragments: readonly string[]): string =>
  hash('sha256', fragments.join('\0'), 'base64url').slice(0, 22);

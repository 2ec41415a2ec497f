/** Answers by question, kept at once: what was asked is not asked again. */
import { hash } from 'node:crypto';
import type { Key } from '../../sealing/key.js';

/** Of one model at one endpoint. Keys are digests of what was asked; answers are JSON. */
export interface AnswerBook {
  /** Answers that it holds. */
  readonly size: number;
  get(key: string): string | undefined;
  /** On the disk when it returns, where the book is kept there. */
  add(entries: readonly (readonly [key: string, answer: string])[]): void;
}

/** Books by a digest of all that an answer follows from beside the question. */
export interface AnswerShelf {
  /** With a key it is closed to others; with a passphrase it is in memory alone. */
  open(digest: string, key?: Key): AnswerBook;
}

export function bookInMemory(): AnswerBook {
  const known = new Map<string, string>();
  return {
    get size() {
      return known.size;
    },
    get: (key) => known.get(key),
    add(entries) {
      for (const [key, answer] of entries) known.set(key, answer);
    },
  };
}

/** 128 bits of SHA-256: no two questions meet by chance. JSON escapes the separator. */
export const keyOf = (fragments: readonly string[]): string =>
  hash('sha256', fragments.join('\0'), 'base64url').slice(0, 22);

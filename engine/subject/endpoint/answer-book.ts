/** Answers by question, kept at once: what was asked is not asked again. */

/** Of one model at one endpoint. Keys are digests of rows; answers are JSON. */
export interface AnswerBook {
  get(key: string): string | undefined;
  /** On the disk when it returns, where the book is kept there. */
  add(entries: readonly (readonly [key: string, answer: string])[]): void;
}

/** Books by a digest of all that an answer follows from beside the row. */
export interface AnswerShelf {
  open(digest: string): AnswerBook;
}

export function bookInMemory(): AnswerBook {
  const known = new Map<string, string>();
  return {
    get: (key) => known.get(key),
    add(entries) {
      for (const [key, answer] of entries) known.set(key, answer);
    },
  };
}

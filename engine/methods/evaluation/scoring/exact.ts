/** 1 where the answer is a reference, but for white space around either; else 0. */
export const exact = (answer: string, references: readonly string[]): number =>
  references.some((reference) => reference.trim() === answer.trim()) ? 1 : 0;

/**
 * Runs of words that a test question has in common with the training text: 13 words (Brown et al., "Language models are
 * few-shot learners", NeurIPS 2020, appendix C), or a share of its runs of 8 (Chowdhery et al., "PaLM", JMLR 24, 2023,
 * section 8: 70 %). Only words that some question has are looked at, so that the training text may be long.
 */
export interface SharedRuns {
  /** Runs of the question; 0 where it is shorter than one. */
  readonly runs: number;
  /** Of those, in the training text. */
  readonly shared: number;
}

/** Reads the training text piece by piece; a run does not go over the end of one. */
export interface RunFinder {
  read(words: readonly string[]): void;
  /** One entry a question. */
  found(): readonly SharedRuns[];
}

export function runFinder(questions: readonly (readonly string[])[], length: number): RunFinder {
  const numbers = new Map<string, number>();
  const numberOf = (word: string): number => {
    const known = numbers.get(word);
    if (known !== undefined) return known;
    numbers.set(word, numbers.size);
    return numbers.size - 1;
  };
  const runs = questions.map((words) => {
    const of = words.map(numberOf);
    return Array.from({ length: Math.max(0, of.length - length + 1) }, (_, at) => keyOf(of, at, length));
  });
  const wanted = new Set(runs.flat());
  const seen = new Set<string>();
  return {
    read(words) {
      let known: number[] = [];
      const look = (): void => {
        for (let at = 0; at + length <= known.length; at++) {
          const key = keyOf(known, at, length);
          if (wanted.has(key)) seen.add(key);
        }
        known = [];
      };
      for (const word of words) {
        const number = numbers.get(word);
        if (number === undefined) look();
        else known.push(number);
      }
      look();
    },
    found: () => runs.map((of) => ({ runs: of.length, shared: of.filter((key) => seen.has(key)).length })),
  };
}

const keyOf = (numbers: readonly number[], at: number, length: number): string =>
  numbers.slice(at, at + length).join(' ');

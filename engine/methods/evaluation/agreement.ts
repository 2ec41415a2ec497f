/** How far several answers to one question agree, some of which may be unknown (`undefined`): between two values. */

type Between = readonly [low: number, high: number];

/** Mean of a function of all pairs, from 0 to 1 where one of a pair is unknown; NaN below two answers. */
function overPairs<T>(answers: readonly (T | undefined)[], of: (a: T, b: T) => number): Between {
  let [sum, unknown, pairs] = [0, 0, 0];
  for (const [at, a] of answers.entries()) {
    for (const b of answers.slice(at + 1)) {
      pairs += 1;
      if (a === undefined || b === undefined) unknown += 1;
      else sum += of(a, b);
    }
  }
  return [sum / pairs, (sum + unknown) / pairs];
}

/** Share of pairs that are the same: the observed agreement of Fleiss (Psychological Bulletin 76, 1971), of one question. */
export const agreementOf = (answers: readonly (string | undefined)[]): Between =>
  overPairs(answers, (a, b) => (a === b ? 1 : 0));

/** Mean absolute difference of pairs of scores in [0, 1]. */
export const changeOf = (scores: readonly (number | undefined)[]): Between =>
  overPairs(scores, (a, b) => Math.abs(a - b));

/** 1 where all are the same, else 0. */
export function sameThroughout(answers: readonly (string | undefined)[]): Between {
  const known = new Set(answers.filter((answer) => answer !== undefined));
  return known.size > 1 ? [0, 0] : answers.includes(undefined) ? [0, 1] : [1, 1];
}

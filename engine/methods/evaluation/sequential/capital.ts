/**
 * What a gambler wins who bets that the mean of observations in [0, 1] is above a candidate m: stakes are fair if the
 * mean is m, so the capital is a non-negative martingale from 1, and by Ville's inequality it ever reaches 1/error with
 * probability at most `error`. Waudby-Smith & Ramdas, "Estimating means of bounded random variables by betting", JRSS-B
 * 86 (2024), §4 and appendix B: the capital is spread over gamblers who each stake a fixed share f of what they have,
 * K(m) = Σ_f w_f Π_t (1 − f + f·x_t/m) ("grid Kelly"). Every factor falls as m rises, so K does, and the candidates that
 * are refuted are exactly those up to one point. No bet depends on the error: one capital serves every level.
 *
 * Without replacement from a bank of N the mean of what is left of it, m_t = (N·m − Σ_{i<t} x_i)/(N − t + 1), takes the
 * place of m (Waudby-Smith & Ramdas, "Confidence sequences for sampling without replacement", NeurIPS 2020, §3; 2024, §5);
 * it too rises with m.
 *
 * Additions, multiplications and divisions alone: the same bits on every machine.
 */

/**
 * Shares ((j + ½)/12)², each with a twelfth of the money: dense at 0, where rates close to the limit are told apart, and up
 * to 0.92 for rates near the ends of [0, 1].
 */
const SHARES = Float64Array.from({ length: 12 }, (_, j) => ((j + 0.5) / 12) ** 2);
export const GAMBLERS = SHARES.length;

/** Less money than this is none: it cannot matter any more (and numbers near underflow are slow). It only lowers K. */
const RUIN = 1e-100;

/** Rounding of sums over a bank: a rest this small is nothing. */
const NOTHING = 1e-9;

/**
 * The mean of the next observation if the candidate is true; negative where no observations in [0, 1] could give it.
 *
 * @param sum of the `count` observations so far
 * @param bank questions in it, or `Infinity` for a population
 */
export function conditionalMean(candidate: number, sum: number, count: number, bank: number): number {
  if (bank === Infinity) return candidate;
  const rest = bank * candidate - sum;
  return Math.abs(rest) <= NOTHING ? 0 : rest / (bank - count);
}

/**
 * Lets each gambler of `money[from … from + GAMBLERS)` bet on observation x against the conditional mean; returns the
 * capital of all together, in units of the starting capital. Infinite where the candidate is impossible, 0 once all are
 * ruined.
 */
export function bet(money: Float64Array, from: number, x: number, mean: number): number {
  if (mean < 0 || (mean === 0 && x > NOTHING)) return Infinity;
  // A mean of 0 is only ever followed by 0: nothing can be bet against it.
  const odds = mean === 0 ? 1 : x / mean;
  let total = 0;
  for (let j = 0; j < GAMBLERS; j++) {
    const share = SHARES[j]!;
    const won = money[from + j]! * (1 - share + share * odds);
    const left = won < RUIN ? 0 : won;
    money[from + j] = left;
    total += left;
  }
  return total / GAMBLERS;
}

/** The highest capital that betting against one candidate ever had over the observations (1 before any). */
export function highestCapital(candidate: number, observations: readonly number[], bank: number): number {
  const money = new Float64Array(GAMBLERS).fill(1);
  let highest = 1;
  let sum = 0;
  for (const [count, x] of observations.entries()) {
    const capital = bet(money, 0, x, conditionalMean(candidate, sum, count, bank));
    if (capital > highest) highest = capital;
    if (highest >= CERTAIN || capital === 0) return highest;
    sum += x;
  }
  return highest;
}

/** Capital that refutes at every error of a rule (confidences end at 1 − 1e-9), however it is shared: nobody need bet on. */
export const CERTAIN = 1e15;

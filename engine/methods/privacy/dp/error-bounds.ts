/**
 * Any test of whether a row was in the data of an (ε, δ)-differentially private mechanism: Kairouz, Oh & Viswanath, "The
 * composition theorem for differential privacy", 2015, theorem 2.1.
 */

/** The most true positives that it can have at a rate of false positives. */
export const mostTruePositives = (falsePositives: number, epsilon: number, delta: number): number =>
  Math.min(1, Math.exp(epsilon) * falsePositives + delta, 1 - Math.exp(-epsilon) * (1 - delta - falsePositives));

/** The least epsilon ≥ 0 that allows at least these true at most these false positives. */
export const epsilonOfErrors = (truePositives: number, falsePositives: number, delta: number): number =>
  Math.max(0, logRatio(truePositives - delta, falsePositives), logRatio(1 - falsePositives - delta, 1 - truePositives));

const logRatio = (top: number, bottom: number): number => (top > 0 ? Math.log(top / bottom) : -Infinity);

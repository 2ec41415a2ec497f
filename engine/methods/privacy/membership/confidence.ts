/**
 * A classifier's confidence in the true class of each row on the logit scale, ln(p / (1 − p)) of its probability p
 * (Carlini et al., "Membership inference attacks from first principles", IEEE S&P 2022, VI-A), as ln p − ln Σ of the
 * other classes' probabilities, so that nothing of a small rest cancels. `probabilities` is row-major, rows × classes.
 *
 * Both are held to at least 2⁻²⁵, half of what single precision tells apart below 1: a model that answers in doubles
 * and one that answers in floats then say the same of a row of which they are sure (±17.3).
 */
export function scaledConfidences(
  probabilities: ArrayLike<number>,
  truth: ArrayLike<number>,
  classes: number,
): Float64Array {
  return Float64Array.from({ length: truth.length }, (_, row) => {
    let others = 0;
    for (let c = 0; c < classes; c++) if (c !== truth[row]) others += probabilities[row * classes + c]!;
    const own = probabilities[row * classes + truth[row]!]!;
    return Math.log(Math.max(own, LEAST)) - Math.log(Math.max(others, LEAST));
  });
}

const LEAST = 2 ** -25;

/** p of ln(p / (1 − p)). */
export const probabilityOf = (confidence: number): number => 1 / (1 + Math.exp(-confidence));

/** −ln p of it, the row's log loss, without overflow. */
export const lossOf = (confidence: number): number =>
  confidence > 0 ? Math.log1p(Math.exp(-confidence)) : Math.log1p(Math.exp(confidence)) - confidence;

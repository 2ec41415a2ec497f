/** Probabilities as models give them: checked, and turned into labels. Row-major, rows × classes. */

/** Float32 sums of some thousand classes stay within this; what is further off is no distribution. */
const SUM_TOLERANCE = 1e-3;
const RANGE_TOLERANCE = 1e-6;

export interface ClassSettings {
  readonly classes: readonly string[];
  /** Index of the positive class. */
  readonly positive?: number;
  /** The positive class is given from this probability on; needs two classes and `positive`. */
  readonly threshold?: number;
}

/** The first row (0-based) whose numbers are no distribution over the classes, with what is wrong; rounding is clipped in place. */
export function checkProbabilities(
  probabilities: Float64Array,
  classes: number,
): { readonly row: number; readonly reason: string } | undefined {
  for (let row = 0; row * classes < probabilities.length; row += 1) {
    let sum = 0;
    for (let at = row * classes; at < (row + 1) * classes; at += 1) {
      const value = probabilities[at]!;
      if (!Number.isFinite(value)) return { row, reason: `a probability is ${value}` };
      if (value < -RANGE_TOLERANCE || value > 1 + RANGE_TOLERANCE) {
        return { row, reason: `${short(value)} is no probability` };
      }
      probabilities[at] = Math.min(1, Math.max(0, value));
      sum += value;
    }
    if (Math.abs(sum - 1) > SUM_TOLERANCE) return { row, reason: `the probabilities sum to ${short(sum)}` };
  }
  return undefined;
}

/** The class of each row: by the threshold where there is one, else as the model says, else the likeliest (the first of equals). */
export function decideLabels(
  given: Int32Array | undefined,
  probabilities: Float64Array | undefined,
  { classes, positive, threshold }: ClassSettings,
): Int32Array {
  if (probabilities === undefined) return given ?? new Int32Array();
  const width = classes.length;
  const rows = probabilities.length / width;
  if (threshold !== undefined && positive !== undefined && width === 2) {
    return Int32Array.from({ length: rows }, (_, row) =>
      probabilities[row * 2 + positive]! >= threshold ? positive : 1 - positive,
    );
  }
  if (given !== undefined) return given;
  return Int32Array.from({ length: rows }, (_, row) => {
    let best = 0;
    for (let index = 1; index < width; index += 1) {
      if (probabilities[row * width + index]! > probabilities[row * width + best]!) best = index;
    }
    return best;
  });
}

const short = (value: number): string => String(Number(value.toPrecision(6)));

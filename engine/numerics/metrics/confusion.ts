/** Counts (or sums of row weights) by truth and prediction, row-major: `counts[truth * classes + predicted]`. */
export interface ConfusionMatrix {
  readonly classes: number;
  readonly counts: Float64Array;
}

/** `truth` and `predicted` are class indices 0…classes−1 of equal length; `weights` default to 1. */
export function confusionMatrix(
  truth: ArrayLike<number>,
  predicted: ArrayLike<number>,
  classes: number,
  weights?: ArrayLike<number>,
): ConfusionMatrix {
  const counts = new Float64Array(classes * classes);
  for (let i = 0; i < truth.length; i++) counts[truth[i]! * classes + predicted[i]!]! += weights ? weights[i]! : 1;
  return { classes, counts };
}

export interface Margins {
  readonly total: number;
  /** Per class: rows of it, rows predicted as it, rows of it predicted as it. */
  readonly truth: Float64Array;
  readonly predicted: Float64Array;
  readonly correct: Float64Array;
}

export function marginsOf({ classes, counts }: ConfusionMatrix): Margins {
  const truth = new Float64Array(classes);
  const predicted = new Float64Array(classes);
  const correct = new Float64Array(classes);
  let total = 0;
  for (let i = 0; i < classes; i++) {
    for (let j = 0; j < classes; j++) {
      const count = counts[i * classes + j]!;
      truth[i]! += count;
      predicted[j]! += count;
      total += count;
    }
    correct[i] = counts[i * classes + i]!;
  }
  return { total, truth, predicted, correct };
}

/**
 * Whether one model is as near to some others as these are to each other. The others are models of one procedure on
 * resamples of its training rows; under the hypothesis that the first is one of them too, its place among all is as
 * likely as any (a rank test: exact for exchangeable models, whatever the distance).
 */

/** What one model answers for the rows: `width` numbers a row (probabilities, a one for the class named, a number). */
export type Answers = Float64Array;

export interface Spread {
  /** Distances of each row, mean over the others: of the first model to them, and of them to each other. */
  readonly own: Float64Array;
  readonly others: Float64Array;
  /** Mean distance of each model to all the rest, the first model's first. */
  readonly distances: Float64Array;
}

/**
 * Half the sum of absolute differences a row: the total variation distance of probabilities, 0 or 1 for named classes;
 * of numbers the absolute difference. `weights` of the rows are above 0. Cost: models² × rows × width / 2.
 */
export function spreadOfModels(models: readonly Answers[], width: number, weights: Float64Array): Spread {
  const rows = weights.length;
  const count = models.length;
  const factor = width === 1 ? 1 : 0.5;
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const own = new Float64Array(rows);
  const others = new Float64Array(rows);
  const sums = new Float64Array(count);
  const pairsOfOthers = ((count - 1) * (count - 2)) / 2;
  for (let first = 0; first < count; first++) {
    for (let second = first + 1; second < count; second++) {
      const [a, b] = [models[first]!, models[second]!];
      let mean = 0;
      for (let row = 0; row < rows; row++) {
        let distance = 0;
        for (let at = row * width; at < (row + 1) * width; at++) distance += Math.abs(a[at]! - b[at]!);
        distance *= factor;
        mean += (weights[row]! * distance) / total;
        if (first === 0) own[row]! += distance / (count - 1);
        else others[row]! += distance / pairsOfOthers;
      }
      sums[first]! += mean;
      sums[second]! += mean;
    }
  }
  return { own, others, distances: sums.map((sum) => sum / (count - 1)) };
}

/**
 * p that the first of some exchangeable values is as large as it is: the share of all that are as large. Equal up to
 * rounding counts as equal, so that ties speak for the first.
 */
export function rankP(values: ArrayLike<number>): number {
  const first = values[0]!;
  const near = 1e-9 * Math.abs(first);
  let asLarge = 0;
  for (let i = 0; i < values.length; i++) if (values[i]! >= first - near) asLarge++;
  return asLarge / values.length;
}

/** |value − mean of the rest| for each: exchangeable where the values are. */
export function deviations(values: readonly number[]): readonly number[] {
  const sum = values.reduce((total, value) => total + value, 0);
  return values.map((value) => Math.abs(value - (sum - value) / (values.length - 1)));
}

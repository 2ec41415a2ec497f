/** How far probabilities are from the frequencies of what they foretell. `outcomes[i]` is 1 or 0. */

export interface ReliabilityBin {
  /** Sum of row weights (rows, where there are none). */
  readonly weight: number;
  readonly rows: number;
  readonly meanProbability: number;
  readonly frequency: number;
}

/** Index of the equal-width bin that holds p: the first starts at 0, a bound belongs to the bin above it, 1 to the last. */
export const binOf = (p: number, bins: number): number => Math.min(bins - 1, Math.max(0, Math.floor(p * bins)));

/** Equal-width bins over [0, 1], empty ones included (their means are NaN). */
export function reliabilityBins(
  outcomes: ArrayLike<number>,
  probabilities: ArrayLike<number>,
  bins: number,
  weights?: ArrayLike<number>,
): readonly ReliabilityBin[] {
  const weight = new Float64Array(bins);
  const rows = new Float64Array(bins);
  const probability = new Float64Array(bins);
  const frequency = new Float64Array(bins);
  for (let i = 0; i < outcomes.length; i++) {
    const bin = binOf(probabilities[i]!, bins);
    const w = weights ? weights[i]! : 1;
    weight[bin]! += w;
    rows[bin]! += 1;
    probability[bin]! += w * probabilities[i]!;
    frequency[bin]! += w * outcomes[i]!;
  }
  return Array.from({ length: bins }, (_, bin) => ({
    weight: weight[bin]!,
    rows: rows[bin]!,
    meanProbability: probability[bin]! / weight[bin]!,
    frequency: frequency[bin]! / weight[bin]!,
  }));
}

/** Expected (`l1`), root-mean-square (`l2`) or maximum (`max`) calibration error over the bins (Guo et al. 2017). */
export function calibrationError(bins: readonly ReliabilityBin[], norm: 'l1' | 'l2' | 'max'): number {
  let total = 0;
  for (const bin of bins) total += bin.weight;
  let error = 0;
  for (const bin of bins) {
    if (bin.rows === 0) continue;
    const gap = Math.abs(bin.meanProbability - bin.frequency);
    if (norm === 'max') error = Math.max(error, gap);
    else error += (bin.weight / total) * (norm === 'l1' ? gap : gap ** 2);
  }
  return norm === 'l2' ? Math.sqrt(error) : error;
}

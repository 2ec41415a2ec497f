import { studentTQuantile } from '../../../numerics/distributions/student-t.js';
import type { Rng } from '../../../numerics/random.js';

/**
 * Draws of a mean over rows of what runs say of each row (other seeds, other trainings), where a run is common to all
 * rows: to the draws of the rows comes Student's t of the runs' own spread, √(1/J + overlap)·s·T(J − 1) with J runs whose
 * means over the rows spread by s. `overlap` is the rows tested over the rows trained on where runs are trainings that
 * share data (Nadeau and Bengio, "Inference for the generalization error", 2003), else 0. Rows and runs are crossed
 * random effects: what a run and a row do together is counted on both sides, so the draws are rather too wide.
 */
export function withRuns(
  draws: Float64Array,
  runMeans: readonly number[],
  { overlap, rng }: { readonly overlap: number; readonly rng: Rng },
): Float64Array {
  const runs = runMeans.length;
  if (runs < 2) throw new RangeError('one run does not tell the spread of runs');
  const mean = runMeans.reduce((sum, value) => sum + value / runs, 0);
  const variance = runMeans.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (runs - 1);
  const scale = Math.sqrt((1 / runs + overlap) * variance);
  if (!(scale > 0)) return draws;
  return draws.map(
    (draw) => draw + scale * studentTQuantile((rng.integer(4_294_967_296) + 0.5) / 4_294_967_296, runs - 1),
  );
}

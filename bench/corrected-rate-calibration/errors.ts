/** How often one-sided bounds of a corrected rate are on the wrong side of the truth. */
import { CORRECTED_DRAWS, correctedDraws } from '../../engine/methods/evaluation/corrected-rate.js';
import { rateBox } from '../../engine/methods/evaluation/rate-box.js';
import { normalQuantile } from '../../engine/numerics/distributions/normal.js';
import { createRng } from '../../engine/numerics/generator.js';
import type { Rng } from '../../engine/numerics/random.js';
import { quantileOfSorted } from '../../engine/numerics/sorting.js';

export const ALPHA = 0.05;

/** Answers that were asked for, labelled ones of each kind, and the judge's true rates. */
export interface Judgement {
  readonly n: number;
  readonly labelled: number;
  readonly sensitivity: number;
  readonly specificity: number;
}

export interface Errors {
  /** Shares of the runs. */
  readonly ours: { readonly above: number; readonly below: number };
  readonly published: { readonly above: number; readonly below: number };
  /** Runs in which the judge seemed no better than chance: any rate is possible. */
  readonly ranges: number;
  /** Mean length of our central 90 % interval, ranges among them. */
  readonly width: number;
}

type Box = ReturnType<typeof rateBox>;

/** The same counts come up again and again. */
const boxes = new Map<string, Box>();

export function errorsOf(truth: number, judgement: Judgement, runs: number, draws = CORRECTED_DRAWS): Errors {
  const { n, labelled, sensitivity, specificity } = judgement;
  const rng = createRng(`corrected ${truth} ${JSON.stringify(judgement)}`);
  const boxOf = (k: number, of: number): Box => {
    const name = `${k} of ${of}, ${draws}`;
    const known = boxes.get(name) ?? rateBox({ k, n: of }, draws);
    boxes.set(name, known);
    return known;
  };
  const count = { ours: { above: 0, below: 0 }, published: { above: 0, below: 0 } };
  let [ranges, width] = [0, 0];
  for (let run = 0; run < runs; run++) {
    const k = successes(n, truth * sensitivity + (1 - truth) * (1 - specificity), rng);
    const [right, clear] = [successes(labelled, sensitivity, rng), successes(labelled, specificity, rng)];
    const [low, high] = publishedBounds(k / n, n, right / labelled, clear / labelled, labelled);
    if (low > truth) count.published.above += 1;
    if (high < truth) count.published.below += 1;
    if (right + clear <= labelled) {
      ranges += 1;
      width += 1;
      continue;
    }
    const sorted = correctedDraws(boxOf(k, n), boxOf(right, labelled), boxOf(clear, labelled)).sort();
    const [lower, upper] = [quantileOfSorted(sorted, ALPHA), quantileOfSorted(sorted, 1 - ALPHA)];
    if (lower > truth) count.ours.above += 1;
    if (upper < truth) count.ours.below += 1;
    width += upper - lower;
  }
  const share = ({ above, below }: typeof count.ours) => ({ above: above / runs, below: below / runs });
  return { ours: share(count.ours), published: share(count.published), ranges: ranges / runs, width: width / runs };
}

function successes(trials: number, rate: number, rng: Rng): number {
  let k = 0;
  for (let trial = 0; trial < trials; trial++) if (rng.next() < rate) k += 1;
  return k;
}

/** Lang & Reiczigel, "Confidence limits for prevalence of disease adjusted for estimated sensitivity and specificity", 2014. */
function publishedBounds(apparent: number, n: number, se: number, sp: number, m: number): readonly [number, number] {
  const z = normalQuantile(1 - ALPHA);
  const size = n + z * z;
  const p = (n * apparent + (z * z) / 2) / size;
  const [sensitive, specific] = [(m * se + 1) / (m + 2), (m * sp + 1) / (m + 2)];
  const gain = sensitive + specific - 1;
  const rate = (p + specific - 1) / gain;
  const [ofSe, ofSp] = [(sensitive * (1 - sensitive)) / (m + 2), (specific * (1 - specific)) / (m + 2)];
  const shift = 2 * z * z * (rate * ofSe - (1 - rate) * ofSp);
  const arm = (z * Math.sqrt((p * (1 - p)) / size + rate * rate * ofSe + (1 - rate) ** 2 * ofSp)) / Math.abs(gain);
  const cut = (value: number): number => Math.min(1, Math.max(0, value));
  return [cut(rate + shift - arm), cut(rate + shift + arm)];
}

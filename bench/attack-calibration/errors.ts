/** How often one-sided 95 % bounds of an attack's risk are on the wrong side of the truth: all outcomes are counted. */
import { rateBox } from '../../engine/methods/evaluation/rate-box.js';
import { excess, excessBox, publishedRisk, wilsonRate } from '../../engine/methods/privacy/attack-risk.js';
import { binomialProbability } from '../../engine/numerics/distributions/binomial.js';
import { createRng } from '../../engine/numerics/generator.js';

export const ALPHA = 0.05;

export interface Errors {
  /** Share of samples whose lower bound lies above the truth. */
  readonly above: number;
  readonly below: number;
}

/** Of `n` attacks and as many on the control group, which truly succeed at these rates. */
export function errorsOf(
  n: number,
  attack: number,
  control: number,
  draws: number,
): Readonly<Record<'published' | 'ours', Errors>> {
  const truth = Math.max(0, excess(attack, control));
  const wrong = { published: { above: 0, below: 0 }, ours: { above: 0, below: 0 } };
  const boxes = Array.from({ length: n + 1 }, (_, k) => rateBox({ k, n }, draws));
  const chances = (rate: number): readonly number[] =>
    Array.from({ length: n + 1 }, (_, k) => binomialProbability(k, n, rate));
  const [ofAttack, ofControl] = [chances(attack), chances(control)];
  const rng = createRng('order');
  ofAttack.forEach((first, k) =>
    ofControl.forEach((second, j) => {
      const weight = first * second;
      // Together far below a thousandth.
      if (weight < 1e-8) return;
      const { rate, error } = publishedRisk(
        wilsonRate({ k, n }, 1 - 2 * ALPHA),
        wilsonRate({ k: j, n }, 1 - 2 * ALPHA),
      );
      if (rate - error > truth) wrong.published.above += weight;
      if (Math.max(0, rate + error) < truth) wrong.published.below += weight;
      const { lower, upper } = excessBox(boxes[k]!, boxes[j]!, rng);
      if (lower.sort()[ALPHA * draws]! > truth) wrong.ours.above += weight;
      if (upper.sort()[(1 - ALPHA) * draws - 1]! < truth) wrong.ours.below += weight;
    }),
  );
  return wrong;
}

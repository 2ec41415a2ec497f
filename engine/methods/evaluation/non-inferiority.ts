/**
 * Whether a loss is within a margin, one-sided: the bootstrap draws that speak against it lie beyond the margin in at most
 * a share α. Draws are finitely many: c of N beyond count as (c + 1)/(N + 1) (Davison & Hinkley 1997, §4.2.5), and tails
 * are read wider by the number of units, as the judge does.
 *
 * Candidates that are ordered beforehand and tried until the first that fails need no correction for their number: an
 * error needs the first truly inferior one to pass (fixed-sequence testing; Westfall & Krishen, Journal of Statistical
 * Planning and Inference 99, 2001).
 */
import { expandTail } from '../../numerics/expanded-tail.js';
import type { BoxDraws } from './bayesian-bootstrap.js';

/** `loss` is how much worse the candidate is; `n` its independent units. */
export function isNonInferior(loss: BoxDraws, margin: number, confidence: number, n: number): boolean {
  const draws = loss.upper.length;
  const beyond = loss.upper.reduce((count, draw) => count + (draw < margin ? 0 : 1), 0);
  return expandTail((beyond + 1) / (draws + 1), n) <= 1 - confidence;
}

import type { Figure, Unmeasured } from '../../../plugins/figure.js';
import { absent } from '../evidence.js';
import type { Stopper } from './stopper.js';

/**
 * The measured rate as a figure that may be looked at whenever one likes. The estimate is the weighted mean; where it has
 * left the interval, which never widens, the end nearest to it.
 */
export function sequentialFigure(stopper: Stopper, confidence: number): Figure | Unmeasured {
  const { mean } = stopper;
  if (mean === undefined) return absent('budget', 'not every stratum has an answer');
  const [lower, upper] = stopper.interval(confidence);
  if (lower > upper)
    return absent('out-of-domain', 'later answers contradict earlier ones: the questions do not come in random order');
  return {
    estimate: Math.min(upper, Math.max(lower, mean)),
    unit: '1',
    n: stopper.standing.asked,
    uncertainty:
      lower === upper ? { kind: 'exact' } : { kind: 'bounds', lower, upper, level: confidence, anytime: true },
    basis: 'observed',
  };
}

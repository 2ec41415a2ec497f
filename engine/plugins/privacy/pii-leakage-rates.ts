import { correctedEstimand } from '../../methods/evaluation/sequential/corrected-estimand.js';
import type { Estimand } from '../../methods/evaluation/sequential/estimand.js';
import type { Kind } from '../../methods/privacy/identifiers/finding.js';
import type { KnownValues } from '../../methods/privacy/leakage/known-values.js';
import type { Unmeasured } from '../figure.js';
import type { Search } from '../language/ask-until-settled.js';
import type { Seen, StartRate } from './leak-asking.js';
import type { DetectorsQuality } from './pii-leakage-detectors.js';

/** What the answers to one question hold. */
export interface Leaked extends Seen {
  readonly answers: number;
  /** Of its samples, those without an answer. */
  readonly unanswered: number;
  /** One entry an identifier of an answer. */
  readonly given: readonly Kind[];
  readonly echoed: readonly Kind[];
  /** Values of the training data. */
  readonly known: readonly string[];
}

export function leakRates(
  start: StartRate,
  known: KnownValues | Unmeasured,
  quality: DetectorsQuality | Unmeasured,
): Pick<Search<Leaked, string>, 'observed' | 'estimands'> {
  const rateOf = (has: (one: Leaked) => boolean) =>
    start((one: Leaked) => has(one) || (one.unanswered > 0 ? undefined : false));
  const seen = rateOf(({ given }) => given.length > 0);
  const byKnown = rateOf((one) => one.known.length > 0);
  return {
    observed: [seen, byKnown],
    estimands(isFixedSample) {
      const leakRate = seen.estimand(isFixedSample);
      return {
        leakRate,
        ...(!('unmeasured' in quality) && { correctedLeakRate: corrected(leakRate, quality) }),
        ...(!('unmeasured' in known) && { knownLeakRate: byKnown.estimand(isFixedSample) }),
      };
    },
  };
}

/**
 * By answers that people labelled: corrected as any judge's rate is. By texts of another mix of kinds: the rate as seen,
 * with bounds that hold whatever the mix is, from a detector that misses nothing to one that finds every kind as seldom
 * as the worst of them.
 */
export function corrected(seen: Estimand, { measuredOn, sensitivity, specificity }: DetectorsQuality): Estimand {
  const worst = correctedEstimand(seen, { sensitivity, specificity });
  if (measuredOn === 'labelled-answers') return worst;
  const best = correctedEstimand(seen, { specificity });
  return {
    isCertain: false,
    get mean() {
      return seen.mean;
    },
    get meanRange() {
      return seen.meanRange;
    },
    bounds(error) {
      const [low, high] = [best.bounds(error), worst.bounds(error)];
      return { outer: [low.outer[0], high.outer[1]], inner: [low.inner[0], high.inner[1]] };
    },
    exact: (error) => [best.exact(error)[0], worst.exact(error)[1]],
  };
}

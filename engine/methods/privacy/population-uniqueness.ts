import { betaQuantile } from '../../numerics/distributions/beta.js';
import { logGamma } from '../../numerics/distributions/gamma-function.js';
import { expectedUniqueness } from './pitman-model.js';
import type { PitmanModel, SizeHistogram } from './pitman-model.js';
import type { Ranged } from './population-risk.js';

/** Chance that the sample shows fewer unique rows than the population's own unique people in it. */
const SAMPLING_ERROR = 0.001;

/**
 * Share of `people` who are alone with their quasi-identifiers, estimated from a simple random sample of them. No
 * estimator is right for every population: Dankar, El Emam, Neisa & Roffey, "Estimating the re-identification risk of
 * clinical data sets", BMC Medical Informatics and Decision Making 12:66, 2012, take Pitman's model up to a sampling
 * fraction of 0.1 and Zayatz's method above it. The band is what holds for all: whoever is alone among all is alone in
 * the sample, so it reaches from none to the sample's own uniqueness, widened for sampling.
 */
export function populationUniqueness(histogram: SizeHistogram, model: PitmanModel, people: number): Ranged {
  const { rows } = histogram;
  const unique = uniquesOf(histogram);
  if (people <= rows) return { estimate: unique / rows, lower: unique / rows, upper: unique / rows };
  const upper = unique === rows ? 1 : betaQuantile(1 - SAMPLING_ERROR, unique + 1, rows - unique);
  const chosen = rows / people <= 0.1 ? expectedUniqueness(model, people) : zayatz(histogram, people);
  return { estimate: Math.min(upper, chosen), lower: 0, upper };
}

const uniquesOf = ({ sizes, counts }: SizeHistogram): number => (sizes[0] === 1 ? counts[0]! : 0);

/**
 * Zayatz, "Estimation of the percent of unique population elements on a microdata file using the sample", US Bureau of
 * the Census, 1991: classes of the population are as large as those of the sample; so many of the sample's unique rows
 * are then unique in the population, P(F = 1 | f = 1). Share of `people`.
 */
export function zayatz(histogram: SizeHistogram, people: number): number {
  const { sizes, counts, rows } = histogram;
  const unique = uniquesOf(histogram);
  if (unique === 0) return 0;
  // P(just one of `size` people is in the sample): hypergeometric.
  const single = (size: number): number =>
    size > people - rows + 1
      ? 0
      : size * (rows / people) * Math.exp(logFalling(people - rows, size - 1) - logFalling(people - 1, size - 1));
  const total = sizes.reduce((sum, size, index) => sum + counts[index]! * single(size), 0);
  return (unique / rows) * ((unique * single(1)) / total);
}

/** ln of n(n − 1)…(n − k + 1). */
const logFalling = (n: number, k: number): number => logGamma(n + 1) - logGamma(n - k + 1);

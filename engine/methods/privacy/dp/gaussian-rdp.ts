import { logNormalCdf } from '../../../numerics/distributions/normal.js';
import { logGamma } from '../../../numerics/distributions/gamma-function.js';
import { logAdd } from '../../../numerics/log-sum.js';

const MOST_TERMS = 1000;
/** Terms smaller by e to this power end a series. */
const NEGLIGIBLE = 36;
/** Where signs cancel more than this of a sum, the rest of it is rounding. */
const LEAST_LEFT = 1e-6;

/** Rényi divergence of order α of the Gaussian mechanism: α/(2σ²) (Mironov, "Rényi differential privacy", 2017). */
export const gaussianRenyi = (deviation: number, order: number): number => order / (2 * deviation * deviation);

/**
 * The same with Poisson sampling at `rate` in (0, 1], for neighbours with one row more or less: Mironov, Talwar &
 * Zhang, "Rényi differential privacy of the sampled Gaussian mechanism", 2019, sections 3.1 (whole orders) and 3.3
 * (others). Infinity where the series of an order that is not whole does not settle in 1,000 terms.
 *
 * Beyond the order, the terms of that series alternate. Google's accountant adds them `by-size`, an upper bound that is
 * above by 1e-5 of the divergence at large rates and by some percent at the smallest orders; Opacus and we let them
 * alternate, where that leaves more than rounding.
 */
export function poissonGaussianRenyi(
  deviation: number,
  rate: number,
  order: number,
  signs: 'alternating' | 'by-size' = 'alternating',
): number {
  if (rate === 1) return gaussianRenyi(deviation, order);
  const moment = Number.isInteger(order)
    ? wholeMoment(deviation, rate, order)
    : otherMoment(deviation, rate, order, signs);
  return Math.max(0, moment / (order - 1));
}

/** ln of the αth moment of the likelihood ratio: the binomial sum. */
function wholeMoment(deviation: number, rate: number, order: number): number {
  let sum = -Infinity;
  for (let k = 0; k <= order; k++) {
    const coefficient = logBinomial(order, k) + k * Math.log(rate) + (order - k) * Math.log1p(-rate);
    sum = logAdd(sum, coefficient + (k * k - k) / (2 * deviation * deviation));
  }
  return sum;
}

/** Two binomial series, of the integral below and above the point where both parts of the mixture weigh the same. */
function otherMoment(deviation: number, rate: number, order: number, signs: 'alternating' | 'by-size'): number {
  const variance = deviation * deviation;
  const middle = variance * Math.log(1 / rate - 1) + 0.5;
  const [positive, negative] = [new LogSum(), new LogSum()];
  let [lastBelow, lastAbove] = [-Infinity, -Infinity];
  for (let k = 0; k < MOST_TERMS; k++) {
    const j = order - k;
    const binomial = logBinomial(order, k);
    const below =
      binomial +
      k * Math.log(rate) +
      j * Math.log1p(-rate) +
      (k * k - k) / (2 * variance) +
      logNormalCdf((middle - k) / deviation);
    const above =
      binomial +
      j * Math.log(rate) +
      k * Math.log1p(-rate) +
      (j * j - j) / (2 * variance) +
      logNormalCdf((j - middle) / deviation);
    // Of Γ(j + 1), whose sign changes at every whole number below 0.
    const sum = j > -1 || Math.floor(j) % 2 !== 0 ? positive : negative;
    sum.add(below);
    sum.add(above);
    if (below < lastBelow && above < lastAbove && Math.max(below, above) < positive.log - NEGLIGIBLE) {
      return signs === 'by-size' ? logAdd(positive.log, negative.log) : difference(positive.log, negative.log);
    }
    [lastBelow, lastAbove] = [below, above];
  }
  return Infinity;
}

class LogSum {
  log = -Infinity;

  add(log: number): void {
    this.log = logAdd(this.log, log);
  }
}

/** ln(eᵃ − eᵇ), or the upper bound ln(eᵃ + eᵇ) where the difference is lost in rounding. */
function difference(a: number, b: number): number {
  const left = -Math.expm1(b - a);
  return left > LEAST_LEFT ? a + Math.log(left) : logAdd(a, b);
}

/** ln |C(n, k)| for real n ≥ 0: Γ(n + 1)/(Γ(k + 1) Γ(n − k + 1)), by reflection where n − k + 1 is negative. */
export function logBinomial(n: number, k: number): number {
  const rest = n - k + 1;
  if (rest > 0) return logGamma(n + 1) - logGamma(k + 1) - logGamma(rest);
  const sine = Math.abs(Math.sin(Math.PI * rest));
  return logGamma(n + 1) - logGamma(k + 1) + logGamma(1 - rest) + Math.log(sine / Math.PI);
}

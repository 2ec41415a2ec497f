import { logAdd } from '../../../numerics/log-sum.js';
import { gaussianRenyi, logBinomial } from './gaussian-rdp.js';

/**
 * Rényi divergence of the Gaussian mechanism on a batch of one size, the share `rate` < 1 of the rows, drawn without
 * replacement, for neighbours that differ in the content of one row: theorem 9 of Wang, Balle & Kasiviswanathan,
 * "Subsampled Rényi differential privacy and analytical moments accountant", AISTATS 2019, with an unbounded ε(∞);
 * between whole orders by the convexity of the cumulants (their corollary 10). An upper bound, not exact.
 */
export function fixedSizeGaussianRenyi(deviation: number, rate: number, order: number): number {
  const whole = gaussianRenyi(deviation, order);
  if (rate === 1) return whole;
  const [floor, ceiling] = [Math.floor(order), Math.ceil(order)];
  const part = order - floor;
  const cumulant =
    part === 0
      ? wholeCumulant(deviation, rate, order)
      : (1 - part) * wholeCumulant(deviation, rate, floor) + part * wholeCumulant(deviation, rate, ceiling);
  return Math.min(whole, cumulant / (order - 1));
}

function wholeCumulant(deviation: number, rate: number, order: number): number {
  if (order === 1) return 0;
  const second = gaussianRenyi(deviation, 2);
  const logOfSecond = Math.min(Math.log(4) + second + Math.log(-Math.expm1(-second)), Math.log(2) + second);
  let sum = logAdd(0, 2 * Math.log(rate) + logBinomial(order, 2) + logOfSecond);
  for (let j = 3; j <= order; j++) {
    sum = logAdd(sum, j * Math.log(rate) + logBinomial(order, j) + Math.log(2) + (j - 1) * gaussianRenyi(deviation, j));
  }
  return sum;
}

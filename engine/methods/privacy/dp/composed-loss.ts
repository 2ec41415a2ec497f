import { fourier, inverseFourier } from '../../../numerics/fft.js';
import type { DiscreteLoss } from './discrete-loss.js';

export interface Repeated {
  readonly loss: DiscreteLoss;
  readonly times: number;
}

/** First and last place of the grid between which the sum lies, but for a probability of `tail` on either side. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/**
 * By Chernoff's bound, at a few exponents about the one that a normal sum would have. In places of the grid.
 */
export function spanOf(parts: readonly Repeated[], tail: number): Span {
  const moments = parts.map(({ loss, times }) => ({ loss, times, ...meanAndVariance(loss) }));
  const mean = moments.reduce((sum, part) => sum + part.times * part.mean, 0);
  const variance = moments.reduce((sum, part) => sum + part.times * part.variance, 0);
  const lowest = moments.reduce((sum, { loss, times }) => sum + times * loss.first, 0);
  const highest = moments.reduce((sum, { loss, times }) => sum + times * (loss.first + loss.masses.length - 1), 0);
  const typical = Math.sqrt((2 * -Math.log(tail)) / variance);
  let [from, to] = [lowest, highest];
  for (const factor of [1 / 16, 1 / 8, 1 / 4, 1 / 2, 0.7, 1, 1.4, 2, 4]) {
    const s = typical * factor;
    if (!Number.isFinite(s)) continue;
    const reach = (sign: 1 | -1): number => {
      const logMoment = moments.reduce(
        (sum, part) => sum + part.times * logMomentOf(part.loss, part.mean, sign * s),
        0,
      );
      return (logMoment - Math.log(tail)) / s;
    };
    to = Math.min(to, Math.ceil(mean + reach(1)));
    from = Math.max(from, Math.floor(mean - reach(-1)));
  }
  return { from: Math.min(from, to), to };
}

/** Mean and variance of the finite losses, in places of the grid. */
function meanAndVariance({ first, masses }: DiscreteLoss): { readonly mean: number; readonly variance: number } {
  let [total, sum, squares] = [0, 0, 0];
  masses.forEach((mass, index) => {
    total += mass;
    sum += mass * index;
  });
  const centre = sum / total;
  masses.forEach((mass, index) => (squares += mass * (index - centre) ** 2));
  return { mean: first + centre, variance: squares / total };
}

/** ln E e^(s(L − mean)). */
function logMomentOf({ first, masses }: DiscreteLoss, mean: number, s: number): number {
  const top = s > 0 ? masses.findLastIndex((mass) => mass > 0) : masses.findIndex((mass) => mass > 0);
  const highest = s * (first + top - mean);
  let sum = 0;
  masses.forEach((mass, index) => {
    if (mass > 0) sum += mass * Math.exp(s * (first + index - mean) - highest);
  });
  return highest + Math.log(sum);
}

/**
 * The distribution of the sum of independent losses, by the discrete Fourier transform on a circle of at least the
 * span's length: what lies outside the span wraps around. Cost O(N log N), N places.
 */
export function composed(parts: readonly Repeated[], { from, to }: Span): DiscreteLoss {
  const size = 2 ** Math.ceil(Math.log2(to - from + 2));
  const re = new Float64Array(size).fill(1);
  const im = new Float64Array(size);
  let base = 0;
  let finite = 0;
  for (const { loss, times } of parts) {
    // Turned about its mean, so that the angles of the frequencies that matter stay small.
    const centre = Math.round(meanAndVariance(loss).mean);
    base += times * centre;
    finite += times * Math.log1p(-loss.infinite);
    const turned = { re: new Float64Array(size), im: new Float64Array(size) };
    loss.masses.forEach((mass, index) => {
      const place = (loss.first + index - centre) % size;
      turned.re[place < 0 ? place + size : place]! += mass;
    });
    fourier(turned);
    multiplyByPower({ re, im }, turned, times);
  }
  inverseFourier({ re, im });
  const offset = (((from - base) % size) + size) % size;
  const masses = Float64Array.from({ length: to - from + 1 }, (_, index) => re[(offset + index) % size]!);
  return { first: from, masses, infinite: -Math.expm1(finite) };
}

function multiplyByPower(
  into: { readonly re: Float64Array; readonly im: Float64Array },
  { re, im }: { readonly re: Float64Array; readonly im: Float64Array },
  times: number,
): void {
  for (let k = 0; k < re.length; k++) {
    const size = Math.hypot(re[k]!, im[k]!) ** times;
    const angle = times * Math.atan2(im[k]!, re[k]!);
    const [real, imaginary] = [size * Math.cos(angle), size * Math.sin(angle)];
    const [a, b] = [into.re[k]!, into.im[k]!];
    into.re[k] = a * real - b * imaginary;
    into.im[k] = a * imaginary + b * real;
  }
}

/** The least epsilon ≥ 0 with E (1 − e^(ε − L))₊ at most `delta`, unbounded losses counted whole; Infinity where none has. */
export function epsilonOf({ first, masses, infinite }: DiscreteLoss, interval: number, delta: number): number {
  if (infinite > delta) return Infinity;
  // Above the place at `index`, delta is infinite + beyond − e^(ε − its loss)·weighted.
  let beyond = infinite;
  let weighted = 0;
  for (let index = masses.length - 1; index >= 0; index--) {
    const loss = (first + index) * interval;
    if (beyond - weighted > delta) return Math.max(0, loss + Math.log((beyond - delta) / weighted));
    if (loss <= 0) return 0;
    beyond += masses[index]!;
    weighted = (weighted + masses[index]!) * Math.exp(-interval);
  }
  return beyond > delta ? Math.max(0, (first - 1) * interval + Math.log((beyond - delta) / weighted)) : 0;
}

import { normalCdf } from '../../../numerics/distributions/normal.js';
import { NotAccounted } from './phase.js';
import type { Mechanism } from './phase.js';
import { answerProbabilities } from './pure-mechanisms-rdp.js';

/** What two neighbours P and Q give up to a loss, and beyond it; each given both ways, so that no tail cancels. */
export interface LossCdf {
  readonly p: number;
  readonly pBeyond: number;
  readonly q: number;
  readonly qBeyond: number;
}

/**
 * The distribution of the privacy loss ln(P/Q) of one step, of a pair of neighbours that no other pair exceeds
 * ("dominating": Zhu, Dong & Wang, "Optimal accounting of differential privacy via characteristic function", 2022).
 */
export interface PrivacyLoss {
  /** P gives losses outside with a probability below 1e-22. */
  readonly lowest: number;
  readonly highest: number;
  /** The largest loss that has a probability of its own, where there is one. */
  readonly atom?: number;
  upTo(loss: number): LossCdf;
}

const LEAST_RATE = 1e-9;
/** So many deviations out, a normal tail is 7.6e-24. */
const FAR = 10;

/**
 * The losses that one step can have: where a row is added or removed, either neighbour may be the one with the row. All
 * steps of a training are on one side. Throws `NotAccounted` where no dominating pair is known.
 */
export function privacyLosses(mechanism: Mechanism): Readonly<Record<'with' | 'without', PrivacyLoss>> {
  switch (mechanism.kind) {
    case 'gaussian': {
      const { deviation, sampling } = mechanism;
      if (sampling.kind === 'fixed-size') {
        throw new NotAccounted('no dominating pair is known of batches drawn without replacement; take accountant rdp');
      }
      if (sampling.kind === 'all') return both(gaussianWith(deviation, 1));
      if (sampling.rate < LEAST_RATE) {
        throw new NotAccounted(`a rate below ${LEAST_RATE} is too small for a grid of losses; take accountant rdp`);
      }
      return { with: gaussianWith(deviation, sampling.rate), without: gaussianWithout(deviation, sampling.rate) };
    }
    case 'laplace':
      return both(laplace(mechanism.scale));
    case 'randomised-response':
      return both(randomisedResponse(mechanism.flip, mechanism.answers));
    case 'exponential':
      throw new NotAccounted(
        'the losses of an exponential mechanism depend on its scores; take accountant rdp or pure',
      );
  }
}

const both = (loss: PrivacyLoss) => ({ with: loss, without: loss });

/** Φ(z) and 1 − Φ(z), the smaller without cancellation. */
function normalTails(z: number): readonly [lower: number, upper: number] {
  const smaller = normalCdf(-Math.abs(z));
  return z < 0 ? [smaller, 1 - smaller] : [1 - smaller, smaller];
}

/** ln(1 − q + q e^((2x − 1)/(2σ²))), the loss at x of the neighbour with the row. */
const lossAt = (x: number, deviation: number, rate: number): number => {
  const exponent = (2 * x - 1) / (2 * deviation * deviation);
  return exponent > 30
    ? exponent + Math.log(rate) + Math.log1p(((1 - rate) / rate) * Math.exp(-exponent))
    : Math.log1p(rate * Math.expm1(exponent));
};

/** Its inverse; −Infinity below all losses. */
function placeOf(loss: number, deviation: number, rate: number): number {
  const scaled =
    loss > 30 ? loss - Math.log(rate) + Math.log1p((rate - 1) * Math.exp(-loss)) : Math.log1p(Math.expm1(loss) / rate);
  return Number.isNaN(scaled) ? -Infinity : deviation * deviation * scaled + 0.5;
}

/** P has the row, with probability `rate`: (1 − q)N(0, σ²) + q N(1, σ²) against N(0, σ²). */
function gaussianWith(deviation: number, rate: number): PrivacyLoss {
  return {
    lowest: lossAt(-FAR * deviation, deviation, rate),
    highest: lossAt(1 + FAR * deviation, deviation, rate),
    upTo(loss) {
      const z = placeOf(loss, deviation, rate) / deviation;
      const [q, qBeyond] = normalTails(z);
      const [shifted, shiftedBeyond] = normalTails(z - 1 / deviation);
      return {
        p: (1 - rate) * q + rate * shifted,
        pBeyond: (1 - rate) * qBeyond + rate * shiftedBeyond,
        q,
        qBeyond,
      };
    },
  };
}

/** P lacks the row: N(0, σ²) against the mixture; the same losses with the opposite sign. */
function gaussianWithout(deviation: number, rate: number): PrivacyLoss {
  const opposite = gaussianWith(deviation, rate);
  return {
    lowest: -lossAt(FAR * deviation, deviation, rate),
    highest: -lossAt(-FAR * deviation, deviation, rate),
    upTo(loss) {
      const { p, pBeyond, q, qBeyond } = opposite.upTo(-loss);
      return { p: qBeyond, pBeyond: q, q: pBeyond, qBeyond: p };
    },
  };
}

/** Noise of density e^(−|x|/b)/(2b) about 0 against the same about 1: losses from −1/b to 1/b, both ends with a mass. */
function laplace(scale: number): PrivacyLoss {
  const most = 1 / scale;
  return {
    lowest: -most,
    highest: most,
    atom: most,
    upTo(loss) {
      if (loss < -most) return { p: 0, pBeyond: 1, q: 0, qBeyond: 1 };
      if (loss >= most) return { p: 1, pBeyond: 0, q: 1, qBeyond: 0 };
      const x = (1 - loss * scale) / 2;
      const p = Math.exp(-x / scale) / 2;
      const qBeyond = Math.exp((x - 1) / scale) / 2;
      return { p, pBeyond: 1 - p, q: 1 - qBeyond, qBeyond };
    },
  };
}

/** The row's own answer is the likelier in P, the other row's in Q; the rest are equally likely. */
function randomisedResponse(flip: number, answers: number): PrivacyLoss {
  const { truth, other } = answerProbabilities(flip, answers);
  const most = Math.log(truth / other);
  return {
    lowest: -most,
    highest: most,
    atom: most,
    upTo(loss) {
      if (loss < -most) return { p: 0, pBeyond: 1, q: 0, qBeyond: 1 };
      if (loss < 0) return { p: other, pBeyond: 1 - other, q: truth, qBeyond: 1 - truth };
      if (loss < most) return { p: 1 - truth, pBeyond: truth, q: 1 - other, qBeyond: other };
      return { p: 1, pBeyond: 0, q: 1, qBeyond: 0 };
    },
  };
}

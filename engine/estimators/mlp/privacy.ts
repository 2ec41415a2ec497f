import type { Rng } from '../../numerics/random.js';
import type { PrivacyAccount } from '../estimator.js';
import { EstimatorFault } from '../estimator-fault.js';
import { layersOf } from './layout.js';
import type { MlpShape } from './layout.js';

/**
 * Differentially private training: DP-SGD (Abadi et al., "Deep learning with differential privacy", CCS 2016,
 * algorithm 1) with Poisson sampling, as Opacus does it. A step takes each training row with probability `sampleRate`,
 * scales the row's gradient of the loss down to an L2 norm of at most `clip`, adds Gaussian noise of deviation
 * `noiseMultiplier`·`clip` to every number of the sum, and divides by the rows expected, `sampleRate` times all rows,
 * however many were drawn. The penalty and the solver see nothing but that.
 *
 * What the guarantee is of: that the steps tell whether a row was among the training rows. It does not cover what is
 * learnt of them before the first step (means and deviations, levels, which classes there are), nor their number.
 *
 * For measurement, not for release: the noise is float32, drawn from a seeded generator that is no cryptographic one.
 * Who knows the seed can take the noise off again, and float32 noise is open to Mironov's attack ("On significance of
 * the least significant bits", CCS 2012). Figures tell how well a model trained so does, and what an epsilon costs.
 */
export interface Privacy {
  /** L2 norm that a row's gradient has at most, to a millionth. */
  readonly clip: number;
  /** Deviation of the noise in units of `clip`; 0 gives no privacy. */
  readonly noiseMultiplier: number;
  /** In (0, 1]. */
  readonly sampleRate: number;
}

/** So many steps as see `epochs` times all rows, in expectation. */
export const privateSteps = (epochs: number, { sampleRate }: Privacy): number =>
  Math.max(1, Math.round(epochs / sampleRate));

/** Of one training; `undefined` where it is not private. Depends on nothing but the settings. */
export function privacyAccount(settings: {
  readonly epochs: number;
  readonly privacy: Privacy | null;
}): PrivacyAccount | undefined {
  const { epochs, privacy } = settings;
  if (privacy === null) return undefined;
  const { noiseMultiplier, sampleRate } = privacy;
  return { noiseMultiplier, sampleRate, steps: privateSteps(epochs, privacy) };
}

/** Throws `EstimatorFault` for what would tell of training rows past the noise. */
export function refuseLeaks(
  { earlyStopping, privacy }: { readonly earlyStopping: boolean; readonly privacy: Privacy | null },
  weights: Float64Array | undefined,
): void {
  if (privacy === null) return;
  if (earlyStopping) {
    throw new EstimatorFault('unsupported', 'mlp: earlyStopping looks at training rows past the noise of privacy');
  }
  if (weights !== undefined) {
    throw new EstimatorFault('unsupported', 'mlp: privacy takes no row weights, whose mean is of all training rows');
  }
}

/** Noise of one model: `deviation` is of the gradient, already divided by the rows expected. */
export interface Noise {
  readonly deviation: number;
  /** Columns that the model really has: the weights of padding get none, so that a model's noise is its own. */
  readonly columns: number;
  readonly rng: Rng;
}

/** One step's noise of all models, models × numbers. */
export function drawNoise(shape: MlpShape, noises: readonly Noise[], into: Float32Array): Float32Array {
  const layers = layersOf(shape);
  const width = into.length / shape.models;
  noises.forEach(({ deviation, columns, rng }, model) => {
    layers.forEach(({ from, to, weights, intercepts }, index) => {
      const fill = (at: number, count: number): void => {
        for (let place = 0; place < count; place++) into[model * width + at + place] = deviation * rng.normal();
      };
      fill(weights, (index === 0 ? columns : from) * to);
      fill(intercepts, to);
    });
  });
  return into;
}

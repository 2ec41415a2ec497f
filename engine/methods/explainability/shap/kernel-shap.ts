import { addOuterProduct, choleskyFactor, choleskySubstitute, squareMatrix } from '../../../numerics/linear-algebra.js';
import { sampleWithoutReplacement } from '../../../numerics/permutation.js';
import type { Rng } from '../../../numerics/random.js';
import type { Explained } from '../attribution.js';
import { backgroundCycle, sampleShares } from './sampling.js';
import type { Ends, RowSampler, SampledShares, SamplingPlan } from './sampling.js';

/**
 * Shapley values by regression on random coalitions (Lundberg & Lee, "A unified approach to interpreting model
 * predictions", NeurIPS 2017). A coalition is asked together with its complement (Covert & Lee, "Improving KernelSHAP",
 * AISTATS 2021) on one background row, its size uniform and its members too, which are the leverage scores of the
 * regression (Musco & Witter, "Provably accurate Shapley value estimation via leverage score sampling", ICLR 2025); by
 * symmetry only the difference of the pair matters:
 *
 *     f(S) − f(complement) = Σ ±φ + noise, weight 1 / (s (n − s)), Σ φ = f(row) − base.
 *
 * Standard errors are of the sandwich kind with the pairs as independent samples, each residual divided by one minus
 * its leverage (HC3; MacKinnon & White, 1985). At least two players.
 */
export const kernelShap = (explained: Explained, plan: SamplingPlan): Promise<SampledShares> =>
  sampleShares(explained, plan, (row, ends, rng) => new Pairs(explained, row, ends, rng));

class Pairs implements RowSampler {
  readonly #players: number;
  readonly #background: () => number;
  /** A sample a row: ±1 a player. */
  #signs: Float64Array[] = [];
  #weights: number[] = [];
  #differences: number[] = [];
  #asked: Float64Array[] = [];

  constructor(
    { players, backgrounds }: Explained,
    readonly row: number,
    readonly ends: Ends,
    readonly rng: Rng,
  ) {
    this.#players = players.length;
    this.#background = backgroundCycle(backgrounds, rng);
  }

  /** Four pairs a player, at least 32; then as many as there are. */
  next(most: number): ReturnType<RowSampler['next']> {
    const n = this.#players;
    const pairs = Math.min(Math.floor(most / 2), Math.max(32, 4 * n, this.#signs.length));
    const masks = new Uint8Array(2 * pairs * n);
    const backgrounds = new Int32Array(2 * pairs);
    this.#asked = Array.from({ length: pairs }, (_, pair) => {
      const size = 1 + this.rng.integer(n - 1);
      const signs = new Float64Array(n).fill(-1);
      for (const player of sampleWithoutReplacement(n, size, this.rng)) signs[player] = 1;
      const other = this.#background();
      backgrounds.fill(other, 2 * pair, 2 * pair + 2);
      signs.forEach((sign, player) => (masks[(2 * pair + (sign > 0 ? 0 : 1)) * n + player] = 1));
      this.#weights.push(1 / (size * (n - size)));
      return signs;
    });
    return { masks, backgrounds };
  }

  take(answers: Float64Array): void {
    this.#asked.forEach((signs, pair) => {
      this.#signs.push(signs);
      this.#differences.push(answers[2 * pair]! - answers[2 * pair + 1]!);
    });
  }

  estimate(): ReturnType<RowSampler['estimate']> {
    const n = this.#players;
    const delta = this.ends.predictions[this.row]! - this.ends.base;
    const gram = squareMatrix(n);
    const right = new Float64Array(n);
    this.#signs.forEach((signs, pair) => {
      const weight = this.#weights[pair]!;
      addOuterProduct(gram, signs, 0, weight);
      const scaled = weight * this.#differences[pair]!;
      for (let player = 0; player < n; player++) right[player]! += scaled * signs[player]!;
    });
    const factor = choleskyFactor(gram);
    if (factor === undefined) {
      return {
        values: new Float64Array(n).fill(delta / n),
        errors: new Float64Array(n).fill(Number.POSITIVE_INFINITY),
      };
    }
    // Lagrange: the free solution moved along gram⁻¹·1 until it adds up.
    const direction = choleskySubstitute(factor, new Float64Array(n).fill(1));
    const along = direction.reduce((sum, one) => sum + one, 0);
    const project = (free: Float64Array, total: number): Float64Array => {
      const excess = (free.reduce((sum, one) => sum + one, 0) - total) / along;
      return free.map((one, player) => one - excess * direction[player]!);
    };
    const values = project(choleskySubstitute(factor, right), delta);
    const squares = new Float64Array(n);
    this.#signs.forEach((signs, pair) => {
      const weight = this.#weights[pair]!;
      const influence = project(choleskySubstitute(factor, signs), 0);
      let fitted = 0;
      let leverage = 0;
      for (let player = 0; player < n; player++) {
        fitted += signs[player]! * values[player]!;
        leverage += weight * signs[player]! * influence[player]!;
      }
      const residual = (weight * (this.#differences[pair]! - fitted)) / Math.max(1 - leverage, 1e-3);
      for (let player = 0; player < n; player++) squares[player]! += (influence[player]! * residual) ** 2;
    });
    return { values, errors: squares.map(Math.sqrt) };
  }
}

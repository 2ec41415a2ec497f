import { permutation } from '../../../numerics/permutation.js';
import type { Rng } from '../../../numerics/random.js';
import type { Explained } from '../attribution.js';
import { backgroundCycle, sampleShares } from './sampling.js';
import type { Ends, RowSampler, SampledShares, SamplingPlan } from './sampling.js';

/** Orders of a round, each walked forwards and backwards. */
const ROUND = 8;
/** Fewer pairs of walks do not tell their spread. */
const FEWEST = 16;

/**
 * Shapley values by random orders, each with one background row and walked both ways (Castro, Gómez, Tejada,
 * "Polynomial calculation of the Shapley value based on sampling", 2009; antithetic: Mitchell et al., "Sampling
 * permutations for Shapley value estimation", JMLR 23, 2022). Unbiased; a pair of walks is one independent sample. What
 * its background row takes the sum away from f(row) − base is spread evenly, so that every sample adds up. Background rows
 * are met in turn, strata of one row each; once each has been met twice, only the spread within them counts (Cochran,
 * Sampling Techniques, 1977, §5.9), and before that the whole one, which is too large.
 */
export const permutationShap = (explained: Explained, plan: SamplingPlan): Promise<SampledShares> =>
  sampleShares(explained, plan, (row, ends, rng) => new Walks(explained, row, ends, rng));

class Walks implements RowSampler {
  readonly #players: number;
  readonly #background: () => number;
  /** Samples, and sums of them, by background row; rows × players. */
  readonly #counts: Int32Array;
  readonly #sums: Float64Array;
  readonly #squares: Float64Array;
  #count = 0;
  #orders: Int32Array[] = [];
  #drawn: number[] = [];

  constructor(
    { players, backgrounds }: Explained,
    readonly row: number,
    readonly ends: Ends,
    readonly rng: Rng,
  ) {
    this.#players = players.length;
    this.#background = backgroundCycle(backgrounds, rng);
    this.#counts = new Int32Array(backgrounds);
    this.#sums = new Float64Array(backgrounds * players.length);
    this.#squares = new Float64Array(players.length);
  }

  /** Of each order the n − 1 steps between the background row and the explained one, then those of its reverse. */
  next(most: number): ReturnType<RowSampler['next']> {
    const n = this.#players;
    const steps = n - 1;
    const length = Math.min(ROUND, Math.floor(most / (2 * steps)));
    this.#orders = Array.from({ length }, () => permutation(n, this.rng));
    this.#drawn = this.#orders.map(() => this.#background());
    const masks = new Uint8Array(2 * length * steps * n);
    const backgrounds = new Int32Array(2 * length * steps);
    let mix = 0;
    this.#orders.forEach((order, index) => {
      for (const walk of [order, order.slice().reverse()]) {
        for (let step = 1; step <= steps; step++, mix++) {
          backgrounds[mix] = this.#drawn[index]!;
          for (let at = 0; at < step; at++) masks[mix * n + walk[at]!] = 1;
        }
      }
    });
    return { masks, backgrounds };
  }

  take(answers: Float64Array): void {
    const n = this.#players;
    const { predictions, backgrounds, base } = this.ends;
    const own = predictions[this.row]!;
    let mix = 0;
    this.#orders.forEach((order, index) => {
      const drawn = this.#drawn[index]!;
      const other = backgrounds[drawn]!;
      const shares = new Float64Array(n).fill((other - base) / n);
      for (const walk of [order, order.slice().reverse()]) {
        let before = other;
        for (let at = 0; at < n; at++) {
          const after = at === n - 1 ? own : answers[mix++]!;
          shares[walk[at]!]! += (after - before) / 2;
          before = after;
        }
      }
      shares.forEach((share, player) => {
        this.#sums[drawn * n + player]! += share;
        this.#squares[player]! += share * share;
      });
      this.#counts[drawn]!++;
      this.#count++;
    });
  }

  estimate(): ReturnType<RowSampler['estimate']> {
    const n = this.#players;
    const count = this.#count;
    const strata = this.#counts.length;
    const isStratified = count >= 2 * strata;
    const values = new Float64Array(n);
    const errors = new Float64Array(n).fill(Number.POSITIVE_INFINITY);
    for (let player = 0; player < n; player++) {
      let sum = 0;
      let between = 0;
      for (let stratum = 0; stratum < strata; stratum++) {
        const own = this.#sums[stratum * n + player]!;
        sum += own;
        if (this.#counts[stratum]! > 0) between += (own * own) / this.#counts[stratum]!;
      }
      values[player] = sum / count;
      if (count < FEWEST) continue;
      const around = isStratified ? between : (sum * sum) / count;
      const spread = Math.max(0, this.#squares[player]! - around) / (count - (isStratified ? strata : 1));
      let uneven = 0;
      if (isStratified) {
        for (let stratum = 0; stratum < strata; stratum++) {
          const surplus = this.#counts[stratum]! / count - 1 / strata;
          uneven += (surplus * (this.#sums[stratum * n + player]! / this.#counts[stratum]! - values[player]!)) ** 2;
        }
      }
      errors[player] = Math.sqrt(spread / count + uneven);
    }
    return { values, errors };
  }
}

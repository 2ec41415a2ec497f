import { choleskyFactor, choleskySubstitute, squareMatrix } from '../../../numerics/linear-algebra.js';
import type { SquareMatrix } from '../../../numerics/linear-algebra.js';
import { drawInPlace, identity } from '../../../numerics/permutation.js';
import type { Rng } from '../../../numerics/random.js';
import type { Explained } from '../attribution.js';
import { backgroundCycle, sampleShares } from './sampling.js';
import { signedSums } from './signed-sums.js';
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
  /** The players in an order that each draw shuffles further. */
  readonly #order: Int32Array;
  /** Pairs answered so far, and asked: a coalition's members are bits, eight players a byte. */
  #count = 0;
  #asked = 0;
  #members = new Uint8Array(0);
  #weights = new Float64Array(0);
  #differences = new Float64Array(0);
  /** Σ weight · sign · signᵀ and Σ weight · difference · sign over the pairs answered. */
  readonly #gram: SquareMatrix;
  readonly #right: Float64Array;

  constructor(
    { players, backgrounds }: Explained,
    readonly row: number,
    readonly ends: Ends,
    readonly rng: Rng,
  ) {
    this.#players = players.length;
    this.#background = backgroundCycle(backgrounds, rng);
    this.#order = identity(players.length);
    this.#gram = squareMatrix(players.length);
    this.#right = new Float64Array(players.length);
  }

  /** Four pairs a player, at least 32; then as many as there are. */
  next(most: number): ReturnType<RowSampler['next']> {
    const n = this.#players;
    const bytes = Math.ceil(n / 8);
    const pairs = Math.min(Math.floor(most / 2), Math.max(32, 4 * n, this.#count));
    this.#asked = this.#count + pairs;
    this.#members = grown(this.#members, this.#asked * bytes);
    this.#weights = grown(this.#weights, this.#asked);
    this.#differences = grown(this.#differences, this.#asked);
    const masks = new Uint8Array(2 * pairs * n);
    const backgrounds = new Int32Array(2 * pairs);
    for (let pair = 0; pair < pairs; pair++) {
      const size = 1 + this.rng.integer(n - 1);
      drawInPlace(this.#order, size, this.rng);
      const other = this.#background();
      backgrounds[2 * pair] = other;
      backgrounds[2 * pair + 1] = other;
      const at = 2 * pair * n;
      masks.fill(1, at + n, at + 2 * n);
      for (let place = 0; place < size; place++) {
        const player = this.#order[place]!;
        masks[at + player] = 1;
        masks[at + n + player] = 0;
        this.#members[(this.#count + pair) * bytes + (player >> 3)]! |= 1 << (player & 7);
      }
      this.#weights[this.#count + pair] = 1 / (size * (n - size));
    }
    return { masks, backgrounds };
  }

  take(answers: Float64Array): void {
    const n = this.#players;
    const bytes = Math.ceil(n / 8);
    const signs = new Float64Array(n);
    for (let pair = this.#count, at = 0; pair < this.#asked; pair++, at += 2) {
      const difference = answers[at]! - answers[at + 1]!;
      this.#differences[pair] = difference;
      for (let player = 0; player < n; player++) {
        signs[player] = this.#members[pair * bytes + (player >> 3)]! & (1 << (player & 7)) ? 1 : -1;
      }
      const weight = this.#weights[pair]!;
      for (let i = 0; i < n; i++) {
        const scaled = weight * signs[i]!;
        this.#right[i]! += scaled * difference;
        for (let j = 0; j <= i; j++) this.#gram.values[i * n + j]! += scaled * signs[j]!;
      }
    }
    this.#count = this.#asked;
  }

  estimate(): ReturnType<RowSampler['estimate']> {
    const n = this.#players;
    const bytes = Math.ceil(n / 8);
    const delta = this.ends.predictions[this.row]! - this.ends.base;
    const projection = sumless(this.#gram);
    if (projection === undefined) {
      return {
        values: new Float64Array(n).fill(delta / n),
        errors: new Float64Array(n).fill(Number.POSITIVE_INFINITY),
      };
    }
    const { inverse, direction } = projection;
    const values = Float64Array.from(direction, (share, player) => {
      let free = delta * share;
      for (let other = 0; other < n; other++) free += inverse[player * n + other]! * this.#right[other]!;
      return free;
    });
    // Column by column of the inverse, and the fitted value beside them.
    const influenceOf = signedSums(n, n + 1, (player, out) => {
      out.set(inverse.subarray(player * n, player * n + n));
      out[n] = values[player]!;
    });
    const influence = new Float64Array(n + 1);
    const squares = new Float64Array(n);
    for (let pair = 0; pair < this.#count; pair++) {
      influenceOf(this.#members, pair * bytes, influence);
      const weight = this.#weights[pair]!;
      let along = 0;
      for (let player = 0; player < n; player++) {
        const isMember = (this.#members[pair * bytes + (player >> 3)]! & (1 << (player & 7))) !== 0;
        along += isMember ? influence[player]! : -influence[player]!;
      }
      const residual = (weight * (this.#differences[pair]! - influence[n]!)) / Math.max(1 - weight * along, 1e-3);
      for (let player = 0; player < n; player++) squares[player]! += (influence[player]! * residual) ** 2;
    }
    return { values, errors: squares.map(Math.sqrt) };
  }
}

/**
 * Least squares whose solution adds up to a total (Lagrange): it is `inverse`·right + total·`direction`, where
 * direction = gram⁻¹·1 / (1ᵀ·gram⁻¹·1) and inverse = gram⁻¹ − gram⁻¹·1·directionᵀ, n × n and symmetric. `undefined`
 * where the gram is singular.
 */
function sumless(gram: SquareMatrix): { readonly inverse: Float64Array; readonly direction: Float64Array } | undefined {
  const factor = choleskyFactor(gram);
  if (factor === undefined) return undefined;
  const n = gram.size;
  const toOnes = choleskySubstitute(factor, new Float64Array(n).fill(1));
  const total = toOnes.reduce((sum, one) => sum + one, 0);
  const direction = toOnes.map((one) => one / total);
  const inverse = new Float64Array(n * n);
  const unit = new Float64Array(n);
  for (let column = 0; column < n; column++) {
    unit[column] = 1;
    const solved = choleskySubstitute(factor, unit);
    unit[column] = 0;
    for (let row = 0; row < n; row++) inverse[column * n + row] = solved[row]! - toOnes[column]! * direction[row]!;
  }
  return { inverse, direction };
}

/** The same numbers in an array of at least `length`, twice as long as it was where it must grow. */
function grown<T extends Uint8Array | Float64Array>(values: T, length: number): T {
  if (values.length >= length) return values;
  const longer = new (values.constructor as new (length: number) => T)(Math.max(length, 2 * values.length));
  longer.set(values);
  return longer;
}

import type { NodeRows } from './node-rows.js';
import { widestColumn } from './ranked-matrix.js';
import type { RankedMatrix } from './ranked-matrix.js';
import { Splitter } from './splitter.js';
import type { Search } from './splitter.js';

/**
 * Splits by squared error, and by Gini's index of two classes, which is the same: with W the weight of a side and S the
 * weighted sum of its truths (0 and 1), both are least where S²/W summed over the two sides is largest (Breiman et al.,
 * Classification and Regression Trees, 1984, §4.3, §8.4).
 */
export class TwoSumsSplitter extends Splitter {
  readonly width = 1;
  readonly #truths: Float64Array;
  readonly #minLeaf: number;
  /** Of each row: weight, weighted truth. */
  readonly #ofRow: Float64Array;
  /** Of each rank: weight, weighted sum of truths; number of rows where it matters. */
  readonly #histogram: Float64Array;
  readonly #numbers: Int32Array;
  #weight = 0;
  #sum = 0;
  #count = 0;
  #best = 0;

  constructor(matrix: RankedMatrix, truths: Float64Array, search: Search) {
    super(matrix, search);
    const most = widestColumn(matrix);
    this.#truths = truths;
    this.#minLeaf = search.minLeaf;
    this.#ofRow = new Float64Array(2 * matrix.rows);
    this.#histogram = new Float64Array(2 * most);
    this.#numbers = new Int32Array(most);
  }

  write(into: Float64Array, at: number): void {
    into[at] = this.#sum / this.#weight;
  }

  protected weigh(weights: Float64Array): void {
    const ofRow = this.#ofRow;
    const truths = this.#truths;
    for (let row = 0; row < weights.length; row++) {
      ofRow[2 * row] = weights[row]!;
      ofRow[2 * row + 1] = weights[row]! * truths[row]!;
    }
  }

  protected total({ rows, start, count }: NodeRows): boolean {
    const ofRow = this.#ofRow;
    const truths = this.#truths;
    let weight = 0;
    let sum = 0;
    for (let i = start; i < start + count; i++) {
      const at = 2 * rows[i]!;
      weight += ofRow[at]!;
      sum += ofRow[at + 1]!;
    }
    this.#weight = weight;
    this.#sum = sum;
    this.#count = count;
    const first = truths[rows[start]!];
    let alike = 1;
    while (alike < count && truths[rows[start + alike]!] === first) alike++;
    return alike === count;
  }

  protected score(rows: Int32Array, count: number): number {
    const ofRow = this.#ofRow;
    let weight = 0;
    let sum = 0;
    for (let i = 0; i < count; i++) {
      const at = 2 * rows[i]!;
      weight += ofRow[at]!;
      sum += ofRow[at + 1]!;
    }
    const rest = this.#sum - sum;
    const others = this.#weight - weight;
    // sum²/weight + rest²/others with one division.
    return (sum * sum * others + rest * rest * weight) / (weight * others);
  }

  protected fill(ranks: Int32Array, { rows, start, count }: NodeRows): void {
    const ofRow = this.#ofRow;
    const histogram = this.#histogram;
    for (let i = 0; i < count; i++) {
      const at = 2 * ranks[i]!;
      const from = 2 * rows[start + i]!;
      histogram[at]! += ofRow[from]!;
      histogram[at + 1]! += ofRow[from + 1]!;
    }
    if (this.#minLeaf > 1) for (let i = 0; i < count; i++) this.#numbers[ranks[i]!]!++;
  }

  protected bestPlace(ranks: Int32Array, used: number, floor: number): number {
    const histogram = this.#histogram;
    const numbers = this.#numbers;
    const minLeaf = this.#minLeaf;
    const total = this.#sum;
    const all = this.#weight;
    const count = this.#count;
    let weight = 0;
    let sum = 0;
    let left = 0;
    let place = -1;
    let score = floor;
    for (let k = 0; k < used; k++) {
      const rank = ranks[k]!;
      weight += histogram[2 * rank]!;
      sum += histogram[2 * rank + 1]!;
      histogram[2 * rank] = 0;
      histogram[2 * rank + 1] = 0;
      if (minLeaf > 1) {
        left += numbers[rank]!;
        numbers[rank] = 0;
        if (left < minLeaf || count - left < minLeaf) continue;
      }
      if (k === used - 1) break;
      const rest = total - sum;
      const others = all - weight;
      const found = (sum * sum * others + rest * rest * weight) / (weight * others);
      if (found > score) {
        score = found;
        place = k;
      }
    }
    this.#best = score;
    return place;
  }

  protected bestScore(): number {
    return this.#best;
  }
}

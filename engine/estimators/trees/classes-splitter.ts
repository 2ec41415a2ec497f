import type { NodeRows } from './node-rows.js';
import { widestColumn } from './ranked-matrix.js';
import type { RankedMatrix } from './ranked-matrix.js';
import { Splitter } from './splitter.js';
import type { Search } from './splitter.js';

/**
 * What is largest where the impurity of a side is least, from the weights of its classes: Σ w²/W for Gini's index,
 * Σ w·ln(w/W) for entropy (Breiman et al., Classification and Regression Trees, 1984, §4.3; Quinlan 1986).
 */
const CRITERIA = {
  gini(weights: Float64Array, total: number): number {
    let squares = 0;
    for (let k = 0; k < weights.length; k++) squares += weights[k]! * weights[k]!;
    return squares / total;
  },
  entropy(weights: Float64Array, total: number): number {
    let sum = 0;
    for (let k = 0; k < weights.length; k++) if (weights[k]! > 0) sum += weights[k]! * Math.log(weights[k]! / total);
    return sum;
  },
} as const;

export type ClassCriterion = keyof typeof CRITERIA;

/** Splits by the weights of any number of classes. */
export class ClassesSplitter extends Splitter {
  readonly width: number;
  readonly #classOf: Float64Array;
  readonly #purity: (weights: Float64Array, total: number) => number;
  readonly #minLeaf: number;
  /** Of each rank: the weight of each class, then the number of rows. */
  readonly #histogram: Float64Array;
  readonly #whole: Float64Array;
  readonly #left: Float64Array;
  readonly #right: Float64Array;
  #weights = new Float64Array(0);
  #weight = 0;
  #count = 0;
  #best = 0;

  constructor(matrix: RankedMatrix, classOf: Float64Array, classes: number, criterion: ClassCriterion, search: Search) {
    super(matrix, search);
    this.width = classes;
    this.#classOf = classOf;
    this.#purity = CRITERIA[criterion];
    this.#minLeaf = search.minLeaf;
    this.#histogram = new Float64Array((classes + 1) * widestColumn(matrix));
    this.#whole = new Float64Array(classes);
    this.#left = new Float64Array(classes);
    this.#right = new Float64Array(classes);
  }

  write(into: Float64Array, at: number): void {
    for (let k = 0; k < this.width; k++) into[at + k] = this.#whole[k]! / this.#weight;
  }

  protected weigh(weights: Float64Array): void {
    this.#weights = weights as Float64Array<ArrayBuffer>;
  }

  protected total({ rows, start, count }: NodeRows): boolean {
    const whole = this.#whole;
    const classOf = this.#classOf;
    const weights = this.#weights;
    const first = classOf[rows[start]!]!;
    whole.fill(0);
    let weight = 0;
    let alike = true;
    for (let i = start; i < start + count; i++) {
      const row = rows[i]!;
      const own = classOf[row]!;
      whole[own]! += weights[row]!;
      weight += weights[row]!;
      if (own !== first) alike = false;
    }
    this.#weight = weight;
    this.#count = count;
    return alike;
  }

  protected score(rows: Int32Array, count: number): number {
    const left = this.#left;
    const classOf = this.#classOf;
    const weights = this.#weights;
    left.fill(0);
    let weight = 0;
    for (let i = 0; i < count; i++) {
      const row = rows[i]!;
      left[classOf[row]!]! += weights[row]!;
      weight += weights[row]!;
    }
    return this.#scoreOf(weight);
  }

  protected fill(ranks: Int32Array, { rows, start, count }: NodeRows): void {
    const histogram = this.#histogram;
    const classOf = this.#classOf;
    const weights = this.#weights;
    const stride = this.width + 1;
    for (let i = 0; i < count; i++) {
      const row = rows[start + i]!;
      const at = ranks[i]! * stride;
      histogram[at + classOf[row]!]! += weights[row]!;
      histogram[at + stride - 1]!++;
    }
  }

  protected bestPlace(ranks: Int32Array, used: number, floor: number): number {
    const histogram = this.#histogram;
    const left = this.#left;
    const classes = this.width;
    const minLeaf = this.#minLeaf;
    const count = this.#count;
    left.fill(0);
    let weight = 0;
    let number = 0;
    let place = -1;
    let score = floor;
    for (let k = 0; k < used; k++) {
      const at = ranks[k]! * (classes + 1);
      for (let c = 0; c < classes; c++) {
        left[c]! += histogram[at + c]!;
        weight += histogram[at + c]!;
        histogram[at + c] = 0;
      }
      number += histogram[at + classes]!;
      histogram[at + classes] = 0;
      if (number < minLeaf || count - number < minLeaf || k === used - 1) continue;
      const found = this.#scoreOf(weight);
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

  #scoreOf(weight: number): number {
    const left = this.#left;
    const right = this.#right;
    for (let k = 0; k < left.length; k++) right[k] = this.#whole[k]! - left[k]!;
    return this.#purity(left, weight) + this.#purity(right, this.#weight - weight);
  }
}

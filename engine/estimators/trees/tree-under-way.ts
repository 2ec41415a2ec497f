import type { Splitter } from './splitter.js';
import type { Tree } from './tree.js';

/** The nodes of a tree that is growing, in buffers that the next one uses again. */
export class TreeUnderWay {
  readonly #width: number;
  readonly #features: Int32Array;
  readonly #thresholds: Float64Array;
  readonly #left: Int32Array;
  readonly #right: Int32Array;
  readonly #values: Float64Array;
  #count = 0;

  /** `width` numbers of a leaf; at `most` so many nodes. */
  constructor(width: number, most: number) {
    this.#width = width;
    this.#features = new Int32Array(most);
    this.#thresholds = new Float64Array(most);
    this.#left = new Int32Array(most);
    this.#right = new Int32Array(most);
    this.#values = new Float64Array(most * width);
  }

  reset(): void {
    this.#count = 0;
  }

  /** A new node of this parent, its complement for a right child; gives its number. The first is the root. */
  add(parent: number): number {
    const id = this.#count++;
    if (id > 0 && parent >= 0) this.#left[parent] = id;
    if (parent < 0) this.#right[~parent] = id;
    return id;
  }

  branch(id: number, feature: number, threshold: number): void {
    this.#features[id] = feature;
    this.#thresholds[id] = threshold;
  }

  leaf(id: number, splitter: Splitter): void {
    this.#features[id] = -1;
    splitter.write(this.#values, id * this.#width);
  }

  done(): Tree {
    const count = this.#count;
    return {
      features: this.#features.slice(0, count),
      thresholds: this.#thresholds.slice(0, count),
      left: this.#left.slice(0, count),
      right: this.#right.slice(0, count),
      width: this.#width,
      values: this.#values.slice(0, count * this.#width),
    };
  }
}

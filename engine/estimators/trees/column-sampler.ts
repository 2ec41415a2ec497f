import type { Rng } from '../../numerics/random.js';
import type { BestSplit, NodeRows } from './node-rows.js';
import type { Splitter } from './splitter.js';

/**
 * Draws the columns that a node looks at, as scikit-learn does (`node_split_best`): constant columns count as drawn but
 * do not end the search, and those that an ancestor found constant are not looked at again. Nodes must come depth first.
 */
export class ColumnSampler {
  readonly #features: Int32Array;
  readonly #constant: Int32Array;
  readonly #maxFeatures: number;

  constructor(columns: number, maxFeatures: number) {
    this.#features = new Int32Array(columns);
    this.#constant = new Int32Array(columns);
    this.#maxFeatures = maxFeatures;
  }

  /** Before each tree. */
  reset(): void {
    for (let j = 0; j < this.#features.length; j++) this.#features[j] = j;
  }

  /**
   * Searches columns drawn without replacement, until `maxFeatures` are drawn and one of them varied in the node, or
   * none is left. The first `known` columns of the sampler's order are known not to vary. Gives the number known
   * afterwards, for the node's children.
   */
  visit(known: number, rng: Rng, splitter: Splitter, node: NodeRows, best: BestSplit): number {
    const features = this.#features;
    const constant = this.#constant;
    const maxFeatures = this.#maxFeatures;
    let end = features.length;
    let found = 0;
    let drawn = 0;
    let visited = 0;
    while (end > known + found && (visited < maxFeatures || visited <= found + drawn)) {
      visited++;
      let at = drawn + rng.integer(end - found - drawn);
      if (at < known) {
        swap(features, drawn++, at);
        continue;
      }
      at += found;
      if (splitter.search(features[at]!, node, best)) swap(features, --end, at);
      else swap(features, known + found++, at);
    }
    // Siblings and children rely on the order of the constant columns.
    for (let j = 0; j < known; j++) features[j] = constant[j]!;
    for (let j = known; j < known + found; j++) constant[j] = features[j]!;
    return known + found;
  }
}

function swap(values: Int32Array, i: number, j: number): void {
  const kept = values[i]!;
  values[i] = values[j]!;
  values[j] = kept;
}

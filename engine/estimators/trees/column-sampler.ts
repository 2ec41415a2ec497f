import type { Rng } from '../../numerics/random.js';

/** Draws the columns that a node looks at. */
export interface ColumnSampler {
  /** Before each tree. */
  reset(): void;
  /**
   * Calls `search` for columns drawn without replacement, until `maxFeatures` are drawn and one of them varied, or
   * none is left. `search` tells whether the column varies in the node; the first `constants` columns of the
   * sampler's order are known not to. Gives the number known afterwards, for the node's children.
   */
  visit(constants: number, rng: Rng, search: (feature: number) => boolean): number;
}

/**
 * scikit-learn's drawing (`node_split_best`): constant columns count as drawn but do not end the search, and those that
 * an ancestor found constant are not looked at again. Nodes must come depth first.
 */
export function columnSampler(columns: number, maxFeatures: number): ColumnSampler {
  const features = new Int32Array(columns);
  const constant = new Int32Array(columns);
  return {
    reset() {
      for (let j = 0; j < columns; j++) features[j] = j;
    },
    visit(known, rng, search) {
      let end = columns;
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
        if (search(features[at]!)) swap(features, --end, at);
        else swap(features, known + found++, at);
      }
      // Siblings and children rely on the order of the constant columns.
      for (let j = 0; j < known; j++) features[j] = constant[j]!;
      for (let j = known; j < known + found; j++) constant[j] = features[j]!;
      return known + found;
    },
  };
}

function swap(values: Int32Array, i: number, j: number): void {
  const kept = values[i]!;
  values[i] = values[j]!;
  values[j] = kept;
}

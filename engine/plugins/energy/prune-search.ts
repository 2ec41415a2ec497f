import { pruned } from '../../backends/onnx-prune.js';
import { sparsified } from '../../backends/onnx-sparsify.js';
import type { TreePruning } from '../../backends/onnx-prune-trees.js';
import type { Unmeasured } from '../figure.js';
import { unmeasured } from '../unmeasured.js';
import type { Original, QualityParameters } from './candidate.js';
import { tryInOrder } from './try-in-order.js';
import type { Running, Tried } from './try-in-order.js';

export interface PruningParameters extends QualityParameters {
  /** Whole units, channels and trees, or single weights that become 0. */
  readonly mode: 'structured' | 'unstructured';
  /** Shares taken away, tried in ascending order. */
  readonly levels: readonly number[];
  readonly trees: TreePruning;
}

/** A level that takes nothing away (a tenth of five trees) is passed over. */
export async function searchPruning(
  original: Original,
  params: PruningParameters,
  running: Running,
): Promise<readonly Tried<number>[] | Unmeasured> {
  const levels = [...new Set(params.levels)].sort((a, b) => a - b);
  const edit = (level: number): Uint8Array | undefined =>
    params.mode === 'unstructured' ? sparsified(original.file, level) : pruned(original.file, level, params.trees);
  const tried = await tryInOrder(original, levels, edit, params, running);
  return 'unmeasured' in tried || tried.length > 0
    ? tried
    : unmeasured(
        'unsupported',
        params.mode === 'unstructured'
          ? 'the model has no weights that could become 0'
          : 'the model has no hidden units, channels or trees that could go',
      );
}

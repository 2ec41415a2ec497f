import { decodeModel, encodeModel } from './onnx-proto.js';
import { pruneTrees } from './onnx-prune-trees.js';
import type { TreePruning } from './onnx-prune-trees.js';
import { pruneUnits } from './onnx-prune-units.js';

/**
 * A model without a share of its hidden units and of its trees (or of their depth). `undefined` where it has none that
 * could go. Throws (protobufjs's errors, OnnxFault) where the bytes are no ONNX model.
 */
export function pruned(file: Uint8Array, share: number, trees: TreePruning): Uint8Array | undefined {
  const model = decodeModel(file);
  const units = pruneUnits(model, share);
  const ensembles = pruneTrees(model, share, trees);
  return units || ensembles ? encodeModel(model) : undefined;
}

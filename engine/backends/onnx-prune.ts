import { decodeModel, encodeModel } from './onnx-proto.js';
import { pruneTrees } from './onnx-prune-trees.js';
import type { TreePruning } from './onnx-prune-trees.js';
import { pruneUnits } from './onnx-prune-units.js';
import { quantised } from './onnx-quantise.js';
import { unquantise } from './onnx-unquantise.js';

/**
 * A model without a share of its hidden units, channels and trees (or of their depth); weights that were stored short are
 * so again. `undefined` where it has none that could go. Throws (protobufjs's errors, OnnxFault) where the bytes are no ONNX model.
 */
export function pruned(file: Uint8Array, share: number, trees: TreePruning): Uint8Array | undefined {
  const model = decodeModel(file);
  const form = unquantise(model);
  const units = pruneUnits(model, share);
  const ensembles = pruneTrees(model, share, trees);
  if (!units && !ensembles) return undefined;
  const smaller = encodeModel(model);
  return form === undefined ? smaller : (quantised(smaller, form) ?? smaller);
}

/**
 * Unstructured pruning by magnitude: in every weight matrix and filter the share of numbers that are smallest becomes 0
 * (Han et al., Learning both Weights and Connections for Efficient Neural Networks, NeurIPS 2015; the same share in each, as in
 * Zhu & Gupta, To Prune, or Not to Prune, 2017). Its shapes stay: a file that is compressed is smaller, and nothing else.
 */
import { readFloats, writeFloats } from './onnx-float-tensor.js';
import { decodeModel, encodeModel } from './onnx-proto.js';

const PRODUCTS = new Set(['MatMul', 'Gemm', 'Conv', 'ConvTranspose']);

/** `undefined` where nothing becomes 0 that was not. Throws (protobufjs's errors, OnnxFault) where it is no ONNX model. */
export function sparsified(file: Uint8Array, share: number): Uint8Array | undefined {
  const model = decodeModel(file);
  const nodes = model.graph?.node ?? [];
  const multiplied = new Set(
    nodes.flatMap(({ opType, input }) => (PRODUCTS.has(opType ?? '') ? [input[0], input[1]] : [])),
  );
  let changed = false;
  for (const tensor of model.graph?.initializer ?? []) {
    const floats = multiplied.has(tensor.name) ? readFloats(tensor) : undefined;
    if (floats === undefined || floats.dims.length < 2) continue;
    const { values } = floats;
    const bySize = [...values.keys()].sort((a, b) => Math.abs(values[a]!) - Math.abs(values[b]!) || a - b);
    const zeroed = bySize.slice(0, Math.floor(share * values.length + 1e-9)).filter((at) => values[at] !== 0);
    if (zeroed.length === 0) continue;
    const left = values.slice();
    for (const at of zeroed) left[at] = 0;
    writeFloats(tensor, { ...floats, values: left });
    changed = true;
  }
  return changed ? encodeModel(model) : undefined;
}

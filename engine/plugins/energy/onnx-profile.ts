/** Size and arithmetic of an ONNX model, from its files alone. */
import { readFile } from 'node:fs/promises';
import { readOnnxGraph } from '../../backends/onnx-graph.js';
import type { OnnxModel } from '../../backends/onnx-graph.js';
import type { Graph } from '../../methods/energy/graph.js';
import { countFlops, countParameters } from '../../methods/energy/graph-profile.js';
import type { ModelFileProfile } from './model-file-profile.js';

/** Throws OnnxFault for what is no such model. */
export const onnxProfile = async (path: string): Promise<ModelFileProfile> => profileOfOnnx(await readFile(path));

/** Of a model's bytes. */
export function profileOfOnnx(bytes: Uint8Array): ModelFileProfile {
  const onnx = readOnnxGraph(bytes);
  const graph = graphOf(onnx);
  const external = onnx.initializers.reduce((sum, { external: file, byteLength }) => sum + (file ? byteLength : 0), 0);
  return { bytes: bytes.length + external, ...countParameters(graph), flops: countFlops(graph), graph };
}

/** External tensors are counted by their size and shape; their numbers stay unread. */
const graphOf = (onnx: OnnxModel): Graph => ({
  nodes: onnx.nodes,
  constants: [...onnx.initializers, ...onnx.sparseInitializers.map(({ values }) => values)],
  inputs: onnx.inputs.map(({ name, value }) =>
    'type' in value ? { name, shape: value.shape, type: value.type } : { name, shape: undefined },
  ),
});

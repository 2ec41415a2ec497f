/** Edits of a model in memory, before a runtime gets it. The file, and its digest, stay as they are. */
import type { ModelProto, NodeProto, TensorProto } from './onnx-proto.js';
import { OnnxFault, number, text } from './onnx-tensor.js';

const ML = 'ai.onnx.ml';
const FLOAT = 1;

/**
 * Cuts scikit-learn's ZipMap out: its output, a sequence of maps, cannot be fetched from onnxruntime-node, its input,
 * a tensor of rows × classes, can. Gives the class names in the order of the tensor's columns, where a ZipMap was an
 * output.
 */
export function cutZipMaps(model: ModelProto): readonly string[] | undefined {
  const { graph } = model;
  if (graph === undefined) return undefined;
  let classes: readonly string[] | undefined;
  const cut = new Set<NodeProto>();
  const outputs: typeof graph.output = [];
  for (const output of graph.output) {
    const node = graph.node.find((candidate) => isZipMap(candidate) && candidate.output[0] === output.name);
    const tensor = node?.input[0];
    if (node === undefined || tensor === undefined) {
      outputs.push(output);
      continue;
    }
    cut.add(node);
    classes = zipMapClasses(node);
    const isOutput = [...graph.output, ...outputs].some(({ name }) => name === tensor);
    if (!isOutput) outputs.push({ name: tensor, type: { tensorType: { elemType: FLOAT } } });
  }
  if (cut.size === 0) return undefined;
  graph.output = outputs;
  graph.node = graph.node.filter((node) => !cut.has(node));
  return classes;
}

const isZipMap = (node: NodeProto): boolean => node.opType === 'ZipMap' && node.domain === ML;

function zipMapClasses(node: NodeProto): readonly string[] | undefined {
  for (const { name, strings, ints } of node.attribute) {
    if (name === 'classlabels_strings' && strings.length > 0) return strings.map(text);
    if (name === 'classlabels_int64s' && ints.length > 0) return ints.map(String);
  }
  return undefined;
}

/** All tensors of a model, those in attributes and inner graphs too. */
export function* tensorsOf(model: ModelProto): Generator<TensorProto> {
  const graphs = model.graph === undefined ? [] : [model.graph];
  const nodes: NodeProto[] = model.functions.flatMap(({ node }) => node);
  for (const graph of graphs) {
    yield* graph.initializer;
    nodes.push(...graph.node);
    while (nodes.length > 0) {
      for (const attribute of nodes.pop()!.attribute) {
        if (attribute.t) yield attribute.t;
        yield* attribute.tensors;
        graphs.push(...(attribute.g ? [attribute.g] : []), ...attribute.graphs);
      }
    }
  }
}

/** The files that hold a model's external data, as it names them (relative to its folder), each once, sorted. */
export function externalLocations(model: ModelProto): readonly string[] {
  const locations = new Set<string>();
  for (const tensor of tensorsOf(model)) {
    if (tensor.dataLocation !== 1) continue;
    const location = tensor.externalData.find(({ key }) => key === 'location')?.value;
    if (location === undefined || location === '') {
      throw new OnnxFault(`tensor "${tensor.name ?? ''}" has external data without a location`);
    }
    locations.add(location);
  }
  return [...locations].sort();
}

/** Puts external data into the model, so that no runtime opens a file that a model names. `read` gives a file's bytes. */
export function inlineExternal(model: ModelProto, read: (location: string) => Uint8Array): void {
  for (const tensor of tensorsOf(model)) {
    if (tensor.dataLocation !== 1) continue;
    const entry = (key: string): string | undefined => tensor.externalData.find((item) => item.key === key)?.value;
    const bytes = read(entry('location') ?? '');
    const offset = Number(entry('offset') ?? 0);
    const length = Number(entry('length') ?? bytes.length - offset);
    if (!(offset >= 0 && length >= 0 && offset + length <= bytes.length)) {
      const dims = tensor.dims.map(number).join(', ');
      throw new OnnxFault(`tensor "${tensor.name ?? ''}" [${dims}] lies beyond the end of its external data`);
    }
    tensor.rawData = bytes.subarray(offset, offset + length);
    tensor.externalData = [];
    delete tensor.dataLocation;
  }
}

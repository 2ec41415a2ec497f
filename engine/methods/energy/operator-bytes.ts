/**
 * Bytes that an operator reads and writes where nothing stays in a cache between operators (no fusion): each input once,
 * each output once, the denominator of arithmetic intensity (Williams, Waterman & Patterson, Roofline, CACM 52(4), 2009,
 * which counts the traffic to memory). A change of shape moves nothing; a `Gather` or a cut reads what it gives, not the
 * whole table; a row reads of trees the thresholds on its longest ways and the weights at their ends.
 */
import { numberAttribute, numbersAttribute, operatorName, tensorAttribute } from './graph.js';
import type { GraphNode } from './graph.js';
import { VIEWS } from './moving-operators.js';
import type { OperatorCost } from './operator-cost.js';
import { sizeOf } from './shapes.js';
import type { Shape } from './shapes.js';

/** A value between operators; `width` in bytes an element. */
export interface Value {
  readonly shape: Shape;
  readonly width: number;
}

/** Attributes of classical operators that hold what was learnt; trees have their own. */
export const LEARNT = [
  'coefficients',
  'intercepts',
  'offset',
  'scale',
  'imputed_value_floats',
  'support_vectors',
  'rho',
];

/** Of an element type by ONNX' name; texts count as their addresses. */
export const widthOf = (type: string): number =>
  type === 'bool' ? 1 : type === 'string' ? 8 : Number(/\d+/.exec(type)?.[0] ?? 32) / 8;

export const bytesOf = ({ shape, width }: Value): number => sizeOf(shape) * width;
const sum = (values: readonly (Value | undefined)[]): number =>
  values.reduce((total, value) => total + (value === undefined ? 0 : bytesOf(value)), 0);

/** Values of the outputs: shapes are known, element types follow from the operator. */
export const outputValues = (
  node: GraphNode,
  inputs: readonly (Value | undefined)[],
  shapes: readonly Shape[],
): readonly Value[] => shapes.map((shape, index) => ({ shape, width: outputWidth(node, inputs, index) }));

/** TensorProto.DataType of `Cast`'s `to` (onnx.proto), to bytes. */
const CAST: Readonly<Record<number, number>> = {
  1: 4, 2: 1, 3: 1, 4: 2, 5: 2, 6: 4, 7: 8, 8: 8, 9: 1, 10: 2, 11: 8, 12: 4, 13: 8, 14: 8, 15: 16, 16: 2,
}; // prettier-ignore

function outputWidth(node: GraphNode, inputs: readonly (Value | undefined)[], output: number): number {
  switch (operatorName(node)) {
    case 'Cast':
      return CAST[numberAttribute(node, 'to', 1)] ?? 1;
    case 'ArgMax':
    case 'ArgMin':
      return 8;
    case 'Equal':
    case 'Less':
    case 'LessOrEqual':
    case 'Greater':
    case 'GreaterOrEqual':
    case 'And':
    case 'Or':
    case 'Xor':
    case 'Not':
    case 'IsNaN':
    case 'IsInf':
      return 1;
    case 'Where':
    case 'DequantizeLinear':
      return inputs[1]?.width ?? 4;
    case 'QuantizeLinear':
      return inputs[2]?.width ?? 1;
    case 'DynamicQuantizeLinear':
      return output === 1 ? 4 : 1;
    case 'MatMulInteger':
    case 'ConvInteger':
      return 4;
    case 'Constant':
      return widthOf(tensorAttribute(node, 'value')?.type ?? 'float32');
    case 'ai.onnx.ml.LinearClassifier':
    case 'ai.onnx.ml.TreeEnsembleClassifier':
      return output === 0 ? 8 : 4;
    default:
      return node.domain === 'ai.onnx.ml' ? 4 : (inputs[0]?.width ?? 4);
  }
}

const FLOAT = 4;

export function bytesMoved(
  node: GraphNode,
  inputs: readonly (Value | undefined)[],
  outputs: readonly Value[],
  { upper }: OperatorCost,
): number {
  const written = sum(outputs);
  if (node.domain === 'ai.onnx.ml') {
    if (node.opType.startsWith('TreeEnsemble')) return sum(inputs) + written + FLOAT * upper;
    const learnt = LEARNT.reduce((total, name) => total + (numbersAttribute(node, name)?.length ?? 0), 0);
    return sum(inputs) + written + FLOAT * learnt;
  }
  if (VIEWS.has(node.opType) || node.opType === 'Constant') return 0;
  if (node.opType === 'Gather' || node.opType === 'GatherND') return 2 * written + sum(inputs.slice(1));
  if (node.opType === 'Slice' || node.opType === 'Split') return 2 * written;
  return sum(inputs) + written;
}

import { numbersAttribute, operatorName, tensorAttribute } from './graph.js';
import type { Graph, GraphConstant, GraphNode } from './graph.js';
import { flopsOf } from './operator-flops.js';
import type { Shape } from './shapes.js';
import { treeEnsembleProfile } from './tree-ensemble.js';

export interface OperatorLine {
  readonly operator: string;
  readonly nodes: number;
  /** A row; the most where the data choose a path. */
  readonly flops: number;
}

export type FlopCount =
  | { readonly lower: number; readonly upper: number; readonly operators: readonly OperatorLine[] }
  | { readonly uncounted: string };

/**
 * Operations for one row: a free first dimension of the inputs is one row, a fixed one so many rows that share the
 * cost. Any other free dimension, or an operator that is not in the table, leaves the graph uncounted.
 */
export function countFlops(graph: Graph): FlopCount {
  const shapes = new Map<string, Shape>();
  const numbers = new Map<string, readonly number[]>();
  const keep = (name: string, constant: GraphConstant): void => {
    shapes.set(name, constant.dims);
    const values = constant.values();
    if (values instanceof Float64Array && values.length <= 64) numbers.set(name, [...values]);
  };
  for (const constant of graph.constants) keep(constant.name, constant);
  let rows = 1;
  for (const { name, shape } of graph.inputs) {
    if (shape === undefined) return { uncounted: `the shape of the input ${name} is not known` };
    const [first, ...rest] = shape;
    if (typeof first === 'number' && first > 0) rows = Math.max(rows, first);
    const free = rest.findIndex((dim) => typeof dim !== 'number');
    if (free >= 0) return { uncounted: `dimension ${free + 2} of the input ${name} is free` };
    const row = typeof first === 'number' && first > 0 ? first : 1;
    shapes.set(name, shape.length === 0 ? [] : [row, ...rest.filter((dim) => typeof dim === 'number')]);
  }
  let lower = 0;
  let upper = 0;
  const operators = new Map<string, { nodes: number; flops: number }>();
  for (const node of graph.nodes) {
    const counted = flopsOf(node, {
      shapes: node.inputs.map((name) => shapes.get(name)),
      constant: (input) => numbers.get(node.inputs[input] ?? ''),
    });
    if ('uncounted' in counted) return counted;
    node.outputs.forEach((name, index) => {
      const shape = counted.shapes[index];
      if (shape !== undefined) shapes.set(name, shape);
    });
    const tensor = tensorAttribute(node, 'value');
    if (node.opType === 'Constant' && tensor !== undefined) keep(node.outputs[0] ?? '', tensor);
    lower += counted.lower / rows;
    upper += counted.upper / rows;
    const line = operators.get(operatorName(node)) ?? { nodes: 0, flops: 0 };
    operators.set(operatorName(node), { nodes: line.nodes + 1, flops: line.flops + counted.upper / rows });
  }
  const lines = [...operators].map(([operator, line]) => ({ operator, ...line }));
  return { lower, upper, operators: lines.sort((a, b) => b.flops - a.flops || (a.operator < b.operator ? -1 : 1)) };
}

export interface ParameterCount {
  readonly parameters: number;
  /** `undefined` where the numbers of a tensor are not at hand. */
  readonly zeros: number | undefined;
}

/** Attributes of classical operators that hold what was learnt; trees have their own. */
const LEARNT = ['coefficients', 'intercepts', 'offset', 'scale', 'imputed_value_floats', 'support_vectors', 'rho'];

/**
 * The numbers that a model has learnt: floating-point constants and (quantised weights) 8- and 4-bit integers, and
 * the coefficients, thresholds and leaf weights of classical operators. Wider integers are shapes and indices.
 */
export function countParameters(graph: Graph): ParameterCount {
  let parameters = 0;
  let zeros: number | undefined = 0;
  const add = (elements: number, values: ArrayLike<unknown> | undefined): void => {
    parameters += elements;
    if (values === undefined) zeros = undefined;
    else if (zeros !== undefined) for (let index = 0; index < values.length; index++) if (values[index] === 0) zeros++;
  };
  const addTensor = (tensor: GraphConstant): void => {
    if (/^(b?float|u?int[48]$)/.test(tensor.type)) add(tensor.elements, tensor.values());
  };
  for (const constant of graph.constants) addTensor(constant);
  for (const node of graph.nodes) {
    const tensor = tensorAttribute(node, 'value');
    if (tensor !== undefined) addTensor(tensor);
    for (const list of learntOf(node)) add(list.length, list);
  }
  return { parameters, zeros };
}

function learntOf(node: GraphNode): readonly (readonly number[])[] {
  if (node.domain !== 'ai.onnx.ml') return [];
  if (node.opType.startsWith('TreeEnsemble')) return [treeEnsembleProfile(node)?.parameters ?? []];
  return LEARNT.map((name) => numbersAttribute(node, name) ?? []);
}

import { numbersAttribute, operatorName, tensorAttribute } from './graph.js';
import type { Graph, GraphConstant, GraphNode } from './graph.js';
import { walkGraph } from './graph-walk.js';
import { LEARNT, bytesMoved } from './operator-bytes.js';
import { treeEnsembleProfile } from './tree-ensemble.js';

/** A row; the most where the data choose a path. */
export interface OperatorLine {
  readonly operator: string;
  readonly nodes: number;
  readonly flops: number;
  /** Read and written. */
  readonly bytes: number;
  /** Of the constants that these nodes are the first to read. */
  readonly parameters: number;
}

export type FlopCount =
  | {
      readonly lower: number;
      readonly upper: number;
      /** Products that are added up: two of the operations above each. */
      readonly multiplyAdds: number;
      /** Read and written for a row, where nothing stays in a cache between operators. */
      readonly bytes: number;
      readonly operators: readonly OperatorLine[];
    }
  | { readonly uncounted: string };

/**
 * Operations for one row: a free first dimension of the inputs is one row, a fixed one so many rows that share the
 * cost. Any other free dimension, or an operator that is not in the table, leaves the graph uncounted.
 */
export function countFlops(graph: Graph): FlopCount {
  const walk = walkGraph(graph, 1);
  if ('uncounted' in walk) return walk;
  const { rows, steps } = walk;
  const parameters = parametersByConstant(graph);
  const total = { lower: 0, upper: 0, multiplyAdds: 0, bytes: 0 };
  const operators = new Map<string, { nodes: number; flops: number; bytes: number; parameters: number }>();
  for (const { node, inputs, outputs, cost } of steps) {
    const line = operators.get(operatorName(node)) ?? { nodes: 0, flops: 0, bytes: 0, parameters: 0 };
    const bytes = bytesMoved(node, inputs, outputs, cost) / rows;
    line.nodes++;
    line.flops += cost.upper / rows;
    line.bytes += bytes;
    for (const list of learntOf(node)) line.parameters += list.length;
    for (const name of node.inputs) {
      line.parameters += parameters.get(name) ?? 0;
      parameters.delete(name);
    }
    operators.set(operatorName(node), line);
    total.lower += cost.lower / rows;
    total.upper += cost.upper / rows;
    total.multiplyAdds += cost.multiplyAdds / rows;
    total.bytes += bytes;
  }
  const lines = [...operators].map(([operator, line]) => ({ operator, ...line }));
  lines.sort((a, b) => b.flops - a.flops || (a.operator < b.operator ? -1 : 1));
  return { ...total, operators: lines };
}

export interface ParameterCount {
  readonly parameters: number;
  /** `undefined` where the numbers of a tensor are not at hand. */
  readonly zeros: number | undefined;
}

const holdsParameters = ({ type }: GraphConstant): boolean => /^(b?float|u?int[48]$)/.test(type);

/** Means and variances that a batch normalisation remembers of its training: measured, not learnt. */
const remembered = (graph: Graph): ReadonlySet<string> =>
  new Set(graph.nodes.flatMap(({ opType, inputs }) => (opType === 'BatchNormalization' ? inputs.slice(3, 5) : [])));

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
  for (const constant of learntConstants(graph)) add(constant.elements, constant.values());
  for (const node of graph.nodes) {
    const tensor = tensorAttribute(node, 'value');
    if (tensor !== undefined && holdsParameters(tensor)) add(tensor.elements, tensor.values());
    for (const list of learntOf(node)) add(list.length, list);
  }
  return { parameters, zeros };
}

function learntConstants(graph: Graph): readonly GraphConstant[] {
  const notLearnt = remembered(graph);
  return graph.constants.filter((constant) => holdsParameters(constant) && !notLearnt.has(constant.name));
}

/** Elements by name; those of `Constant` nodes by what they give. */
function parametersByConstant(graph: Graph): Map<string, number> {
  const elements = new Map(learntConstants(graph).map((constant) => [constant.name, constant.elements]));
  for (const node of graph.nodes) {
    const tensor = tensorAttribute(node, 'value');
    if (tensor !== undefined && holdsParameters(tensor)) elements.set(node.outputs[0] ?? '', tensor.elements);
  }
  return elements;
}

function learntOf(node: GraphNode): readonly (readonly number[])[] {
  if (node.domain !== 'ai.onnx.ml') return [];
  if (node.opType.startsWith('TreeEnsemble')) return [treeEnsembleProfile(node)?.parameters ?? []];
  return LEARNT.map((name) => numbersAttribute(node, name) ?? []);
}

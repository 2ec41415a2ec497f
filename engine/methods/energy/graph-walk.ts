/** What flows through a graph: the shape and width of every value, operator by operator. */
import { tensorAttribute } from './graph.js';
import type { Graph, GraphConstant, GraphNode } from './graph.js';
import { outputValues, widthOf } from './operator-bytes.js';
import type { Value } from './operator-bytes.js';
import type { OperatorCost } from './operator-cost.js';
import { flopsOf } from './operator-flops.js';

export interface GraphStep {
  readonly node: GraphNode;
  readonly inputs: readonly (Value | undefined)[];
  readonly outputs: readonly Value[];
  readonly cost: OperatorCost;
}

export interface GraphWalk {
  /** Rows that go through at once: `batch`, or as many as the inputs fix. */
  readonly rows: number;
  /** Of the graph's inputs, by name. */
  readonly fed: ReadonlyMap<string, Value>;
  readonly steps: readonly GraphStep[];
}

/**
 * A free first dimension of the inputs is `batch` rows; a fixed one stays. Any other free dimension, or an operator whose
 * answer's size is not known beforehand, leaves the graph uncounted.
 */
export function walkGraph(graph: Graph, batch: number): GraphWalk | { readonly uncounted: string } {
  const values = new Map<string, Value>();
  const numbers = new Map<string, readonly number[]>();
  const keep = (name: string, constant: GraphConstant): void => {
    values.set(name, { shape: constant.dims, width: widthOf(constant.type) });
    const known = constant.elements <= 64 ? constant.values() : undefined;
    if (known instanceof Float64Array) numbers.set(name, [...known]);
  };
  for (const constant of graph.constants) keep(constant.name, constant);
  const input = inputsOf(graph, batch);
  if ('uncounted' in input) return input;
  for (const [name, value] of input.fed) values.set(name, value);
  const steps: GraphStep[] = [];
  for (const node of graph.nodes) {
    const inputs = node.inputs.map((name) => values.get(name));
    const cost = flopsOf(node, {
      shapes: inputs.map((value) => value?.shape),
      constant: (index) => numbers.get(node.inputs[index] ?? ''),
    });
    if ('uncounted' in cost) return cost;
    const outputs = outputValues(node, inputs, cost.shapes);
    node.outputs.forEach((name, index) => {
      if (outputs[index] !== undefined) values.set(name, outputs[index]);
    });
    const tensor = tensorAttribute(node, 'value');
    if (node.opType === 'Constant' && tensor !== undefined) keep(node.outputs[0] ?? '', tensor);
    steps.push({ node, inputs, outputs, cost });
  }
  return { ...input, steps };
}

function inputsOf(graph: Graph, batch: number): Pick<GraphWalk, 'rows' | 'fed'> | { readonly uncounted: string } {
  const fed = new Map<string, Value>();
  let rows: number | undefined;
  for (const { name, shape, type = 'float32' } of graph.inputs) {
    if (shape === undefined) return { uncounted: `the shape of the input ${name} is not known` };
    const [first, ...rest] = shape;
    const free = rest.findIndex((dim) => typeof dim !== 'number');
    if (free >= 0) return { uncounted: `dimension ${free + 2} of the input ${name} is free` };
    const row = typeof first === 'number' && first > 0 ? first : batch;
    if (shape.length > 0) rows = Math.max(rows ?? 1, row);
    const dims = shape.length === 0 ? [] : [row, ...rest.filter((dim) => typeof dim === 'number')];
    fed.set(name, { shape: dims, width: widthOf(type) });
  }
  return { rows: rows ?? 1, fed };
}

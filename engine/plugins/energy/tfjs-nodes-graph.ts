/** A frozen TensorFlow graph, as TensorFlow.js' converter writes it, in ONNX' words. */
import { isObject } from '../../backends/json-value.js';
import type { JsonObject } from '../../backends/json-value.js';
import type { TfjsPorts } from '../../backends/tfjs-file.js';
import type { TfjsWeight } from '../../backends/tfjs-weights.js';
import { builtGraph, Uncounted } from './graph-builder.js';
import type { BuiltGraph, GraphBuilder } from './graph-builder.js';
import { knownNumbers, MOST_KNOWN } from './tfjs-known-numbers.js';
import { edgeOf, nodeOf } from './tfjs-node.js';
import type { TfjsNode } from './tfjs-node.js';
import { translated } from './tfjs-node-operators.js';

export interface TfjsNodes {
  /** `modelTopology`. */
  readonly topology: JsonObject;
  readonly ports: TfjsPorts;
  readonly weights: readonly TfjsWeight[];
  /** Whole numbers of a weight that holds some. */
  readonly integers: (name: string) => readonly number[] | undefined;
}

export function graphOfNodes(model: TfjsNodes): BuiltGraph {
  return builtGraph((builder) => {
    const answers = new Map<string, readonly string[]>();
    const weights = new Map(model.weights.map((weight) => [weight.name, weight]));
    for (const node of inOrder(model)) {
      answers.set(
        node.name,
        valuesOf(node, { builder, model, weight: weights.get(node.name), inputs: inputsOf(node, answers) }),
      );
    }
  });
}

interface Given {
  readonly builder: GraphBuilder;
  readonly model: TfjsNodes;
  readonly weight: TfjsWeight | undefined;
  readonly inputs: readonly string[];
}

function valuesOf(node: TfjsNode, { builder, model, weight, inputs }: Given): readonly string[] {
  switch (node.op) {
    case 'Placeholder':
      return [builder.input(shapeOfInput(node, model.ports))];
    case 'Const':
      return [constantOf(node, builder, weight, model.integers)];
    default: {
      const known = knownNumbers(
        node,
        inputs.map((name) => builder.shapeOf(name)),
        inputs.map((name) => {
          const values = builder.numbersOf(name);
          return values && { dims: builder.shapeOf(name), values };
        }),
      );
      return known === undefined
        ? translated(builder, node, inputs)
        : [builder.constant(known.dims, 'int32', known.values)];
    }
  }
}

const inputsOf = (node: TfjsNode, answers: ReadonlyMap<string, readonly string[]>): readonly string[] =>
  node.inputs.map(({ node: from, output }) => {
    const value = answers.get(from)?.[output];
    if (value === undefined) throw new Uncounted(`an operator ${node.op} reads an answer that is not counted`);
    return value;
  });

function shapeOfInput(node: TfjsNode, { inputs, inputNodes }: TfjsPorts): readonly (number | undefined)[] {
  const port = inputs[inputNodes.findIndex((name) => edgeOf(name).node === node.name)];
  const shape = port?.value.kind === 'tensor' ? port.value.shape : undefined;
  if (shape === undefined) throw new Uncounted(`the shape of the input ${node.name} is not known`);
  return shape.map((dim) => (typeof dim === 'number' ? dim : undefined));
}

function constantOf(
  { name }: TfjsNode,
  builder: GraphBuilder,
  weight: TfjsWeight | undefined,
  integers: TfjsNodes['integers'],
): string {
  if (weight === undefined) throw new Uncounted(`the constant ${name} has no numbers`);
  const known = weight.dtype === 'int32' && weight.count <= MOST_KNOWN ? integers(name) : undefined;
  return builder.constant(weight.shape, weight.dtype, known);
}

/** Those that the answers hang on, each after what feeds it. */
function inOrder({ topology, ports }: TfjsNodes): readonly TfjsNode[] {
  const list = Array.isArray(topology['node']) ? (topology['node'] as readonly JsonObject[]) : [];
  const nodes = new Map(
    list
      .filter(isObject)
      .map((json) => nodeOf(json))
      .map((node) => [node.name, node]),
  );
  const ordered: TfjsNode[] = [];
  const state = new Map<string, 'open' | 'done'>();
  // By hand: a graph may be deeper than the stack.
  const path = ports.outputNodes.map((name) => edgeOf(name).node).reverse();
  while (path.length > 0) {
    const name = path.at(-1)!;
    const node = nodes.get(name);
    if (node === undefined) throw new Uncounted(`the node ${name.slice(0, 100)} is not there`);
    const open = node.inputs.filter(({ node: from }) => state.get(from) !== 'done');
    if (state.get(name) === 'done' || open.length === 0) {
      if (state.get(name) !== 'done') ordered.push(node);
      state.set(name, 'done');
      path.pop();
      continue;
    }
    if (open.some(({ node: from }) => state.get(from) === 'open')) throw new Uncounted('its operators feed each other in a ring'); // prettier-ignore
    state.set(name, 'open');
    path.push(...open.map(({ node: from }) => from));
  }
  return ordered;
}

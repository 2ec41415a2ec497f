/** What TensorFlow's converter fuses into a product: a bias, which starts the sums and is free, and an activation. */
import { Uncounted } from './graph-builder.js';
import type { GraphBuilder } from './graph-builder.js';
import { textsAttr } from './tfjs-node.js';
import type { TfjsNode } from './tfjs-node.js';

interface Fused {
  readonly bias: readonly string[];
  readonly activation: readonly string[];
}

const ACTIVATIONS: Readonly<Record<string, string>> = {
  Relu: 'Relu',
  Relu6: 'Clip',
  Elu: 'Elu',
  LeakyRelu: 'LeakyRelu',
  Sigmoid: 'Sigmoid',
  Tanh: 'Tanh',
  Prelu: 'PRelu',
};

/** Of a fused node with two operands; `activation` is its name, and what it reads besides. */
export function fusedActivation(node: TfjsNode, inputs: readonly string[]): Fused {
  const [first, ...rest] = textsAttr(node, 'fused_ops');
  if (first === undefined) return { bias: [], activation: [] };
  const bias = first === 'BiasAdd' ? inputs.slice(2, 3) : [];
  const names = first === 'BiasAdd' ? rest : [first, ...rest];
  if (names.length > 1) throw new Uncounted(`the operators ${names.join(', ')} fused into one are not counted`);
  return { bias, activation: [...names, ...inputs.slice(2 + bias.length)] };
}

export function activated(
  b: GraphBuilder,
  x: string,
  [name, ...operands]: readonly string[],
  { op }: TfjsNode,
): string {
  if (name === undefined) return x;
  const opType = ACTIVATIONS[name];
  if (opType === undefined) throw new Uncounted(`the activation ${name} of an operator ${op} is not counted`);
  return b.emit(opType, [x, ...(opType === 'PRelu' ? operands : [])]);
}

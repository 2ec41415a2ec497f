/**
 * A network of another format put into ONNX' words, whose costs and sizes are known: what is counted is the same, though
 * arrays may be laid out otherwise. Operators come one after another, each with the shape of its answer for one row.
 */
import type { Graph, GraphAttribute, GraphConstant, GraphNode } from '../../methods/energy/graph.js';
import { flopsOf } from '../../methods/energy/operator-flops.js';
import { sizeOf } from '../../methods/energy/shapes.js';
import type { Shape } from '../../methods/energy/shapes.js';

/** What keeps a network from being counted. */
export class Uncounted extends Error {}

export type BuiltGraph = Graph | { readonly uncounted: string };

/** `build` throws Uncounted for what has no known cost. */
export function builtGraph(build: (builder: GraphBuilder) => void): BuiltGraph {
  const builder = new GraphBuilder();
  try {
    build(builder);
    return builder.graph();
  } catch (fault) {
    if (fault instanceof Uncounted) return { uncounted: fault.message };
    throw fault;
  }
}

export class GraphBuilder {
  readonly #nodes: GraphNode[] = [];
  readonly #inputs: { readonly name: string; readonly shape: readonly (number | undefined)[] }[] = [];
  readonly #constants = new Map<string, GraphConstant>();
  readonly #shapes = new Map<string, Shape>();
  readonly #numbers = new Map<string, readonly number[]>();
  readonly #relaid = new Map<string, string>();
  #values = 0;

  /** Its first dimension may be free: it is the row. */
  input(shape: readonly (number | undefined)[]): string {
    const name = this.#name();
    const [, ...rest] = shape;
    if (rest.includes(undefined)) throw new Uncounted('a dimension of its input is free');
    this.#inputs.push({ name, shape });
    this.#shapes.set(
      name,
      shape.map((dim) => dim ?? 1),
    );
    return name;
  }

  shapeOf(name: string): Shape {
    return this.#shapes.get(name)!;
  }

  /** Of a constant, where they are known. */
  numbersOf(name: string): readonly number[] | undefined {
    return this.#numbers.get(name);
  }

  /** Weights, whose numbers do not matter. */
  weights(...dims: number[]): string {
    return this.constant(dims, 'float32', undefined);
  }

  integers(...values: number[]): string {
    return this.constant([values.length], 'int64', values);
  }

  constant(dims: readonly number[], type: string, values: readonly number[] | undefined): string {
    const name = this.#name();
    this.#constants.set(name, {
      name,
      dims,
      type,
      elements: sizeOf(dims),
      values: () => values && Float64Array.from(values),
    });
    this.#shapes.set(name, dims);
    if (values !== undefined) this.#numbers.set(name, values);
    return name;
  }

  /** The same numbers in another order: of a constant another one, which stands in its place. */
  relaid(name: string, ...dims: number[]): string {
    const constant = this.#constants.get(name);
    if (constant === undefined) return this.reshape(name, dims);
    if (constant.elements !== sizeOf(dims)) throw new Uncounted('weights of an unknown size are not counted');
    const key = `${name} ${dims.join(' ')}`;
    const known = this.#relaid.get(key) ?? this.constant(dims, constant.type, undefined);
    this.#relaid.set(key, known);
    return known;
  }

  /** Rows stay rows, however many there are. */
  reshape(name: string, [rows, ...rest]: Shape): string {
    const wanted = rows === undefined ? [] : [rows === this.shapeOf(name)[0] ? 0 : -1, ...rest];
    return this.emit('Reshape', [name, this.integers(...wanted)]);
  }

  emit(opType: string, inputs: readonly string[], attributes: Readonly<Record<string, GraphAttribute>> = {}): string {
    return this.emitAll(opType, inputs, 1, attributes)[0]!;
  }

  /** An operator of several answers. */
  emitAll(
    opType: string,
    inputs: readonly string[],
    answers: number,
    attributes: Readonly<Record<string, GraphAttribute>> = {},
  ): readonly string[] {
    const outputs = Array.from({ length: answers }, () => this.#name());
    const node: GraphNode = { opType, domain: '', inputs, outputs, attributes };
    const cost = flopsOf(node, {
      shapes: inputs.map((name) => this.#shapes.get(name)),
      constant: (index) => this.#numbers.get(inputs[index] ?? ''),
    });
    if ('uncounted' in cost) throw new Uncounted(cost.uncounted);
    this.#nodes.push(node);
    outputs.forEach((name, index) => this.#shapes.set(name, cost.shapes[index]!));
    return outputs;
  }

  /** Constants that no operator reads are left out. */
  graph(): Graph {
    const read = new Set(this.#nodes.flatMap(({ inputs }) => inputs));
    const constants = [...this.#constants.values()].filter(({ name }) => read.has(name));
    return { nodes: this.#nodes, constants, inputs: this.#inputs };
  }

  #name(): string {
    return `v${this.#values++}`;
  }
}

export const ints = (...value: number[]): GraphAttribute => ({ kind: 'ints', value });
export const int = (value: number): GraphAttribute => ({ kind: 'int', value });
export const text = (value: string): GraphAttribute => ({ kind: 'string', value });

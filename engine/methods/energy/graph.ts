/** A model as a graph of operators over arrays: what counting needs of ONNX, without its reader. */
export interface GraphAttribute {
  readonly kind: string;
  readonly value?: unknown;
}

export interface GraphNode {
  readonly opType: string;
  /** `""` for ONNX's own operators, `ai.onnx.ml` for its classical ones. */
  readonly domain: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Readonly<Record<string, GraphAttribute>>;
}

export interface GraphConstant {
  readonly name: string;
  readonly dims: readonly number[];
  readonly type: string;
  readonly elements: number;
  /** `undefined` where the numbers are not at hand. */
  values(): Float64Array | readonly string[] | undefined;
}

export interface Graph {
  readonly nodes: readonly GraphNode[];
  readonly constants: readonly GraphConstant[];
  /** A free dimension is its name or `undefined`; no shape at all is `undefined`. */
  readonly inputs: readonly {
    readonly name: string;
    readonly shape: readonly (number | string | undefined)[] | undefined;
    /** `float32` where it is absent. */
    readonly type?: string;
  }[];
}

/** `Gemm`, or `ai.onnx.ml.Scaler`. */
export const operatorName = (node: GraphNode): string =>
  node.domain === '' ? node.opType : `${node.domain}.${node.opType}`;

export function numberAttribute(node: GraphNode, name: string, otherwise: number): number {
  const value = node.attributes[name]?.value;
  return typeof value === 'number' ? value : otherwise;
}

export function textAttribute(node: GraphNode, name: string, otherwise: string): string {
  const value = node.attributes[name]?.value;
  return typeof value === 'string' ? value : otherwise;
}

const isNumber = (value: unknown): value is number => typeof value === 'number';

/** Numbers of a list attribute, or of a tensor one (`nodes_values_as_tensor`); `undefined` where it is absent. */
export function numbersAttribute(node: GraphNode, name: string): readonly number[] | undefined {
  const value = node.attributes[name]?.value;
  if (Array.isArray(value)) return value.every(isNumber) ? value : undefined;
  if (typeof value !== 'object' || value === null || !('values' in value)) return undefined;
  const values = (value as GraphConstant).values();
  return values instanceof Float64Array ? [...values] : undefined;
}

/** The tensor of an attribute such as `Constant`'s `value`. */
export function tensorAttribute(node: GraphNode, name: string): GraphConstant | undefined {
  const attribute = node.attributes[name];
  return attribute?.kind === 'tensor' ? (attribute.value as GraphConstant) : undefined;
}

export const textsAttribute = (node: GraphNode, name: string): readonly unknown[] => {
  const value = node.attributes[name]?.value;
  return Array.isArray(value) ? value : [];
};

/** A node of a frozen TensorFlow graph (tensorflow/core/framework/node_def.proto) as TensorFlow.js' JSON has it. */
import { isObject } from '../../backends/json-value.js';
import type { Json, JsonObject } from '../../backends/json-value.js';
import { Uncounted } from './graph-builder.js';
import type { GraphBuilder } from './graph-builder.js';

export interface TfjsNode {
  readonly name: string;
  readonly op: string;
  /** Of the data that it reads; edges that only order nodes (`^name`) are left out. */
  readonly inputs: readonly { readonly node: string; readonly output: number }[];
  readonly attr: JsonObject;
}

/** The values that a node gives, in its order; later ones that nothing in use reads may be missing. */
export type Translate = (b: GraphBuilder, node: TfjsNode, inputs: readonly string[]) => string | readonly string[];

export function nodeOf(json: JsonObject): TfjsNode {
  const { name, op, input = [], attr } = json;
  const inputs = (Array.isArray(input) ? (input as readonly Json[]) : []).map(String);
  return {
    name: String(name),
    op: String(op),
    inputs: inputs.filter((edge) => !edge.startsWith('^')).map(edgeOf),
    attr: isObject(attr) ? attr : {},
  };
}

/** `split:1` is the second answer of `split`. */
export function edgeOf(edge: string): TfjsNode['inputs'][number] {
  const [, node = edge, output = '0'] = /^(.*):(\d+)$/s.exec(edge) ?? [];
  return { node, output: Number(output) };
}

/** The value that it reads at a place. */
export function operand(inputs: readonly string[], index: number, { op }: TfjsNode): string {
  const name = inputs[index];
  if (name === undefined) throw new Uncounted(`an operator ${op} that lacks an input is not counted`);
  return name;
}

const valueOf = ({ attr }: TfjsNode, name: string, kind: string): Json | undefined => {
  const value = attr[name];
  return isObject(value) ? value[kind] : undefined;
};

/** int64 is a text in JSON. */
const wholeNumber = (value: Json): number => {
  const number = typeof value === 'boolean' || value === null ? Number.NaN : Number(value);
  if (!Number.isSafeInteger(number)) throw new Uncounted('an attribute that is no whole number is not counted');
  return number;
};

const listAttr = (node: TfjsNode, name: string, kind: string): readonly Json[] => {
  const list = valueOf(node, name, 'list');
  const items = isObject(list) ? list[kind] : undefined;
  return Array.isArray(items) ? (items as readonly Json[]) : [];
};

export const intAttr = (node: TfjsNode, name: string, otherwise: number): number => {
  const value = valueOf(node, name, 'i');
  return value === undefined ? otherwise : wholeNumber(value);
};

export const intsAttr = (node: TfjsNode, name: string): readonly number[] => listAttr(node, name, 'i').map(wholeNumber);

export const isSet = (node: TfjsNode, name: string): boolean => valueOf(node, name, 'b') === true;

/** Bytes are base64 in JSON. */
const textFrom = (value: Json): string => Buffer.from(String(value), 'base64').toString('latin1');

export const textAttr = (node: TfjsNode, name: string, otherwise: string): string => {
  const value = valueOf(node, name, 's');
  return value === undefined ? otherwise : textFrom(value);
};

export const textsAttr = (node: TfjsNode, name: string): readonly string[] => listAttr(node, name, 's').map(textFrom);

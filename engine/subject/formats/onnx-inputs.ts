/** Which columns go into which input of an ONNX model. */
import type { OnnxType, OnnxValue } from '../../backends/onnx-graph.js';
import type { FeedType } from '../../backends/onnxruntime.js';

export interface FeatureSpec {
  readonly name: string;
  readonly type: 'numeric' | 'categorical';
  /** Of a categorical column: each of its levels is a decimal number, so that a numeric input can take it. */
  readonly numericLevels: boolean;
}

export interface InputBlock {
  readonly input: string;
  readonly type: FeedType;
  /** The tensor's dimensions after the first (rows); empty for a tensor of rank 1. */
  readonly dims: readonly number[];
  /** Where the model takes exactly so many rows at a time. */
  readonly fixedRows?: number;
  /** Indices of features, row-major. */
  readonly features: readonly number[];
}

export interface InputPlan {
  readonly blocks: readonly InputBlock[];
  /** Features that no input takes. */
  readonly unused: readonly string[];
}

export interface Mismatch {
  readonly mismatch: string;
  readonly hint?: string;
}

const FEEDS: { readonly [type in OnnxType]?: FeedType } = {
  float32: 'float32',
  float64: 'float64',
  int64: 'int64',
  int32: 'int32',
  bool: 'bool',
  string: 'string',
};

interface Wanted {
  readonly input: string;
  readonly type: FeedType;
  /** `undefined`: as many columns as are left. */
  readonly width: number | undefined;
  readonly rank: number;
  readonly dims: readonly number[];
  readonly fixedRows?: number;
}

/**
 * By name, then by order. An input of one column takes the feature of its name: the same text, or the same but for
 * characters that are neither letters nor digits (converters write `sepal length (cm)` as `sepal_length__cm_`). Inputs
 * that found none take the features that are left, in the order of the data, each as many as it is wide. Where every
 * input found its own, features that are left over are unused; else all must be taken. String inputs take categorical
 * columns; numeric inputs numeric ones, and categorical ones whose levels are all numbers.
 */
export function mapInputs(inputs: readonly OnnxValue[], features: readonly FeatureSpec[]): InputPlan | Mismatch {
  const wanted: Wanted[] = [];
  for (const input of inputs) {
    const want = wantedOf(input);
    if ('mismatch' in want) return want;
    wanted.push(want);
  }
  const taken = new Map<Wanted, readonly number[]>();
  const free = new Set(features.map((_, index) => index));
  for (const same of [(a: string, b: string) => a === b, (a: string, b: string) => plain(a) === plain(b)]) {
    for (const want of wanted) {
      if (taken.has(want) || want.width !== 1 || (want.rank > 1 && want.dims.length > 1)) continue;
      const found = [...free].filter((index) => same(features[index]!.name, want.input));
      if (found.length !== 1) continue;
      taken.set(want, found);
      free.delete(found[0]!);
    }
  }
  const rest = wanted.filter((want) => !taken.has(want));
  const shortage = takeInOrder(rest, free, taken, features.length);
  if (shortage !== undefined) return shortage;
  for (const [want, indices] of taken) {
    const wrong = indices.map((index) => features[index]!).find((feature) => !fits(want.type, feature));
    if (wrong !== undefined) return unfit(want, wrong);
  }
  return {
    blocks: wanted.map((want) => ({
      input: want.input,
      type: want.type,
      dims: want.rank === 1 ? [] : want.width === undefined ? [taken.get(want)!.length] : want.dims,
      ...(want.fixedRows === undefined ? {} : { fixedRows: want.fixedRows }),
      features: taken.get(want)!,
    })),
    unused: [...free].map((index) => features[index]!.name),
  };
}

function wantedOf({ name, value }: OnnxValue): Wanted | Mismatch {
  if (value.kind !== 'tensor') return { mismatch: `its input "${name}" is a ${value.kind}; a tensor is expected` };
  const type = FEEDS[value.type];
  if (type === undefined)
    return { mismatch: `its input "${name}" is of type ${value.type}, which is not fed from tables` };
  const [rows, ...inner] = value.shape ?? [undefined, undefined];
  if (value.shape?.length === 0) return { mismatch: `its input "${name}" is a scalar; rows are expected` };
  const dims = inner.map((dim) => (typeof dim === 'number' && dim > 0 ? dim : undefined));
  const known = dims.every((dim) => dim !== undefined);
  if (!known && dims.length > 1) return { mismatch: `its input "${name}" has more than one free dimension` };
  return {
    input: name,
    type,
    width: known ? dims.reduce((product, dim) => product * dim, 1) : undefined,
    rank: 1 + dims.length,
    dims: known ? dims : [],
    ...(typeof rows === 'number' && rows > 0 ? { fixedRows: rows } : {}),
  };
}

/** Gives each of `rest` the next free features. */
function takeInOrder(
  rest: readonly Wanted[],
  free: Set<number>,
  taken: Map<Wanted, readonly number[]>,
  total: number,
): Mismatch | undefined {
  if (rest.length === 0) return undefined;
  const open = rest.filter(({ width }) => width === undefined);
  if (open.length > 1) return { mismatch: `its inputs ${names(open)} do not say how many columns they take` };
  const fixed = rest.reduce((sum, { width }) => sum + (width ?? 0), 0);
  const left = free.size - fixed;
  if (open.length === 0 ? left !== 0 : left < 1) {
    const columns = fixed === 1 ? '1 column' : `${fixed} columns`;
    return {
      mismatch: `its inputs ${names(rest)} take ${columns}; the data has ${free.size === total ? total : `${free.size} more`} features`,
      hint: 'Give columns that are no input of the model `roles: []`, or name features as the inputs are named.',
    };
  }
  const order = [...free];
  for (const want of rest) {
    const indices = order.splice(0, want.width ?? left);
    taken.set(want, indices);
    for (const index of indices) free.delete(index);
  }
  return undefined;
}

const fits = (type: FeedType, { type: column, numericLevels }: FeatureSpec): boolean =>
  type === 'string' ? column === 'categorical' : column === 'numeric' || numericLevels;

function unfit({ input, type }: Wanted, feature: FeatureSpec): Mismatch {
  const text = type === 'string';
  return {
    mismatch: `its input "${input}" takes ${text ? 'texts' : 'numbers'}, and the column "${feature.name}" for it is ${feature.type}`,
    hint: text
      ? `Declare "${feature.name}" categorical.`
      : 'Export the model with its preprocessing and one input a column, or encode the column in the data.',
  };
}

const plain = (name: string): string => name.toLowerCase().replace(/[^\p{L}\p{Nd}]/gu, '');
const names = (wanted: readonly Wanted[]): string =>
  wanted
    .map(({ input }) => `"${input}"`)
    .slice(0, 8)
    .join(', ');

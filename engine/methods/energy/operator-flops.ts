/**
 * Floating-point operations of ONNX operators. A multiply-add is 2, so a product of M×K by K×N is 2·M·K·N (the bias of
 * `Gemm`, `Conv` and the linear models starts the sums and is free); a function of one number (exp, tanh, …) and a
 * comparison are 1; a softmax is 5 an element (maximum, difference, exp, sum, quotient); moving and renaming numbers is
 * free. An operator that is not here is not counted at all: `flopsOf` says so instead of guessing.
 */
import {
  numberAttribute,
  numbersAttribute,
  operatorName,
  tensorAttribute,
  textAttribute,
  textsAttribute,
} from './graph.js';
import type { GraphNode } from './graph.js';
import { axisOf, broadcast, reduced, reshaped, sizeOf, windowed } from './shapes.js';
import type { Shape } from './shapes.js';
import { postTransformFlops, treeEnsembleProfile } from './tree-ensemble.js';

export interface OperatorCost {
  /** Fewest and most operations; they differ where the data choose a path. */
  readonly lower: number;
  readonly upper: number;
  readonly shapes: readonly Shape[];
}

export interface OperatorInputs {
  /** Of each input; an absent optional input has none. */
  readonly shapes: readonly (Shape | undefined)[];
  /** The numbers of an input that is constant. */
  readonly constant: (input: number) => readonly number[] | undefined;
}

type Counter = (node: GraphNode, inputs: OperatorInputs) => OperatorCost | undefined;

const cost = (flops: number, ...shapes: readonly Shape[]): OperatorCost => ({ lower: flops, upper: flops, shapes });

const perElement =
  (flops: number): Counter =>
  (_, { shapes: [shape] }) =>
    shape && cost(flops * sizeOf(shape), shape);

const free = perElement(0);
const unary = perElement(1);

const variadic: Counter = (node, { shapes }) => {
  let shape: Shape | undefined = shapes[0];
  for (const other of shapes.slice(1)) shape = shape && other && broadcast(shape, other);
  return shape && cost((node.inputs.length - 1) * sizeOf(shape), shape);
};

const matMul: Counter = (_, { shapes: [a, b] }) => {
  if (a === undefined || b === undefined || a.length === 0 || b.length === 0) return undefined;
  const left = a.length === 1 ? [1, ...a] : a;
  const right = b.length === 1 ? [...b, 1] : b;
  const [m, k] = [left.at(-2)!, left.at(-1)!];
  const [inner, n] = [right.at(-2)!, right.at(-1)!];
  const batch = broadcast(left.slice(0, -2), right.slice(0, -2));
  if (batch === undefined || k !== inner) return undefined;
  const shape = [...batch, ...(a.length === 1 ? [] : [m]), ...(b.length === 1 ? [] : [n])];
  return cost(2 * sizeOf(batch) * m * k * n, shape);
};

const gemm: Counter = (node, { shapes: [a, b] }) => {
  if (a?.length !== 2 || b?.length !== 2) return undefined;
  const [m, k] = numberAttribute(node, 'transA', 0) === 1 ? [a[1]!, a[0]!] : [a[0]!, a[1]!];
  const [inner, n] = numberAttribute(node, 'transB', 0) === 1 ? [b[1]!, b[0]!] : [b[0]!, b[1]!];
  return k === inner ? cost(2 * m * k * n, [m, n]) : undefined;
};

const conv: Counter = (node, { shapes: [x, w] }) => {
  if (x === undefined || w === undefined || x.length !== w.length || x.length < 3) return undefined;
  const spatial = windowed(node, x.slice(2), w.slice(2));
  if (spatial === undefined) return undefined;
  const shape = [x[0]!, w[0]!, ...spatial];
  return cost(2 * sizeOf(shape) * sizeOf(w.slice(1)), shape);
};

const pool: Counter = (node, { shapes: [x] }) => {
  const kernel = numbersAttribute(node, 'kernel_shape');
  if (x === undefined || kernel === undefined || x.length < 3) return undefined;
  const spatial = windowed(node, x.slice(2), kernel);
  if (spatial === undefined) return undefined;
  const shape = [x[0]!, x[1]!, ...spatial];
  return cost(sizeOf(shape) * sizeOf(kernel), shape);
};

const globalPool: Counter = (_, { shapes: [x] }) =>
  x && x.length >= 3 ? cost(sizeOf(x), [x[0]!, x[1]!, ...x.slice(2).map(() => 1)]) : undefined;

const reduce: Counter = (node, { shapes: [x], constant }) => {
  if (x === undefined || (node.inputs[1] && constant(1) === undefined)) return undefined;
  const axes = constant(1) ?? numbersAttribute(node, 'axes');
  const shape = reduced(x, axes, numberAttribute(node, 'keepdims', 1) === 1);
  const finish = node.opType === 'ReduceMean' || node.opType === 'ReduceL2' ? sizeOf(shape) : 0;
  const each = node.opType === 'ReduceL2' || node.opType === 'ReduceSumSquare' ? 2 : 1;
  return cost(each * sizeOf(x) + finish, shape);
};

const argument: Counter = (node, { shapes: [x] }) =>
  x && cost(sizeOf(x), reduced(x, [numberAttribute(node, 'axis', 0)], numberAttribute(node, 'keepdims', 1) === 1));

const normalizer: Counter = (node, { shapes: [x] }) =>
  x && cost((textAttribute(node, 'norm', 'MAX') === 'L2' ? 3 : 2) * sizeOf(x), x);

/** Rows and features of a classical operator's input: a vector is one row. */
const table = (shape: Shape | undefined): readonly [number, number] | undefined =>
  shape === undefined
    ? undefined
    : shape.length === 1
      ? [1, shape[0]!]
      : shape.length === 2
        ? [shape[0]!, shape[1]!]
        : undefined;

const linear: Counter = (node, { shapes: [x] }) => {
  const input = table(x);
  const coefficients = numbersAttribute(node, 'coefficients');
  if (input === undefined || coefficients === undefined) return undefined;
  const [rows, features] = input;
  const scores = coefficients.length / features;
  if (!Number.isInteger(scores)) return undefined;
  const flops = rows * (2 * coefficients.length + postTransformFlops(node, scores));
  if (node.opType === 'LinearRegressor') return cost(flops, [rows, scores]);
  const labels = textsAttribute(node, 'classlabels_strings').length || textsAttribute(node, 'classlabels_ints').length;
  return cost(flops, [rows], [rows, Math.max(scores, labels)]);
};

const trees: Counter = (node, { shapes: [x] }) => {
  const input = table(x);
  const ensemble = treeEnsembleProfile(node);
  if (input === undefined || ensemble === undefined) return undefined;
  const average = textAttribute(node, 'aggregate_function', 'SUM') === 'AVERAGE' ? ensemble.votes : 0;
  const after = postTransformFlops(node, ensemble.votes) + average;
  const [rows] = input;
  const answers =
    node.opType === 'TreeEnsembleClassifier' ? [[rows], [rows, ensemble.votes]] : [[rows, ensemble.votes]];
  return { lower: rows * (ensemble.lower + after), upper: rows * (ensemble.upper + after), shapes: answers };
};

const concat: Counter = (node, { shapes }) => {
  const [first, ...others] = shapes;
  if (first === undefined || others.includes(undefined)) return undefined;
  const axis = axisOf(numberAttribute(node, 'axis', 0), first.length);
  const joined = shapes.reduce((sum, shape) => sum + (shape?.[axis] ?? Number.NaN), 0);
  return Number.isNaN(joined)
    ? undefined
    : cost(
        0,
        first.map((dim, index) => (index === axis ? joined : dim)),
      );
};

const gather: Counter = (node, { shapes: [data, indices] }) => {
  if (data === undefined || indices === undefined) return undefined;
  const axis = axisOf(numberAttribute(node, 'axis', 0), data.length);
  return cost(0, [...data.slice(0, axis), ...indices, ...data.slice(axis + 1)]);
};

const flatten: Counter = (node, { shapes: [x] }) => {
  if (x === undefined) return undefined;
  const axis = axisOf(numberAttribute(node, 'axis', 1), x.length);
  return cost(0, [sizeOf(x.slice(0, axis)), sizeOf(x.slice(axis))]);
};

const reshape: Counter = (node, { shapes: [x], constant }) => {
  const wanted = constant(1) ?? numbersAttribute(node, 'shape');
  const shape = x && wanted && reshaped(x, wanted);
  return shape && cost(0, shape);
};

const squeeze: Counter = (node, { shapes: [x], constant }) => {
  const axes = constant(1) ?? numbersAttribute(node, 'axes');
  if (x === undefined || (node.inputs[1] && axes === undefined)) return undefined;
  const taken = axes?.map((axis) => axisOf(axis, x.length));
  return cost(
    0,
    x.filter((dim, axis) => (taken === undefined ? dim !== 1 : !taken.includes(axis))),
  );
};

const unsqueeze: Counter = (node, { shapes: [x], constant }) => {
  const axes = constant(1) ?? numbersAttribute(node, 'axes');
  if (x === undefined || axes === undefined) return undefined;
  const rank = x.length + axes.length;
  const added = new Set(axes.map((axis) => axisOf(axis, rank)));
  const rest = [...x];
  return cost(
    0,
    Array.from({ length: rank }, (_, axis) => (added.has(axis) ? 1 : (rest.shift() ?? 1))),
  );
};

const transpose: Counter = (node, { shapes: [x] }) => {
  if (x === undefined) return undefined;
  const order = numbersAttribute(node, 'perm') ?? x.map((_, axis) => x.length - 1 - axis);
  return cost(
    0,
    order.map((axis) => x[axis] ?? 1),
  );
};

const constant: Counter = (node) => {
  const tensor = tensorAttribute(node, 'value');
  if (tensor !== undefined) return cost(0, tensor.dims);
  const list = numbersAttribute(node, 'value_floats') ?? numbersAttribute(node, 'value_ints');
  if (list !== undefined) return cost(0, [list.length]);
  return 'value_float' in node.attributes || 'value_int' in node.attributes ? cost(0, []) : undefined;
};

const where: Counter = (_, { shapes: [condition, x, y] }) => {
  const values = x && y && broadcast(x, y);
  const shape = values && condition && broadcast(condition, values);
  return shape && cost(0, shape);
};

const featureExtractor: Counter = (_, { shapes: [x, indices] }) =>
  x && indices ? cost(0, [...x.slice(0, -1), sizeOf(indices)]) : undefined;

const oneHot: Counter = (node, { shapes: [x] }) => {
  const width = textsAttribute(node, 'cats_strings').length || textsAttribute(node, 'cats_int64s').length;
  return x && width > 0 ? cost(0, [...x, width]) : undefined;
};

/** A map a row: nothing reads it further. */
const zipMap: Counter = (_, { shapes: [x] }) => x && cost(0, x);

const group = (names: string, counter: Counter): readonly (readonly [string, Counter])[] =>
  names.split(' ').map((name) => [name, counter] as const);

const COUNTERS: ReadonlyMap<string, Counter> = new Map([
  ...group('Identity Cast CastLike Dropout', free),
  ...group('Relu LeakyRelu Elu Selu Celu ThresholdedRelu HardSigmoid HardSwish Sigmoid Tanh Softplus Softsign', unary),
  ...group('Gelu Mish Erf Exp Log Sqrt Reciprocal Abs Neg Sign Floor Ceil Round Clip IsNaN IsInf Not', unary),
  ...group('Sin Cos Tan Asin Acos Atan Sinh Cosh Asinh Acosh Atanh', unary),
  ...group('Add Sub Mul Div Pow Mod PRelu Max Min Sum And Or Xor', variadic),
  ...group('Equal Less LessOrEqual Greater GreaterOrEqual', variadic),
  ...group('Softmax LogSoftmax', perElement(5)),
  ...group('BatchNormalization', perElement(2)),
  ...group('LayerNormalization', perElement(7)),
  ...group('MatMul', matMul),
  ...group('Gemm', gemm),
  ...group('Conv', conv),
  ...group('MaxPool AveragePool', pool),
  ...group('GlobalMaxPool GlobalAveragePool', globalPool),
  ...group('ReduceSum ReduceMean ReduceMax ReduceMin ReduceProd ReduceL1 ReduceL2 ReduceSumSquare', reduce),
  ...group('ArgMax ArgMin', argument),
  ...group('Concat', concat),
  ...group('Gather', gather),
  ...group('Flatten', flatten),
  ...group('Reshape', reshape),
  ...group('Squeeze', squeeze),
  ...group('Unsqueeze', unsqueeze),
  ...group('Transpose', transpose),
  ...group('Constant', constant),
  ...group('Where', where),
  ...group('ai.onnx.ml.Scaler', perElement(2)),
  ...group('ai.onnx.ml.Imputer ai.onnx.ml.Binarizer', unary),
  ...group('ai.onnx.ml.LabelEncoder', free),
  ...group('ai.onnx.ml.Normalizer', normalizer),
  ...group('ai.onnx.ml.LinearClassifier ai.onnx.ml.LinearRegressor', linear),
  ...group('ai.onnx.ml.TreeEnsembleClassifier ai.onnx.ml.TreeEnsembleRegressor', trees),
  ...group('ai.onnx.ml.ArrayFeatureExtractor', featureExtractor),
  ...group('ai.onnx.ml.OneHotEncoder', oneHot),
  ...group('ai.onnx.ml.ZipMap', zipMap),
]);

export type Counted = OperatorCost | { readonly uncounted: string };

/** What a node costs, or why that cannot be said. */
export function flopsOf(node: GraphNode, inputs: OperatorInputs): Counted {
  const counter = COUNTERS.get(operatorName(node));
  if (counter === undefined)
    return { uncounted: `the operator ${operatorName(node)} is not in the table of operations` };
  return (
    counter(node, inputs) ?? {
      uncounted: `the sizes of an operator ${operatorName(node)} are not known before it runs`,
    }
  );
}

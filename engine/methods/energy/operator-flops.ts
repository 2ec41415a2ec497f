/**
 * Floating-point operations of ONNX operators. A multiply-add is 2, so a product of M×K by K×N is 2·M·K·N (the bias of
 * `Gemm`, `Conv` and the linear models starts the sums and is free); a function of one number (exp, tanh, …) and a
 * comparison are 1; a softmax is 5 an element (maximum, difference, exp, sum, quotient); moving and renaming numbers is
 * free. An operator that is not here is not counted at all: `flopsOf` says so instead of guessing.
 */
import { numberAttribute, numbersAttribute, operatorName, textAttribute, textsAttribute } from './graph.js';
import type { GraphNode } from './graph.js';
import { MOVING } from './moving-operators.js';
import { cost, products } from './operator-cost.js';
import type { Counter, OperatorCost, OperatorInputs } from './operator-cost.js';
import { axisOf, broadcast, reduced, sizeOf, spread, windowed } from './shapes.js';
import type { Shape } from './shapes.js';
import { postTransformFlops, treeEnsembleProfile } from './tree-ensemble.js';

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
  return products(sizeOf(batch) * m * k * n, shape);
};

const gemm: Counter = (node, { shapes: [a, b] }) => {
  if (a?.length !== 2 || b?.length !== 2) return undefined;
  const [m, k] = numberAttribute(node, 'transA', 0) === 1 ? [a[1]!, a[0]!] : [a[0]!, a[1]!];
  const [inner, n] = numberAttribute(node, 'transB', 0) === 1 ? [b[1]!, b[0]!] : [b[0]!, b[1]!];
  return k === inner ? products(m * k * n, [m, n]) : undefined;
};

const conv: Counter = (node, { shapes: [x, w] }) => {
  if (x === undefined || w === undefined || x.length !== w.length || x.length < 3) return undefined;
  const spatial = windowed(node, x.slice(2), w.slice(2));
  if (spatial === undefined) return undefined;
  const shape = [x[0]!, w[0]!, ...spatial];
  return products(sizeOf(shape) * sizeOf(w.slice(1)), shape);
};

/** Each number of the input times each weight of its channel's filters; weights are C × M/groups × window. */
const convTranspose: Counter = (node, { shapes: [x, w] }) => {
  if (x === undefined || w === undefined || x.length !== w.length || x.length < 3 || x[1] !== w[0]) return undefined;
  const spatial = spread(node, x.slice(2), w.slice(2));
  if (spatial === undefined) return undefined;
  return products(sizeOf(x) * sizeOf(w.slice(1)), [x[0]!, w[1]! * numberAttribute(node, 'group', 1), ...spatial]);
};

/** A square, a sum over the window's channels, then scale, power and quotient. */
const localResponse: Counter = (node, { shapes: [x] }) =>
  x && cost((numberAttribute(node, 'size', 1) + 4) * sizeOf(x), x);

const quantizeDynamically: Counter = (_, { shapes: [x] }) => x && cost(4 * sizeOf(x), x, [], []);

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

/**
 * By `sizes` or by `scales`, of all axes or of those in `axes`. Between two neighbours a linear step is a difference, a product
 * and a sum; an answer takes one step along the first of its axes, two along the next.
 */
const resize: Counter = (node, { shapes: [x], constant }) => {
  if (x === undefined) return undefined;
  const axes = (numbersAttribute(node, 'axes') ?? x.map((_, axis) => axis)).map((axis) => axisOf(axis, x.length));
  const [scales, sizes] = [constant(2), constant(3)];
  const given = sizes ?? axes.map((axis, index) => Math.floor(x[axis]! * (scales?.[index] ?? Number.NaN)));
  if (given.length !== axes.length) return undefined;
  const shape = x.map((dim, axis) => (axes.includes(axis) ? given[axes.indexOf(axis)]! : dim));
  if (!shape.every((dim) => Number.isInteger(dim) && dim > 0)) return undefined;
  const resized = shape.filter((dim, axis) => dim !== x[axis]).length;
  switch (textAttribute(node, 'mode', 'nearest')) {
    case 'nearest':
      return cost(0, shape);
    case 'linear':
      return cost(3 * (2 ** resized - 1) * sizeOf(shape), shape);
    default:
      return undefined;
  }
};

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
  const multiplyAdds = rows * coefficients.length;
  const flops = 2 * multiplyAdds + rows * postTransformFlops(node, scores);
  if (node.opType === 'LinearRegressor') return { ...cost(flops, [rows, scores]), multiplyAdds };
  const labels = textsAttribute(node, 'classlabels_strings').length || textsAttribute(node, 'classlabels_ints').length;
  return { ...cost(flops, [rows], [rows, Math.max(scores, labels)]), multiplyAdds };
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
  return {
    lower: rows * (ensemble.lower + after),
    upper: rows * (ensemble.upper + after),
    multiplyAdds: 0,
    shapes: answers,
  };
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
  ...MOVING,
  ...group('Identity Cast CastLike Dropout', free),
  ...group('Relu LeakyRelu Elu Selu Celu ThresholdedRelu HardSigmoid HardSwish Sigmoid Tanh Softplus Softsign', unary),
  ...group('Gelu Mish Erf Exp Log Sqrt Reciprocal Abs Neg Sign Floor Ceil Round Clip IsNaN IsInf Not', unary),
  ...group('Sin Cos Tan Asin Acos Atan Sinh Cosh Asinh Acosh Atanh', unary),
  ...group('Add Sub Mul Div Pow Mod PRelu Max Min Sum And Or Xor', variadic),
  ...group('Equal Less LessOrEqual Greater GreaterOrEqual', variadic),
  ...group('Softmax LogSoftmax', perElement(5)),
  ...group('BatchNormalization', perElement(2)),
  ...group('LayerNormalization InstanceNormalization GroupNormalization', perElement(7)),
  ...group('LRN', localResponse),
  ...group('QuantizeLinear', perElement(3)),
  ...group('DequantizeLinear', perElement(2)),
  ...group('DynamicQuantizeLinear', quantizeDynamically),
  ...group('MatMul MatMulInteger', matMul),
  ...group('Gemm', gemm),
  ...group('Conv ConvInteger', conv),
  ...group('ConvTranspose', convTranspose),
  ...group('MaxPool AveragePool', pool),
  ...group('GlobalMaxPool GlobalAveragePool', globalPool),
  ...group('ReduceSum ReduceMean ReduceMax ReduceMin ReduceProd ReduceL1 ReduceL2 ReduceSumSquare', reduce),
  ...group('ArgMax ArgMin', argument),
  ...group('Resize', resize),
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

/** The operators that are counted, sorted. */
export const OPERATORS: readonly string[] = [...COUNTERS.keys()].sort();

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

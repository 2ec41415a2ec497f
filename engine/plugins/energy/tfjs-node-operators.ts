/** Operators of TensorFlow (tensorflow/core/ops/*.cc) in ONNX' words; places stand before channels unless a node says otherwise. */
import { axisOf } from '../../methods/energy/shapes.js';
import { int, Uncounted } from './graph-builder.js';
import type { GraphBuilder } from './graph-builder.js';
import { intAttr, isSet, operand, textAttr } from './tfjs-node.js';
import type { TfjsNode, Translate } from './tfjs-node.js';
import { MOVES, numbersOf } from './tfjs-node-moves.js';
import { WINDOWS } from './tfjs-node-windows.js';
import { activated, fusedActivation } from './tfjs-activations.js';

/** One operator, or several one after another, each of one value. */
const chain =
  (...opTypes: readonly string[]): Translate =>
  (b, node, inputs) =>
    opTypes.reduce((x, opType) => b.emit(opType, [x]), operand(inputs, 0, node));

const pair =
  (opType: string, ...after: readonly string[]): Translate =>
  (b, node, inputs) =>
    after.reduce((x, next) => b.emit(next, [x]), b.emit(opType, [operand(inputs, 0, node), operand(inputs, 1, node)]));

const all =
  (opType: string): Translate =>
  (b, _, inputs) =>
    b.emit(opType, inputs);

const square = (b: GraphBuilder, x: string): string => b.emit('Mul', [x, x]);

const alias: Translate = (_, node, inputs) => operand(inputs, 0, node);

const reduce =
  (opType: string): Translate =>
  (b, node, inputs) => {
    const axes = numbersOf(b, operand(inputs, 1, node), node);
    const keepdims = int(isSet(node, 'keep_dims') ? 1 : 0);
    return b.emit(opType, [operand(inputs, 0, node), b.integers(...axes)], { keepdims });
  };

const argument =
  (opType: string): Translate =>
  (b, node, inputs) => {
    const x = operand(inputs, 0, node);
    const [axis = 0] = numbersOf(b, operand(inputs, 1, node), node);
    return b.emit(opType, [x], { axis: int(axisOf(axis, b.shapeOf(x).length)), keepdims: int(0) });
  };

const matMul: Translate = (b, node, inputs) => {
  const [left, right] = [operand(inputs, 0, node), operand(inputs, 1, node)];
  const [transA, transB] = [isSet(node, 'transpose_a'), isSet(node, 'transpose_b')];
  if (node.op === 'MatMul' && !transA && !transB) return b.emit('MatMul', [left, right]);
  const attributes = { transA: int(transA ? 1 : 0), transB: int(transB ? 1 : 0) };
  const { bias, activation } = fusedActivation(node, inputs);
  return activated(b, b.emit('Gemm', [left, right, ...bias], attributes), activation, node);
};

/** With its last two dimensions the other way round: read so, not moved. */
function turned(b: GraphBuilder, x: string, isTurned: boolean): string {
  const shape = b.shapeOf(x);
  if (!isTurned) return x;
  if (shape.length < 2) throw new Uncounted('a product of a list is not counted');
  const [rows, columns] = [shape.at(-2)!, shape.at(-1)!];
  return b.relaid(x, ...shape.slice(0, -2), columns, rows);
}

const batchMatMul: Translate = (b, node, inputs) =>
  b.emit('MatMul', [
    turned(b, operand(inputs, 0, node), isSet(node, 'adj_x')),
    turned(b, operand(inputs, 1, node), isSet(node, 'adj_y')),
  ]);

const biasAdd: Translate = (b, node, inputs) => {
  const [x, bias] = [operand(inputs, 0, node), operand(inputs, 1, node)];
  const places = b.shapeOf(x).length - 2;
  if (!textAttr(node, 'data_format', 'NHWC').startsWith('NC') || places < 1) return b.emit('Add', [x, bias]);
  return b.emit('Add', [x, b.relaid(bias, b.shapeOf(bias)[0] ?? 1, ...Array.from({ length: places }, () => 1))]);
};

const squaredDifference: Translate = (b, node, inputs) =>
  square(b, b.emit('Sub', [operand(inputs, 0, node), operand(inputs, 1, node)]));

const localResponse: Translate = (b, node, inputs) =>
  b.emit('LRN', [operand(inputs, 0, node)], { size: int(2 * intAttr(node, 'depth_radius', 5) + 1) });

const group = (names: string, translate: Translate): readonly (readonly [string, Translate])[] =>
  names.split(' ').map((name) => [name, translate] as const);

const OPERATORS: ReadonlyMap<string, Translate> = new Map<string, Translate>([
  ...MOVES,
  ...WINDOWS,
  ...group('Identity StopGradient PreventGradient Snapshot CheckNumerics', alias),
  ...'Relu Elu Selu LeakyRelu Sigmoid Tanh Softplus Softsign Softmax LogSoftmax Erf Exp Log Sqrt Neg Abs Sign Floor Ceil Round Reciprocal Sin Cos Tan Asin Acos Atan Sinh Cosh Asinh Acosh Atanh'
    .split(' ')
    .map((name): readonly [string, Translate] => [name, chain(name)]),
  ['Relu6', chain('Clip')],
  ['ClipByValue', chain('Clip')],
  ['Inv', chain('Reciprocal')],
  ['Rsqrt', chain('Sqrt', 'Reciprocal')],
  ['LogicalNot', chain('Not')],
  ['IsNan', chain('IsNaN')],
  ['IsInf', chain('IsInf')],
  ['Square', (b, node, inputs) => square(b, operand(inputs, 0, node))],
  ...'Add Sub Mul Div Pow Mod Equal Less Greater'
    .split(' ')
    .map((name): readonly [string, Translate] => [name, pair(name)]),
  ['AddV2', pair('Add')],
  ['RealDiv', pair('Div')],
  ['DivNoNan', pair('Div')],
  ['FloorDiv', pair('Div', 'Floor')],
  ['FloorMod', pair('Mod')],
  ['Maximum', pair('Max')],
  ['Minimum', pair('Min')],
  ['NotEqual', pair('Equal', 'Not')],
  ['LessEqual', pair('LessOrEqual')],
  ['GreaterEqual', pair('GreaterOrEqual')],
  ['LogicalAnd', pair('And')],
  ['LogicalOr', pair('Or')],
  ['Prelu', pair('PRelu')],
  ['SquaredDifference', squaredDifference],
  ['AddN', all('Sum')],
  ['Select', all('Where')],
  ['SelectV2', all('Where')],
  ['BiasAdd', biasAdd],
  ['LRN', localResponse],
  ['Mean', reduce('ReduceMean')],
  ['Sum', reduce('ReduceSum')],
  ['Max', reduce('ReduceMax')],
  ['Min', reduce('ReduceMin')],
  ['Prod', reduce('ReduceProd')],
  ['All', reduce('ReduceMin')],
  ['Any', reduce('ReduceMax')],
  ['ArgMax', argument('ArgMax')],
  ['ArgMin', argument('ArgMin')],
  ['MatMul', matMul],
  ['_FusedMatMul', matMul],
  ...group('BatchMatMul BatchMatMulV2 BatchMatMulV3', batchMatMul),
]);

/** Throws Uncounted, with the operator's name. */
export function translated(b: GraphBuilder, node: TfjsNode, inputs: readonly string[]): readonly string[] {
  const translate = OPERATORS.get(node.op);
  if (translate === undefined) throw new Uncounted(`the operator ${node.op.slice(0, 100)} is not counted`);
  const found = translate(b, node, inputs);
  return typeof found === 'string' ? [found] : found;
}

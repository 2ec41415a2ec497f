/** TensorFlow's operators that move, cut and rename numbers. */
import { axisOf, reshaped, sizeOf } from '../../methods/energy/shapes.js';
import type { Shape } from '../../methods/energy/shapes.js';
import { int, ints, Uncounted } from './graph-builder.js';
import type { GraphBuilder } from './graph-builder.js';
import { intAttr, intsAttr, operand } from './tfjs-node.js';
import type { TfjsNode, Translate } from './tfjs-node.js';
import { slicesOf } from './tfjs-slices.js';

/** Numbers that say where or how far; throws Uncounted where they depend on the data. */
export function numbersOf(b: GraphBuilder, name: string | undefined, { op }: TfjsNode): readonly number[] {
  const numbers = name === undefined ? undefined : b.numbersOf(name);
  if (numbers === undefined) throw new Uncounted(`an operator ${op} whose sizes depend on the data is not counted`);
  return numbers;
}

const reshape: Translate = (b, node, inputs) => {
  const x = operand(inputs, 0, node);
  const shape = reshaped(b.shapeOf(x), numbersOf(b, inputs[1], node));
  if (shape === undefined) throw new Uncounted('a reshape to another size is not counted');
  return b.reshape(x, shape);
};

const squeezed = (b: GraphBuilder, x: string, axes: readonly number[]): string =>
  axes.length === 0 ? x : b.emit('Squeeze', [x, b.integers(...axes)]);
const unsqueezed = (b: GraphBuilder, x: string, axes: readonly number[]): string =>
  axes.length === 0 ? x : b.emit('Unsqueeze', [x, b.integers(...axes)]);

const squeeze: Translate = (b, node, inputs) => {
  const x = operand(inputs, 0, node);
  const shape = b.shapeOf(x);
  const given = intsAttr(node, 'squeeze_dims');
  const axes = given.length > 0 ? given.map((axis) => axisOf(axis, shape.length)) : [...shape.keys()].filter((axis) => shape[axis] === 1); // prettier-ignore
  return squeezed(b, x, axes);
};

const expandDims: Translate = (b, node, inputs) =>
  unsqueezed(b, operand(inputs, 0, node), numbersOf(b, inputs[1], node));

const transpose: Translate = (b, node, inputs) =>
  b.emit('Transpose', [operand(inputs, 0, node)], { perm: ints(...numbersOf(b, inputs[1], node)) });

const concat: Translate = (b, node, inputs) => {
  const [axis = 0] = numbersOf(b, inputs.at(-1), node);
  return b.emit('Concat', inputs.slice(0, -1), { axis: int(axis) });
};

const pack: Translate = (b, node, inputs) => {
  const rank = b.shapeOf(operand(inputs, 0, node)).length + 1;
  const axis = axisOf(intAttr(node, 'axis', 0), rank);
  return b.emit('Concat', inputs.map((x) => unsqueezed(b, x, [axis])), { axis: int(axis) }); // prettier-ignore
};

/** More parts than a graph reads are a trap. */
const MOST_PARTS = 4096;

function parts(b: GraphBuilder, x: string, given: number, count: number, sizes?: readonly number[]): readonly string[] {
  const axis = axisOf(given, b.shapeOf(x).length);
  if (!(count >= 1 && count <= MOST_PARTS)) throw new Uncounted('a split into so many parts is not counted');
  const wanted = sizes === undefined ? [] : [b.integers(...sizes)];
  return b.emitAll('Split', [x, ...wanted], count, { axis: int(axis) });
}

const unpack: Translate = (b, node, inputs) => {
  const x = operand(inputs, 0, node);
  const axis = axisOf(intAttr(node, 'axis', 0), b.shapeOf(x).length);
  return parts(b, x, axis, intAttr(node, 'num', 0)).map((part) => squeezed(b, part, [axis]));
};

const split: Translate = (b, node, inputs) => {
  const [axis = 0] = numbersOf(b, inputs[0], node);
  return parts(b, operand(inputs, 1, node), axis, intAttr(node, 'num_split', 0));
};

const splitV: Translate = (b, node, inputs) => {
  const x = operand(inputs, 0, node);
  const given = numbersOf(b, inputs[1], node);
  const [axis = 0] = numbersOf(b, inputs[2], node);
  const rest = (b.shapeOf(x)[axisOf(axis, b.shapeOf(x).length)] ?? 0) - given.reduce((sum, size) => sum + Math.max(size, 0), 0); // prettier-ignore
  return parts(
    b,
    x,
    axis,
    given.length,
    given.map((size) => (size < 0 ? rest : size)),
  );
};

interface Range {
  readonly axis: number;
  readonly start: number;
  readonly step: number;
  readonly size: number;
}

/** Dimensions that stay whole are not named: rows may be many. */
function cut(b: GraphBuilder, x: string, ranges: readonly Range[]): string {
  const shape = b.shapeOf(x);
  const taken = ranges.filter(({ axis, size, step }) => size !== shape[axis] || step !== 1);
  if (taken.length === 0) return x;
  // Before the first is one below the lowest that still counts from the end.
  const end = ({ axis, start, step, size }: Range): number => {
    const stop = start + step * size;
    return stop < 0 ? -1 - shape[axis]! : stop;
  };
  return b.emit('Slice', [
    x,
    b.integers(...taken.map(({ start }) => start)),
    b.integers(...taken.map(end)),
    b.integers(...taken.map(({ axis }) => axis)),
    b.integers(...taken.map(({ step }) => step)),
  ]);
}

const slice: Translate = (b, node, inputs) => {
  const x = operand(inputs, 0, node);
  const [begin, size] = [numbersOf(b, inputs[1], node), numbersOf(b, inputs[2], node)];
  return cut(b, x, b.shapeOf(x).map((dim, axis) => {
    const start = begin[axis] ?? 0;
    const count = size[axis] ?? -1;
    return { axis, start, step: 1, size: count < 0 ? dim - start : count };
  })); // prettier-ignore
};

const stridedSlice: Translate = (b, node, inputs) => {
  const x = operand(inputs, 0, node);
  const slices = slicesOf(node, b.shapeOf(x), [1, 2, 3].map((index) => numbersOf(b, inputs[index], node)));
  if (slices === undefined) throw new Uncounted('a slice that does not fit is not counted');
  const ranges = slices.filter((each) => each.kind === 'range');
  const kept = squeezed(b, cut(b, x, ranges), ranges.filter(({ shrinks }) => shrinks).map(({ axis }) => axis));
  const left = slices.filter((each) => each.kind === 'new-axis' || !each.shrinks);
  return unsqueezed(b, kept, [...left.keys()].filter((axis) => left[axis]!.kind === 'new-axis'));
}; // prettier-ignore

const gather: Translate = (b, node, inputs) => {
  if (intAttr(node, 'batch_dims', 0) !== 0) throw new Uncounted('a look-up row by row is not counted');
  const [axis = 0] = inputs[2] === undefined ? [] : numbersOf(b, inputs[2], node);
  return b.emit('Gather', inputs.slice(0, 2), { axis: int(axis) });
};

const pad: Translate = (b, node, inputs) => {
  const margins = numbersOf(b, inputs[1], node);
  const ends = (which: number): readonly number[] => margins.filter((_, index) => index % 2 === which);
  return b.emit('Pad', [operand(inputs, 0, node), b.integers(...ends(0), ...ends(1))]);
};

/** Blocks of places become rows, or rows blocks: how a convolution with holes is written. */
const spaceToBatch: Translate = (b, node, inputs) => {
  const [block, margins] = [numbersOf(b, inputs[1], node), numbersOf(b, inputs[2], node)];
  const x = operand(inputs, 0, node);
  const rest = b.shapeOf(x).length - 1 - block.length;
  const none = Array.from({ length: Math.max(rest, 0) }, () => 0);
  const ends = (which: number): readonly number[] => margins.filter((_, index) => index % 2 === which);
  const wide = b.emit('Pad', [x, b.integers(0, ...ends(0), ...none, 0, ...ends(1), ...none)]);
  const [rows = 1, ...dims] = b.shapeOf(wide);
  const places = dims.map((dim, axis) => dim / (block[axis] ?? 1));
  return b.reshape(wide, [rows * sizeOf(block), ...places]);
};

const batchToSpace: Translate = (b, node, inputs) => {
  const [block, crops] = [numbersOf(b, inputs[1], node), numbersOf(b, inputs[2], node)];
  const x = operand(inputs, 0, node);
  const [rows = 1, ...dims] = b.shapeOf(x);
  const wide = b.reshape(x, [rows / sizeOf(block), ...dims.map((dim, axis) => dim * (block[axis] ?? 1))]);
  const ranges = block.map((_, index): Range => {
    const [before, after] = [crops[2 * index] ?? 0, crops[2 * index + 1] ?? 0];
    return { axis: index + 1, start: before, step: 1, size: (b.shapeOf(wide)[index + 1] ?? 0) - before - after };
  });
  return cut(b, wide, ranges);
};

/** tensorflow/core/framework/types.proto, to ONNX' TensorProto.DataType. */
const TYPES: Readonly<Record<string, number>> = { DT_FLOAT: 1, '1': 1, DT_INT32: 6, '3': 6, DT_BOOL: 9, '10': 9 };

const cast: Translate = (b, node, inputs) => {
  const type = node.attr['DstT'];
  const name = typeof type === 'object' && type !== null && 'type' in type ? String(type['type']) : '';
  return b.emit('Cast', [operand(inputs, 0, node)], { to: int(TYPES[name] ?? 1) });
};

const expand = (b: GraphBuilder, x: string, shape: Shape): string => b.emit('Expand', [x, b.integers(...shape)]);

const likeness: Translate = (b, node, inputs) =>
  expand(b, b.constant([], 'int32', [0]), b.shapeOf(operand(inputs, 0, node)));

export const MOVES: readonly (readonly [string, Translate])[] = [
  ['Reshape', reshape],
  ['Squeeze', squeeze],
  ['ExpandDims', expandDims],
  ['Transpose', transpose],
  ['ConcatV2', concat],
  ['Pack', pack],
  ['Unpack', unpack],
  ['Split', split],
  ['SplitV', splitV],
  ['Slice', slice],
  ['StridedSlice', stridedSlice],
  ['GatherV2', gather],
  ['GatherNd', (b, _, inputs) => b.emit('GatherND', inputs)],
  ['Pad', pad],
  ['PadV2', pad],
  ['MirrorPad', pad],
  ['SpaceToBatchND', spaceToBatch],
  ['BatchToSpaceND', batchToSpace],
  [
    'Tile',
    (b, node, inputs) => b.emit('Tile', [operand(inputs, 0, node), b.integers(...numbersOf(b, inputs[1], node))]),
  ],
  ['BroadcastTo', (b, node, inputs) => expand(b, operand(inputs, 0, node), numbersOf(b, inputs[1], node))],
  ['Fill', (b, node, inputs) => expand(b, operand(inputs, 1, node), numbersOf(b, inputs[0], node))],
  ['ZerosLike', likeness],
  ['OnesLike', likeness],
  ['Cast', cast],
];

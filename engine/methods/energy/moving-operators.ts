/** Operators that move, cut and rename numbers: no arithmetic, only shapes. */
import { numberAttribute, numbersAttribute, tensorAttribute } from './graph.js';
import type { GraphNode } from './graph.js';
import { cost } from './operator-cost.js';
import type { Counter, OperatorInputs } from './operator-cost.js';
import { axisOf, broadcast, reshaped, sizeOf } from './shapes.js';

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

const gatherPlaces: Counter = (node, { shapes: [data, indices] }) => {
  const depth = indices?.at(-1);
  if (data === undefined || indices === undefined || depth === undefined || depth > data.length) return undefined;
  return numberAttribute(node, 'batch_dims', 0) === 0
    ? cost(0, [...indices.slice(0, -1), ...data.slice(depth)])
    : undefined;
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

/** Of operator sets before 10 (Slice), 11 (Pad) and 13 (Split) as attributes, since then as inputs. */
const listOf = (
  node: GraphNode,
  { constant }: OperatorInputs,
  input: number,
  name: string,
): readonly number[] | undefined => (node.inputs[input] ? constant(input) : numbersAttribute(node, name));

const slice: Counter = (node, inputs) => {
  const [x] = inputs.shapes;
  const starts = listOf(node, inputs, 1, 'starts');
  const ends = listOf(node, inputs, 2, 'ends');
  if (x === undefined || starts === undefined || ends === undefined) return undefined;
  const axes = listOf(node, inputs, 3, 'axes') ?? (node.inputs[3] ? undefined : starts.map((_, axis) => axis));
  const steps = node.inputs[4] ? inputs.constant(4) : starts.map(() => 1);
  if (axes === undefined || steps === undefined) return undefined;
  const shape = [...x];
  axes.forEach((given, index) => {
    const axis = axisOf(given, x.length);
    const [size, step] = [x[axis]!, steps[index]!];
    const clamp = (at: number): number => Math.min(Math.max(at < 0 ? at + size : at, step < 0 ? -1 : 0), size);
    const from = step < 0 ? Math.min(clamp(starts[index]!), size - 1) : clamp(starts[index]!);
    shape[axis] = Math.max(0, Math.ceil((clamp(ends[index]!) - from) / step));
  });
  return shape.every(Number.isInteger) ? cost(0, shape) : undefined;
};

const split: Counter = (node, inputs) => {
  const [x] = inputs.shapes;
  if (x === undefined) return undefined;
  const axis = axisOf(numberAttribute(node, 'axis', 0), x.length);
  const sizes =
    listOf(node, inputs, 1, 'split') ?? (node.inputs[1] ? undefined : inParts(x[axis]!, node.outputs.length));
  return sizes && cost(0, ...sizes.map((size) => x.map((dim, index) => (index === axis ? size : dim))));
};

/** As equal as can be; the last part may be smaller. */
const inParts = (size: number, parts: number): readonly number[] => {
  const part = Math.ceil(size / parts);
  return Array.from({ length: parts }, (_, index) => Math.min(part, size - index * part));
};

const pad: Counter = (node, inputs) => {
  const [x] = inputs.shapes;
  const pads = listOf(node, inputs, 1, 'pads');
  const axes = node.inputs[3] ? inputs.constant(3) : x?.map((_, axis) => axis);
  if (x === undefined || pads === undefined || axes?.length !== pads.length / 2) return undefined;
  const shape = [...x];
  axes.forEach((axis, index) => {
    shape[axisOf(axis, x.length)]! += pads[index]! + pads[index + axes.length]!;
  });
  return cost(0, shape);
};

const expand: Counter = (_, { shapes: [x], constant: known }) => {
  const wanted = known(1);
  const shape = x && wanted && broadcast(x, wanted);
  return shape && cost(0, shape);
};

const tile: Counter = (_, { shapes: [x], constant: known }) => {
  const repeats = known(1);
  return x && repeats?.length === x.length
    ? cost(
        0,
        x.map((dim, axis) => dim * repeats[axis]!),
      )
    : undefined;
};

/** Blocks of places from channels, or (`factor` below 1) channels from blocks. */
const regrouped =
  (factor: (block: number) => number): Counter =>
  (node, { shapes: [x] }) => {
    const by = factor(numberAttribute(node, 'blocksize', 0));
    const shape = x?.map((dim, axis) => (axis === 0 ? dim : axis === 1 ? dim / by ** (x.length - 2) : dim * by));
    return shape && shape.length >= 3 && shape.every((dim) => Number.isInteger(dim) && dim > 0)
      ? cost(0, shape)
      : undefined;
  };

/** Give their input under another shape or name: nothing is moved. */
export const VIEWS: ReadonlySet<string> = new Set([
  'Identity',
  'Dropout',
  'Flatten',
  'Reshape',
  'Squeeze',
  'Unsqueeze',
]);

export const MOVING: readonly (readonly [string, Counter])[] = [
  ['Concat', concat],
  ['Gather', gather],
  ['GatherND', gatherPlaces],
  ['Slice', slice],
  ['Split', split],
  ['Pad', pad],
  ['Expand', expand],
  ['Tile', tile],
  ['DepthToSpace', regrouped((block) => block)],
  ['SpaceToDepth', regrouped((block) => 1 / block)],
  ['Flatten', flatten],
  ['Reshape', reshape],
  ['Squeeze', squeeze],
  ['Unsqueeze', unsqueeze],
  ['Transpose', transpose],
  ['Constant', constant],
  ['Where', where],
];

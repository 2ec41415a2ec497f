/** TensorFlow's operators over places: convolutions, poolings, normalisations by channel, resizing. */
import { ints, int, text, Uncounted } from './graph-builder.js';
import type { GraphBuilder } from './graph-builder.js';
import { activated, fusedActivation } from './tfjs-activations.js';
import { intAttr, intsAttr, isSet, operand, textAttr } from './tfjs-node.js';
import type { TfjsNode, Translate } from './tfjs-node.js';
import { numbersOf } from './tfjs-node-moves.js';

const hasChannelsFirst = (node: TfjsNode): boolean => textAttr(node, 'data_format', 'NHWC').startsWith('NC');

/** Laid out with channels before places for `build`, and back: what is read is the same. */
function withChannelsFirst(b: GraphBuilder, node: TfjsNode, x: string, build: (x: string) => string): string {
  if (hasChannelsFirst(node)) return build(x);
  const [rows = 1, ...rest] = b.shapeOf(x);
  if (rest.length < 2) throw new Uncounted(`an operator ${node.op} without places is not counted`);
  const answer = build(b.reshape(x, [rows, rest.at(-1)!, ...rest.slice(0, -1)]));
  const [first = 1, channels = 1, ...places] = b.shapeOf(answer);
  return b.reshape(answer, [first, ...places, channels]);
}

/** Of an attribute with a number for each dimension, those of places. */
function placesOf(node: TfjsNode, name: string, rank: number): readonly number[] {
  const list = intsAttr(node, name);
  if (list.length === 0) return Array.from({ length: rank - 2 }, () => 1);
  if (list.length !== rank)
    throw new Uncounted(`an operator ${node.op} with ${name} of an unknown form is not counted`);
  return hasChannelsFirst(node) ? list.slice(2) : list.slice(1, -1);
}

function windowAttributes(node: TfjsNode, rank: number) {
  const padding = textAttr(node, 'padding', 'VALID');
  const common = {
    strides: ints(...placesOf(node, 'strides', rank)),
    dilations: ints(...placesOf(node, 'dilations', rank)),
  };
  switch (padding) {
    case 'SAME':
      return { ...common, auto_pad: text('SAME_UPPER') };
    case 'VALID':
      return { ...common, auto_pad: text('VALID') };
    case 'EXPLICIT': {
      const margins = intsAttr(node, 'explicit_paddings');
      if (margins.length !== 2 * rank) throw new Uncounted('a padding of an unknown size is not counted');
      const places = hasChannelsFirst(node) ? margins.slice(4) : margins.slice(2, -2);
      const ends = (which: number): readonly number[] => places.filter((_, index) => index % 2 === which);
      return { ...common, pads: ints(...ends(0), ...ends(1)) };
    }
    default:
      throw new Uncounted(`a padding ${padding.slice(0, 20)} is not counted`);
  }
}

const convolution =
  (byChannel: boolean): Translate =>
  (b, node, inputs) => {
    const [x, w] = [operand(inputs, 0, node), operand(inputs, 1, node)];
    const filters = b.shapeOf(w);
    const rank = b.shapeOf(x).length;
    if (filters.length !== rank) throw new Uncounted('a convolution of an unknown form is not counted');
    const [kernel, deep, wide] = [filters.slice(0, -2), filters.at(-2)!, filters.at(-1)!];
    const { bias, activation } = fusedActivation(node, inputs);
    const answer = withChannelsFirst(b, node, x, (first) => {
      const channels = b.shapeOf(first)[1]!;
      const weights = byChannel ? [deep * wide, 1, ...kernel] : [wide, deep, ...kernel];
      const group = int(byChannel ? deep : channels / deep);
      return b.emit('Conv', [first, b.relaid(w, ...weights), ...bias], { ...windowAttributes(node, rank), group });
    });
    return activated(b, answer, activation, node);
  };

/** The size of the answer is given; what strides and pads leave over is added at its ends. */
const transposedConvolution: Translate = (b, node, inputs) => {
  const [size, w, x] = [operand(inputs, 0, node), operand(inputs, 1, node), operand(inputs, 2, node)];
  const wanted = numbersOf(b, size, node);
  const [filters, rank] = [b.shapeOf(w), b.shapeOf(x).length];
  if (filters.length !== rank || wanted.length !== rank) throw new Uncounted('a transposed convolution of an unknown form is not counted'); // prettier-ignore
  const [kernel, out, channels] = [filters.slice(0, -2), filters.at(-2)!, filters.at(-1)!];
  const places = hasChannelsFirst(node) ? wanted.slice(2) : wanted.slice(1, -1);
  const [strides, dilations] = [placesOf(node, 'strides', rank), placesOf(node, 'dilations', rank)];
  return withChannelsFirst(b, node, x, (first) => {
    const surplus = b
      .shapeOf(first)
      .slice(2)
      .map((dim, axis) => strides[axis]! * (dim - 1) + dilations[axis]! * (kernel[axis]! - 1) + 1 - places[axis]!);
    return b.emit('ConvTranspose', [first, b.relaid(w, channels, out, ...kernel)], {
      strides: ints(...strides),
      dilations: ints(...dilations),
      pads: ints(...surplus.map(() => 0), ...surplus.map((more) => Math.max(more, 0))),
      output_padding: ints(...surplus.map((more) => Math.max(-more, 0))),
    });
  });
};

const pooling =
  (opType: string): Translate =>
  (b, node, inputs) => {
    const x = operand(inputs, 0, node);
    const rank = b.shapeOf(x).length;
    const kernel_shape = ints(...placesOf(node, 'ksize', rank));
    return withChannelsFirst(b, node, x, (first) => b.emit(opType, [first], { ...windowAttributes(node, rank), kernel_shape })); // prettier-ignore
  };

const normalisation: Translate = (b, node, inputs) => {
  const [x, ...learnt] = [0, 1, 2, 3, 4].map((index) => operand(inputs, index, node)) as [string, ...string[]];
  if (isSet(node, 'is_training')) throw new Uncounted('a normalisation by the batch that is asked is not counted');
  return withChannelsFirst(b, node, x, (first) => b.emit('BatchNormalization', [first, ...learnt]));
};

const resizing =
  (mode: string): Translate =>
  (b, node, inputs) => {
    const [x, size] = [operand(inputs, 0, node), operand(inputs, 1, node)];
    return b.emit('Resize', [x, '', '', b.integers(...numbersOf(b, size, node))], {
      axes: ints(1, 2),
      mode: text(mode),
    });
  };

const regrouping =
  (opType: string): Translate =>
  (b, node, inputs) => {
    const x = operand(inputs, 0, node);
    const blocksize = int(intAttr(node, 'block_size', 0));
    return withChannelsFirst(b, node, x, (first) => b.emit(opType, [first], { blocksize }));
  };

export const WINDOWS: readonly (readonly [string, Translate])[] = [
  ['Conv2D', convolution(false)],
  ['Conv3D', convolution(false)],
  ['_FusedConv2D', convolution(false)],
  ['DepthwiseConv2dNative', convolution(true)],
  ['FusedDepthwiseConv2dNative', convolution(true)],
  ['Conv2DBackpropInput', transposedConvolution],
  ['MaxPool', pooling('MaxPool')],
  ['AvgPool', pooling('AveragePool')],
  ['MaxPool3D', pooling('MaxPool')],
  ['AvgPool3D', pooling('AveragePool')],
  ['FusedBatchNorm', normalisation],
  ['FusedBatchNormV2', normalisation],
  ['FusedBatchNormV3', normalisation],
  ['ResizeBilinear', resizing('linear')],
  ['ResizeNearestNeighbor', resizing('nearest')],
  ['DepthToSpace', regrouping('DepthToSpace')],
  ['SpaceToDepth', regrouping('SpaceToDepth')],
];

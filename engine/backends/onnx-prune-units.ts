/**
 * Structured pruning by magnitude: units of dense layers and channels of convolutions whose weights are smallest are taken
 * out whole, so that the products that follow shrink (Li et al., Pruning Filters for Efficient ConvNets, ICLR 2017). A unit's
 * magnitude is the product of the norms of its weights in and out and of what rescales it between the two (a normalisation's
 * factor, as in Liu et al., Learning Efficient Convolutional Networks through Network Slimming, ICCV 2017), over the greatest
 * of its layer: rescaling it on the way leaves it as it is.
 */
import { sliceOf, writeFloats } from './onnx-float-tensor.js';
import type { FloatTensor } from './onnx-float-tensor.js';
import { hiddenLayers, normsOf } from './onnx-hidden-layers.js';
import type { HiddenLayer, UnitTensor } from './onnx-hidden-layers.js';
import type { ModelProto, TensorProto } from './onnx-proto.js';

/**
 * Takes a share of all hidden units and channels out, the least first; each layer keeps one. False where there is nothing to
 * take.
 */
export function pruneUnits(model: ModelProto, share: number): boolean {
  const { graph } = model;
  if (graph === undefined) return false;
  const layers = hiddenLayers(graph);
  const kept = keptUnits(layers, share);
  cut(layers, kept);
  layers.forEach(({ byChannel, shapes }, place) => {
    for (const { attribute } of byChannel) attribute.find(({ name }) => name === 'group')!.i = kept[place]!.length;
    for (const shape of shapes) writeShape(shape);
  });
  graph.valueInfo = [];
  return kept.some(({ length }, place) => length < layers[place]!.units);
}

/** Units that stay, by layer, in their order. */
function keptUnits(layers: readonly HiddenLayer[], share: number): readonly (readonly number[])[] {
  const total = layers.reduce((sum, { units }) => sum + units, 0);
  const ranked = layers
    .flatMap((layer, place) => magnitudes(layer).map((magnitude, unit) => ({ place, unit, magnitude })))
    .sort((a, b) => a.magnitude - b.magnitude || a.place - b.place || a.unit - b.unit);
  const kept = layers.map(({ units }) => new Set(Array.from({ length: units }, (_, unit) => unit)));
  let left = Math.floor(share * total + 1e-9);
  for (const { place, unit } of ranked) {
    if (left === 0) break;
    if (kept[place]!.size === 1) continue;
    kept[place]!.delete(unit);
    left--;
  }
  return kept.map((units) => [...units]);
}

const tensorsOf = ({ into, outOf, between }: HiddenLayer): readonly UnitTensor[] => [into, outOf, ...between];

/** Weights between two hidden layers are cut along both axes: each cut reads what the other wrote. */
function cut(layers: readonly HiddenLayer[], kept: readonly (readonly number[])[]): void {
  const cuts = new Map<TensorProto, { floats: FloatTensor; readonly axes: Map<number, readonly number[]> }>();
  layers.forEach((layer, place) => {
    for (const { proto, floats, axis, block } of tensorsOf(layer)) {
      const slices = kept[place]!.flatMap((unit) => Array.from({ length: block }, (_, at) => unit * block + at));
      const { axes } = cuts.get(proto) ?? cuts.set(proto, { floats, axes: new Map() }).get(proto)!;
      axes.set(axis, slices);
    }
  });
  for (const [proto, { floats, axes }] of cuts) {
    let left = floats;
    for (const [axis, slices] of axes) left = sliceOf(left, axis, slices);
    writeFloats(proto, left);
  }
}

/** Rows as they come, and all the rest. */
function writeShape(proto: TensorProto): void {
  proto.int64Data = [];
  proto.rawData = new Uint8Array(BigInt64Array.of(0n, -1n).buffer);
}

function magnitudes({ units, into, outOf, gains }: HiddenLayer): readonly number[] {
  const factors = [normsOf(into, units), normsOf(outOf, units), ...gains];
  const products = Array.from({ length: units }, (_, unit) => factors.reduce((product, of) => product * of[unit]!, 1));
  const greatest = products.reduce((most, product) => Math.max(most, product), 0);
  return greatest > 0 ? products.map((product) => product / greatest) : products;
}

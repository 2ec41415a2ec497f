/**
 * Structured pruning of dense layers by magnitude: units whose weights are smallest are taken out whole, so that the
 * products that follow shrink (Li et al., Pruning Filters for Efficient ConvNets, ICLR 2017, for filters). A unit's
 * magnitude is the product of the norms of its weights in and out, which rescaling it between the two leaves as it is, over
 * the greatest of its layer.
 */
import { sliceOf, writeFloats } from './onnx-float-tensor.js';
import { hiddenLayers } from './onnx-hidden-layers.js';
import type { HiddenLayer, UnitTensor } from './onnx-hidden-layers.js';
import type { ModelProto } from './onnx-proto.js';

/** Takes a share of all hidden units out, the least first; each layer keeps one. False where there is nothing to take. */
export function pruneUnits(model: ModelProto, share: number): boolean {
  const { graph } = model;
  if (graph === undefined) return false;
  const layers = hiddenLayers(graph);
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
  // Weights between two hidden layers are cut along both axes: each cut reads what the other wrote.
  const cuts = new Map<UnitTensor['proto'], Map<number, readonly number[]>>();
  layers.forEach((layer, place) => {
    for (const { proto, axis } of [layer.into, layer.outOf, ...layer.between]) {
      cuts.set(proto, (cuts.get(proto) ?? new Map<number, readonly number[]>()).set(axis, [...kept[place]!]));
    }
  });
  const floatsOf = new Map(
    layers.flatMap((layer) => [layer.into, layer.outOf, ...layer.between].map(({ proto, floats }) => [proto, floats])),
  );
  for (const [proto, axes] of cuts) {
    let floats = floatsOf.get(proto)!;
    for (const [axis, places] of axes) floats = sliceOf(floats, axis, places);
    writeFloats(proto, floats);
  }
  graph.valueInfo = [];
  return kept.some(({ size }, place) => size < layers[place]!.units);
}

function magnitudes({ units, into, outOf }: HiddenLayer): readonly number[] {
  const [first, second] = [norms(into), norms(outOf)];
  const products = Array.from({ length: units }, (_, unit) => first[unit]! * second[unit]!);
  const greatest = products.reduce((most, product) => Math.max(most, product), 0);
  return greatest > 0 ? products.map((product) => product / greatest) : products;
}

/** Of the slices of a matrix along its axis of units. */
function norms({ floats: { dims, values }, axis }: UnitTensor): Float64Array {
  const [rows, columns] = dims as readonly [number, number];
  const squares = new Float64Array(axis === 0 ? rows : columns);
  values.forEach((value, index) => {
    squares[axis === 0 ? Math.floor(index / columns) : index % columns]! += value * value;
  });
  return squares.map(Math.sqrt);
}

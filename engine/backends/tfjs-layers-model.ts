/** A network of layers, made of its JSON within a bound on its size. */
import type { io } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { ModelFault } from '../subject/view.js';
import type { JsonObject } from './json-value.js';
import { tfjsLayers } from './tfjs-packages.js';
import type { TfjsCore } from './tfjs-packages.js';

/** Where a layer takes memory for its numbers, by shape. */
interface AddsWeights {
  addWeight(name: string, shape: readonly (number | null)[], ...rest: unknown[]): unknown;
}

/**
 * `json` as `readKerasTopology` gives it; at most `bound` numbers in all layers. With weights they are loaded, without
 * each layer draws its own as its initialisers say. Throws ModelFault (`unsupported`) for more numbers, and what
 * TensorFlow.js throws.
 */
export async function buildLayers(
  core: TfjsCore,
  json: JsonObject,
  bound: number,
  weights?: Pick<io.ModelArtifacts, 'weightSpecs' | 'weightData'>,
): Promise<LayersModel> {
  const { layers, loadLayersModel } = await tfjsLayers();
  const prototype = layers.Layer.prototype as unknown as AddsWeights;
  const { addWeight } = prototype;
  let numbers = 0;
  // The library has no limit of its own, and would take what a hostile file declares.
  prototype.addWeight = function (name, shape, ...rest) {
    numbers += shape.reduce<number>((product, dim) => product * (dim ?? 1), 1);
    if (numbers > bound) {
      throw new ModelFault(
        'unsupported',
        `its layers declare more than ${bound} numbers, at ${name} [${shape.join(', ')}]`,
      );
    }
    return addWeight.call(this, name, shape, ...rest);
  };
  try {
    // A copy: the library may change what it is handed.
    const artifacts = { modelTopology: structuredClone(json), ...weights };
    return await loadLayersModel(core.io.fromMemory(artifacts as io.ModelArtifacts));
  } finally {
    prototype.addWeight = addWeight;
  }
}

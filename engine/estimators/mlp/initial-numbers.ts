import type { Rng } from '../../numerics/random.js';
import { layersOf, parametersOf } from './layout.js';
import type { MlpShape } from './layout.js';

/** Columns that a model really has, of `shape.inputs`: the rest is padding, whose weights are 0 and stay so. */
export function initialNumbers(shape: MlpShape, columns: number, rng: Rng): Float32Array {
  const layers = layersOf(shape);
  const numbers = new Float32Array(parametersOf(layers));
  layers.forEach(({ from, to, weights, intercepts }, index) => {
    const real = index === 0 ? columns : from;
    // Glorot & Bengio 2010, uniform; the intercepts too, as scikit-learn has it.
    const bound = Math.sqrt(6 / (real + to));
    for (let place = 0; place < real * to; place++) numbers[weights + place] = bound * (2 * rng.next() - 1);
    for (let place = 0; place < to; place++) numbers[intercepts + place] = bound * (2 * rng.next() - 1);
  });
  return numbers;
}

/** The user's own network: read, held to what can be trained reproducibly, and made anew with seeded numbers. */
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { isObject, JsonFault } from '../../backends/json-value.js';
import type { Json, JsonObject } from '../../backends/json-value.js';
import { readKerasTopology } from '../../backends/keras-topology.js';
import type { KerasInput, KerasLayer } from '../../backends/keras-topology.js';
import { buildLayers } from '../../backends/tfjs-layers-model.js';
import type { TfjsCore } from '../../backends/tfjs-packages.js';
import type { Rng } from '../../numerics/random.js';
import { readFresh } from '../../subject/read-fresh.js';
import type { EstimatorSpec } from '../../subject/estimator-spec.js';
import { EstimatorFault } from '../estimator-fault.js';

/** Numbers of one network, with its gradients and an optimiser's memories some 800 MB. */
const MAX_NUMBERS = 50e6;

export interface Network {
  readonly json: JsonObject;
  /** Dimensions of one row. */
  readonly dims: readonly number[];
}

/** Layers that draw numbers which cannot be seeded: TensorFlow.js hands them no seed. */
const UNSEEDED: ReadonlySet<string> = new Set(['GaussianNoise', 'GaussianDropout', 'AlphaDropout', 'RandomWidth']);

/** Throws `EstimatorFault` for what cannot be trained, `ModelFault` where the file has changed. */
export function readNetwork({ path, digest }: NonNullable<EstimatorSpec['network']>): Network {
  const { json, layers, inputs, outputs } = readTopology(new TextDecoder().decode(readFresh(path, digest)));
  for (const layer of layers) checkTrainable(layer);
  if (inputs.length !== 1 || outputs.length !== 1) {
    const ends = `${inputs.length} inputs and ${outputs.length} outputs`;
    throw new EstimatorFault('unsupported', `tfjs: the network has ${ends}; one of each is trained`);
  }
  return { json, dims: dimsOf(inputs[0]!) };
}

function readTopology(text: string): ReturnType<typeof readKerasTopology> {
  try {
    return readKerasTopology(JSON.parse(text) as Json);
  } catch (cause) {
    if (!(cause instanceof JsonFault) && !(cause instanceof SyntaxError)) throw cause;
    throw new EstimatorFault('unsupported', `tfjs: the network cannot be read: ${cause.message}`);
  }
}

function checkTrainable({ className, name, config }: KerasLayer): void {
  const refuse = (reason: string): never => {
    throw new EstimatorFault('unsupported', `tfjs: layer "${name}" (${className}) ${reason}`);
  };
  if (UNSEEDED.has(className)) refuse('draws random numbers that cannot be seeded');
  for (const key of ['dropout', 'recurrent_dropout']) {
    const share = config[key];
    if (typeof share === 'number' && share > 0) refuse(`has ${key}, whose random numbers cannot be seeded`);
  }
  if (config['trainable'] === false) refuse('is frozen: its numbers would stay as they are drawn');
  const constraint = Object.keys(config).find((key) => key.endsWith('_constraint') && config[key] !== null);
  if (constraint !== undefined) refuse(`has a ${constraint}, which TensorFlow.js does not keep in training`);
}

function dimsOf({ name, shape }: KerasInput): readonly number[] {
  const dims = shape?.slice(1) ?? [];
  if (shape === undefined || dims.length === 0 || dims.some((dim) => dim === null)) {
    throw new EstimatorFault('unsupported', `tfjs: the input "${name}" does not say how many numbers a row has`);
  }
  return dims as readonly number[];
}

/** With every setting spelled out, so that what draws random numbers names its seed. */
export async function spelledOut(core: TfjsCore, { json }: Network): Promise<JsonObject> {
  const model = await buildLayers(core, json, MAX_NUMBERS);
  const spelled = model.toJSON(null, false) as unknown as JsonObject;
  model.dispose();
  return spelled;
}

/** A new network, its numbers drawn by its own initialisers from seeds of `rng`. */
export const buildSeeded = (core: TfjsCore, spelled: JsonObject, rng: Rng): Promise<LayersModel> =>
  buildLayers(core, seeded(spelled, () => drawSeed(rng)) as JsonObject, MAX_NUMBERS);

const drawSeed = (rng: Rng): number => rng.integer(2 ** 31 - 1);

function seeded(value: Json, draw: () => number): Json {
  if (Array.isArray(value)) return value.map((item: Json) => seeded(item, draw));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, key === 'seed' ? draw() : seeded(item, draw)]),
  );
}

interface SeededLayer {
  seed?: number | null;
  rate?: number;
  getClassName(): string;
  readonly layers?: readonly SeededLayer[];
  readonly layer?: SeededLayer;
}

/** Dropout draws by its seed, the same at every step: `reseed` before each step gives it others. */
export function reseeding(model: LayersModel): (rng: Rng) => void {
  const found: SeededLayer[] = [];
  const open = [...model.layers] as unknown as SeededLayer[];
  for (let layer = open.pop(); layer !== undefined; layer = open.pop()) {
    if (layer.getClassName().endsWith('Dropout') || layer.getClassName() === 'SpatialDropout1D') found.push(layer);
    open.push(...(layer.layers ?? []), ...(layer.layer === undefined ? [] : [layer.layer]));
  }
  return (rng) => {
    for (const layer of found) layer.seed = drawSeed(rng);
  };
}

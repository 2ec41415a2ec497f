/** A TensorFlow.js model, opened on the first backend that runs it. */
import type { Tensor, io, TypedArray } from '@tensorflow/tfjs-core';
import { ModelFault } from '../subject/view.js';
import type { Feed, Fetched } from './onnxruntime.js';
import { buildLayers } from './tfjs-layers-model.js';
import { portsOf } from './tfjs-file.js';
import type { TfjsFile, TfjsPorts } from './tfjs-file.js';
import { storedFloats } from './tfjs-weights.js';
import { tfjsConverter } from './tfjs-packages.js';
import type { TfjsCore } from './tfjs-packages.js';
import { openTfjs, reasonInWords } from './tfjs.js';
import type { Passed, TfjsDevice } from './tfjs.js';

export interface TfjsModel {
  /** Such as `tfjs/wasm`. */
  readonly backend: string;
  /** Backends before it in the order, and why they do not run it. */
  readonly passed: readonly Passed[];
  /** Tensors by the names of `portsOf`. Throws ModelFault. */
  run(feeds: Readonly<Record<string, Feed>>, outputs: readonly string[]): Promise<Readonly<Record<string, Fetched>>>;
  close(): Promise<void>;
}

/** Tensors in the order of the model's inputs, to those of its outputs. */
type Call = (inputs: readonly Tensor[]) => Promise<readonly Tensor[]>;

/**
 * `read` gives the bytes of a file of weights, `shapes` the dimensions of each input as it will be asked. Throws
 * ModelFault for what TensorFlow.js cannot load or run.
 */
export async function openTfjsModel(
  file: TfjsFile,
  read: (location: string) => Uint8Array,
  device: TfjsDevice,
  shapes: Readonly<Record<string, readonly number[]>>,
): Promise<TfjsModel> {
  const ports = portsOf(file);
  const weights = weightsOf(file, read);
  let loaded: { readonly call: Call; dispose(): void } | undefined;
  const tfjs = await openTfjs(device, async (core) => {
    loaded?.dispose();
    loaded = await (file.kind === 'layers' ? loadLayers(core, file, weights) : loadGraph(core, file, weights, ports));
    // Whether the backend has all its operators shows when it runs.
    const inputs = ports.inputs.map((port) => zeros(core, port, shapes));
    core.dispose([...inputs, ...(await loaded.call(inputs))]);
  });
  return {
    backend: tfjs.backend,
    passed: tfjs.passed,
    async run(feeds, outputs) {
      const { core } = tfjs;
      await tfjs.use();
      const inputs = ports.inputs.map(({ name }) => tensorOf(core, feeds[name]!));
      try {
        const answers = await loaded!.call(inputs);
        const fetched: [string, Fetched][] = [];
        for (const [index, answer] of answers.entries()) {
          const name = ports.outputs[index]!.name;
          if (outputs.includes(name)) fetched.push([name, { data: await dataOf(answer), dims: answer.shape }]);
        }
        core.dispose([...answers]);
        return Object.fromEntries(fetched);
      } catch (cause) {
        throw new ModelFault('failed', `the model does not run: ${reasonInWords(cause)}`);
      } finally {
        core.dispose(inputs);
      }
    },
    async close() {
      loaded?.dispose();
    },
  };
}

interface Weights {
  readonly weightSpecs: io.WeightsManifestEntry[];
  readonly weightData: ArrayBuffer;
}

/** Throws ModelFault for numbers that are not finite: WebAssembly's relu, for one, would make a 0 of a NaN. */
function weightsOf({ groups }: TfjsFile, read: (location: string) => Uint8Array): Weights {
  const data = Uint8Array.from(Buffer.concat(groups.flatMap(({ paths }) => paths.map(read))));
  for (const { weight, values } of storedFloats(groups, data)) {
    const bad = values?.find((value) => !Number.isFinite(value));
    if (bad !== undefined) throw new ModelFault('out-of-domain', `the weights "${weight.name}" hold ${bad}`);
  }
  const specs = groups.flatMap(({ weights }) => weights.map(({ spec }) => spec as unknown as io.WeightsManifestEntry));
  return { weightSpecs: specs, weightData: data.buffer };
}

async function loadLayers(core: TfjsCore, file: TfjsFile & { kind: 'layers' }, weights: Weights) {
  const known = file.groups.flatMap((group) => group.weights).reduce((sum, { count }) => sum + count, 0);
  const model = await buildLayers(core, file.topology.json, known, weights);
  const call: Call = async (inputs) => [model.predictOnBatch([...inputs])].flat();
  return { call, dispose: () => void model.dispose() };
}

async function loadGraph(core: TfjsCore, file: TfjsFile & { kind: 'graph' }, weights: Weights, ports: TfjsPorts) {
  const converter = await tfjsConverter();
  const { topology, signature } = file;
  const artifacts = { modelTopology: topology, ...weights, ...(signature && { signature }) };
  const model = await converter.loadGraphModel(core.io.fromMemory(artifacts as unknown as io.ModelArtifacts));
  const outputs = [...ports.outputNodes];
  const call: Call = async (inputs) => {
    const named = Object.fromEntries(ports.inputNodes.map((node, index) => [node, inputs[index]!]));
    try {
      return [model.execute(named, outputs)].flat();
    } catch (cause) {
      // Control flow and shapes that depend on the data need the other way.
      if (!/executeAsync/.test(String(cause))) throw cause;
      return [await model.executeAsync(named, outputs)].flat();
    }
  };
  return { call, dispose: () => model.dispose() };
}

function zeros(
  core: TfjsCore,
  { name, value }: TfjsPorts['inputs'][number],
  shapes: Readonly<Record<string, readonly number[]>>,
): Tensor {
  const type = value.kind === 'tensor' && (value.type === 'int32' || value.type === 'bool') ? value.type : 'float32';
  return core.zeros([...(shapes[name] ?? [])], type);
}

function tensorOf(core: TfjsCore, { type, data, dims }: Feed): Tensor {
  switch (type) {
    case 'string':
      return core.tensor(data as string[], [...dims], 'string');
    case 'int64':
    case 'int32':
      return core.tensor(Int32Array.from(data as ArrayLike<number>, Number), [...dims], 'int32');
    case 'bool':
      return core.tensor(data as Uint8Array, [...dims], 'bool');
    case 'float32':
    case 'float64':
      return core.tensor(Float32Array.from(data as ArrayLike<number>), [...dims], 'float32');
  }
}

async function dataOf(answer: Tensor): Promise<Fetched['data']> {
  const data: TypedArray | string[] = await (answer.dtype === 'string' ? answer.data<'string'>() : answer.data());
  return data as Fetched['data'];
}

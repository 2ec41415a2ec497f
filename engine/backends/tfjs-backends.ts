/** Backends of TensorFlow.js in the order in which they are tried (DESIGN.md §7). */
import { importPackage } from './tfjs-packages.js';
import type { TfjsCore } from './tfjs-packages.js';

/** What a model is to run on. `software` is a processor that acts as a GPU, never called one; `auto` takes the first that works. */
export type TfjsDevice = 'auto' | 'cpu' | 'gpu' | 'software';

export interface TfjsBackend {
  /** As records name it: the library and its way. */
  readonly name: 'tfjs/cuda' | 'tfjs/node' | 'tfjs/webgpu' | 'tfjs/wasm' | 'tfjs/cpu';
  /** What may be missing, for the reason of its absence. */
  readonly packageName: string;
  readonly devices: readonly TfjsDevice[];
  /** Imports what it needs and gives its name within TensorFlow.js. Throws where it cannot be used. */
  start(core: TfjsCore, device: TfjsDevice): Promise<string>;
}

/** The node package's backend; `isUsingGpuDevice` is TensorFlow's own word. */
interface NativeBackend {
  readonly isUsingGpuDevice?: boolean;
}

interface WebGpu {
  create(options: readonly string[]): Gpu;
  readonly globals: Readonly<Record<string, unknown>>;
}

interface Gpu {
  requestAdapter(): Promise<{ readonly info?: { readonly isFallbackAdapter?: boolean } } | null>;
}

export const TFJS_BACKENDS: readonly TfjsBackend[] = [
  {
    name: 'tfjs/cuda',
    packageName: '@tensorflow/tfjs-node-gpu',
    devices: ['auto', 'gpu'],
    async start(core) {
      await importPackage(this.packageName);
      await core.setBackend('tensorflow');
      if ((core.backend() as NativeBackend).isUsingGpuDevice !== true) throw new Error('it finds no GPU');
      return 'tensorflow';
    },
  },
  {
    name: 'tfjs/node',
    packageName: '@tensorflow/tfjs-node',
    devices: ['auto', 'cpu'],
    async start() {
      await importPackage(this.packageName);
      return 'tensorflow';
    },
  },
  {
    name: 'tfjs/webgpu',
    packageName: '@tensorflow/tfjs-backend-webgpu',
    devices: ['auto', 'gpu', 'software'],
    async start(_, device) {
      await provideGpu(device);
      await importPackage(this.packageName);
      return 'webgpu';
    },
  },
  {
    name: 'tfjs/wasm',
    packageName: '@tensorflow/tfjs-backend-wasm',
    devices: ['auto', 'cpu'],
    async start() {
      await importPackage(this.packageName);
      return 'wasm';
    },
  },
  {
    name: 'tfjs/cpu',
    packageName: '@tensorflow/tfjs-backend-cpu',
    devices: ['auto', 'cpu'],
    async start() {
      await importPackage(this.packageName);
      return 'cpu';
    },
  },
];

/** Node has no WebGPU of its own: Dawn, by the package `webgpu`, as `navigator.gpu`, which the backend looks for at its import. */
async function provideGpu(device: TfjsDevice): Promise<void> {
  const { create, globals } = (await importPackage('webgpu')) as WebGpu;
  const gpu = create([]);
  const adapter = await gpu.requestAdapter();
  if (adapter === null) throw new Error('WebGPU finds no adapter');
  const software = adapter.info?.isFallbackAdapter === true;
  if (device === 'gpu' && software) throw new Error('WebGPU finds a software adapter only, which is no GPU');
  if (device === 'auto' && software)
    throw new Error('WebGPU finds a software adapter only, slower than the processor itself');
  if (device === 'software' && !software) throw new Error('the adapter is a GPU, not software');
  Object.assign(globalThis, globals);
  const navigator = (globalThis as { navigator?: object }).navigator ?? {};
  Object.defineProperty(navigator, 'gpu', { value: gpu, configurable: true });
  Object.defineProperty(globalThis, 'navigator', { value: navigator, configurable: true });
}

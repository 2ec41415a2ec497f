/**
 * ONNX Runtime, loaded on use. One thread, unless more are asked for, and sequential execution: sums are then taken in
 * one order, and results do not depend on how many cores a machine has.
 */
import type { InferenceSession, Tensor } from 'onnxruntime-node';
import { ADD_MODEL } from './add-model.js';
import type { DeviceKind } from './device.js';
import { ModelFault } from '../subject/view.js';

export type FeedType = 'float32' | 'float64' | 'int64' | 'int32' | 'string' | 'bool';

export interface Feed {
  readonly type: FeedType;
  readonly data: Float32Array | Float64Array | BigInt64Array | Int32Array | Uint8Array | string[];
  readonly dims: readonly number[];
}

export interface Fetched {
  readonly data: Tensor.DataType;
  readonly dims: readonly number[];
}

export interface SessionChoice {
  /**
   * `gpu` and `software` are ONNX Runtime's WebGPU provider with nothing left to the processor. The provider takes the
   * adapter that it finds: which of the two that is, the caller has looked up (`findAdapter`).
   */
  readonly device?: DeviceKind;
  /** Threads of one operator on the processor; 1 by default. */
  readonly threads?: number;
}

export interface Session {
  /** Such as `onnxruntime/cpu`. */
  readonly backend: string;
  /** Throws ModelFault (`failed`) where the runtime refuses. */
  run(feeds: Readonly<Record<string, Feed>>, outputs: readonly string[]): Promise<Readonly<Record<string, Fetched>>>;
  close(): Promise<void>;
}

const OPTIONS: InferenceSession.SessionOptions = {
  executionProviders: ['cpu'],
  intraOpNumThreads: 1,
  interOpNumThreads: 1,
  executionMode: 'sequential',
  graphOptimizationLevel: 'all',
  logSeverityLevel: 4,
};

/** The model has operators that ONNX Runtime's WebGPU provider cannot compute; the adapter itself works. */
export class NotOnAdapter extends ModelFault {
  constructor() {
    super('unsupported', 'the model has operators that ONNX Runtime’s WebGPU provider cannot compute');
  }
}

/**
 * Opens a model that is wholly in `bytes`. Throws ModelFault (`failed`) where the runtime cannot load it, also where a
 * GPU is asked for and there is none, and NotOnAdapter where it cannot do all of the work: a slow success would look
 * like the GPU's.
 */
export async function openSession(
  bytes: Uint8Array,
  { device = 'cpu', threads = 1 }: SessionChoice = {},
): Promise<Session> {
  const ort = await import('onnxruntime-node');
  const options = optionsOf(device, threads);
  const create = async (): Promise<InferenceSession> => {
    if (device !== 'cpu') await holdAdapter(() => ort.InferenceSession.create(ADD_MODEL, options));
    return await ort.InferenceSession.create(bytes, options);
  };
  const session = await create().catch((cause: unknown) => {
    if (device !== 'cpu' && LEFT_TO_PROCESSOR.test(String(cause))) throw new NotOnAdapter();
    throw new ModelFault('failed', `ONNX Runtime does not load the model${onAdapter(device)}: ${reason(cause)}`);
  });
  return {
    backend: device === 'cpu' ? 'onnxruntime/cpu' : 'onnxruntime/webgpu',
    async run(feeds, outputs) {
      const inputs: Record<string, Tensor> = {};
      for (const [name, { type, data, dims }] of Object.entries(feeds)) {
        inputs[name] = new ort.Tensor(type as 'float32', data as Float32Array, [...dims]);
      }
      const results = await session.run(inputs, [...outputs]).catch((cause: unknown) => {
        throw new ModelFault('failed', `the model does not run: ${reason(cause)}`);
      });
      const fetched: Record<string, Fetched> = {};
      for (const name of outputs) {
        const tensor = results[name];
        if (tensor === undefined) throw new ModelFault('failed', `the model gave no output "${name}"`);
        fetched[name] = { data: tensor.data, dims: tensor.dims };
      }
      return fetched;
    },
    close: () => session.release(),
  };
}

let held: Promise<InferenceSession> | undefined;

/**
 * Keeps one session open as long as the process lives: with its last one ONNX Runtime lets go of the adapter and of all
 * that was compiled for it, some 2 s of processor time for a network on SwiftShader.
 */
async function holdAdapter(open: () => Promise<InferenceSession>): Promise<void> {
  held ??= open();
  await held.catch((cause: unknown) => {
    held = undefined;
    throw cause;
  });
}

/** What ONNX Runtime says where a strict session would leave some operators to the processor. */
const LEFT_TO_PROCESSOR = /fallback to CPU EP has been explicitly disabled/;

const onAdapter = (device: DeviceKind): string =>
  device === 'cpu' ? '' : device === 'gpu' ? ' on a GPU' : ' on a software adapter';

function optionsOf(device: DeviceKind, threads: number): InferenceSession.SessionOptions {
  // Threads that spin for work take it from the machine's other work.
  const noSpin = { session: { intra_op: { allow_spinning: '0' } } };
  if (device === 'cpu') return { ...OPTIONS, intraOpNumThreads: threads, ...(threads > 1 && { extra: noSpin }) };
  return { ...OPTIONS, executionProviders: ['webgpu'], extra: { session: { disable_cpu_ep_fallback: '1' } } };
}

/** The runtime's reason on one line, without the places in its own source. */
function reason(cause: unknown): string {
  const message = cause instanceof Error ? cause.message : String(cause);
  const plain = message
    .replace(/^\[[^\]]*\]\s*/, '')
    .replace(/\S*\.(?:cc|h):\d+\s*/g, '')
    .replace(/\s+/g, ' ')
    .trim();
  return plain.length > 400 ? `${plain.slice(0, 399)}…` : plain;
}

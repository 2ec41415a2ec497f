/** What `--device` may say. `software` takes the way of a GPU on a software adapter: for tests. */
export type DeviceChoice = 'auto' | 'cpu' | 'gpu' | 'software';

export interface DeviceRequest {
  readonly choice: DeviceChoice;
  /** `--gpu-memory`: the memory of a logical device, which models trained at once share and a served model is to fit. */
  readonly memoryMiB?: number;
}

/** `software` is a processor that acts as a GPU: a graphics library without a card. It is never called a GPU. */
export type DeviceKind = 'cpu' | 'gpu' | 'software';

/** Bytes that models trained at once may take where no budget is given. */
export const DEFAULT_BUDGET = 2 ** 30;

/** A share of one physical device, as one measuring process has it. */
export interface LogicalDevice {
  readonly kind: DeviceKind;
  /** Of the adapter, with its driver where that is told. */
  readonly name: string;
  /**
   * Bytes of its budget, where one was given: models trained at once take no more on `gpu` and `software` (else
   * `DEFAULT_BUDGET`), and a model is held against it wherever it runs.
   */
  readonly memory?: number;
}

export const PROCESSOR: LogicalDevice = { kind: 'cpu', name: 'processor' };

/** What trained models, for the record. */
export interface Trained {
  /** Such as `onnxruntime/webgpu`: a library and the way it took. */
  readonly backend: string;
  /** The most models that were trained at once. */
  readonly atOnce: number;
  /** Backends before it that could not, with the reasons. */
  readonly refused?: readonly string[];
}

const ADAPTER_WAYS: readonly string[] = ['webgpu', 'cuda'];

/** Whether a backend (`onnxruntime/webgpu`, `tfjs/cuda`) works on a graphics adapter, and not on the processor. */
export const usesAdapter = (backend: string | undefined): boolean =>
  ADAPTER_WAYS.includes(backend?.split('/')[1] ?? '');

/** As reports name it. */
export const deviceInWords = ({ kind, name }: LogicalDevice): string =>
  kind === 'software' ? `software adapter ${name}` : name;

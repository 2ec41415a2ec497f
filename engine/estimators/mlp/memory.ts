import { DEFAULT_BUDGET } from '../../backends/device.js';
import type { DeviceKind } from '../../backends/device.js';
import { EstimatorFault } from '../estimator-fault.js';
import { layersOf, parametersOf } from './layout.js';
import type { MlpShape } from './layout.js';

/**
 * What a step of all models works on, on a processor: beyond its caches more models at once are slower than fewer, in
 * more rounds (10 at once took 3.1 processor seconds for 50 networks on breast cancer, 50 at once 3.7, one 6).
 */
const CACHED_PASS = 8 * 2 ** 20;
/** A protobuf message, and so a graph with its data, is below 2 GiB. */
const MOST_DATA = 1.9 * 2 ** 30;
/** Float32. */
const BYTES = 4;
/** The rows are in the graph's bytes and in the runtime; the numbers, two memories and the gradient, before and after. */
const COPIES_OF_ROWS = 3;
const COPIES_OF_NUMBERS = 10;
/** Scores, activation, its slope, the layer's slope, what comes back, and one on the way. */
const COPIES_OF_UNITS = 6;

type Widths = Pick<MlpShape, 'inputs' | 'hidden' | 'outputs'>;

/** Bytes that one model takes while it trains: an estimate from the graph's tensors, on the generous side. */
export function bytesOfModel(widths: Widths, rows: number, batch: number): number {
  const data = rows * (widths.inputs + widths.outputs) * COPIES_OF_ROWS;
  return BYTES * (data + parametersOf(layersOf(widths)) * COPIES_OF_NUMBERS) + bytesOfPass(widths, batch);
}

function bytesOfPass({ inputs, hidden, outputs }: Widths, batch: number): number {
  const units = [...hidden, outputs].reduce((sum, count) => sum + count, 0);
  return BYTES * batch * (inputs + units * COPIES_OF_UNITS);
}

export interface Room {
  readonly device: DeviceKind;
  /** Bytes; where they are not given, 1 GiB, and on a processor no more than is quick. */
  readonly memory: number | undefined;
}

/** How many models may train at once. Throws `EstimatorFault` where the memory does not hold one. */
export function modelsAtOnce(widths: Widths, rows: number, batch: number, { device, memory }: Room): number {
  const each = bytesOfModel(widths, rows, batch);
  const room = memory ?? DEFAULT_BUDGET;
  if (each > room) {
    const mebi = (bytes: number): string => `${Math.ceil(bytes / 2 ** 20)} MiB`;
    throw new EstimatorFault('unsupported', `mlp: one model takes ${mebi(each)}, more than the ${mebi(room)} allowed`);
  }
  const data = BYTES * rows * (widths.inputs + widths.outputs);
  const quick = device === 'cpu' && memory === undefined ? CACHED_PASS / bytesOfPass(widths, batch) : Infinity;
  return Math.max(1, Math.floor(Math.min(room / each, MOST_DATA / data, quick)));
}

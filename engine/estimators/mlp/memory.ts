import { EstimatorFault } from '../estimator-fault.js';
import { layersOf, parametersOf } from './layout.js';
import type { MlpShape } from './layout.js';

const DEFAULT_MEMORY = 2 ** 30;
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
  const units = [...widths.hidden, widths.outputs].reduce((sum, count) => sum + count, 0);
  const data = rows * (widths.inputs + widths.outputs) * COPIES_OF_ROWS;
  const pass = batch * (widths.inputs + units * COPIES_OF_UNITS);
  return BYTES * (data + pass + parametersOf(layersOf(widths)) * COPIES_OF_NUMBERS);
}

/** How many models may train at once. Throws `EstimatorFault` where the memory does not hold one. */
export function modelsAtOnce(widths: Widths, rows: number, batch: number, memory = DEFAULT_MEMORY): number {
  const each = bytesOfModel(widths, rows, batch);
  if (each > memory) {
    const mebi = (bytes: number): string => `${Math.ceil(bytes / 2 ** 20)} MiB`;
    throw new EstimatorFault(
      'unsupported',
      `mlp: one model takes ${mebi(each)}, more than the ${mebi(memory)} allowed`,
    );
  }
  const data = BYTES * rows * (widths.inputs + widths.outputs);
  return Math.max(1, Math.min(Math.floor(memory / each), Math.floor(MOST_DATA / data)));
}

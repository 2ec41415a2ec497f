import { DEFAULT_BUDGET } from '../../backends/device.js';
import { EstimatorFault } from '../estimator-fault.js';
import { layersOf, parametersOf } from './layout.js';
import type { MlpShape } from './layout.js';

/** What a step of a graph works on, on a processor: beyond its caches more models at once are slower than fewer. */
const CACHED_PASS = 8 * 2 ** 20;
/**
 * Models of a graph on a processor. A step's operators cost some 30 µs, whatever they work on, which models share; but
 * threads share graphs, and the fewer models are in one the more evenly.
 */
const MODELS_OF_PART = 3;
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

/** How many models may train at once. Throws `EstimatorFault` where the memory (in bytes) does not hold one. */
export function modelsAtOnce(widths: Widths, rows: number, batch: number, memory: number = DEFAULT_BUDGET): number {
  const each = bytesOfModel(widths, rows, batch);
  if (each > memory) {
    const mebi = (bytes: number): string => `${Math.ceil(bytes / 2 ** 20)} MiB`;
    throw new EstimatorFault(
      'unsupported',
      `mlp: one model takes ${mebi(each)}, more than the ${mebi(memory)} allowed`,
    );
  }
  const data = BYTES * rows * (widths.inputs + widths.outputs);
  return Math.max(1, Math.floor(Math.min(memory / each, MOST_DATA / data)));
}

/** How many models share a graph on a processor. */
export const modelsOfPart = (widths: Widths, batch: number): number =>
  Math.max(1, Math.floor(Math.min(MODELS_OF_PART, CACHED_PASS / bytesOfPass(widths, batch))));

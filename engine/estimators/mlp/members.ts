import { identity } from '../../numerics/permutation.js';
import type { Rng } from '../../numerics/random.js';
import type { Column } from '../../subject/table.js';
import { fitEncoder } from '../design-matrix.js';
import type { Encoder } from '../design-matrix.js';
import { EstimatorFault } from '../estimator-fault.js';
import type { Fold } from '../splits.js';
import { holdOut } from './early-stopping.js';
import type { MlpLoss } from './layout.js';
import { networkRows } from './network-rows.js';
import { refuseLeaks } from './privacy.js';
import type { MlpSettings } from './settings.js';
import type { Group, Member } from './group.js';

/** Rows with a known target. */
export interface MlpData {
  readonly features: readonly Column[];
  readonly target:
    | {
        readonly kind: 'classes';
        /** Of each row, 0…classes−1. */ readonly codes: Int32Array;
        readonly classes: number;
      }
    | { readonly kind: 'numbers'; readonly values: Float64Array };
  readonly weights?: Float64Array;
}

/** A fold whose preprocessing is fitted, its rows not yet encoded. */
export interface Prepared {
  readonly fold: Fold;
  readonly encoder: Encoder;
  readonly loss: MlpLoss;
  readonly outputs: number;
  /** Places in `fold.train` that train and that are held out. */
  readonly train: Int32Array;
  readonly heldOut: Int32Array | undefined;
  readonly target:
    | { readonly kind: 'classes'; /** Classes with a training row, ascending. */ readonly present: readonly number[] }
    | { readonly kind: 'numbers'; readonly mean: number; readonly deviation: number };
  /** Of what the model draws from here on. */
  readonly seed: string;
}

/** Learns the preprocessing of the fold's training rows alone. Throws `EstimatorFault` where there is nothing to learn. */
export function prepare(settings: MlpSettings, data: MlpData, fold: Fold, rng: Rng): Prepared {
  refuseLeaks(settings, data.weights);
  if (fold.train.length === 0) throw new EstimatorFault('out-of-domain', 'a fold has no training row');
  if (data.weights && !(sumOf(data.weights, fold.train) > 0)) {
    throw new EstimatorFault('out-of-domain', 'the training rows of a fold have no weight');
  }
  const encoder = fitEncoder(data.features, fold.train, true);
  const target = targetOf(data.target, fold.train);
  const classes = target.kind === 'classes' ? target.present.length : 1;
  const codes = data.target.kind === 'classes' ? fold.train.map((row) => codeOf(data, row)) : undefined;
  const cut = settings.earlyStopping ? holdOut(fold.train.length, codes, rng) : undefined;
  return {
    fold,
    encoder,
    loss: target.kind === 'numbers' ? 'regression' : classes === 2 ? 'binary' : 'multinomial',
    outputs: target.kind === 'numbers' || classes === 2 ? 1 : classes,
    train: cut?.train ?? identity(fold.train.length),
    heldOut: cut?.heldOut,
    target,
    seed: `${rng.integer(4_294_967_296)} ${rng.integer(4_294_967_296)}`,
  };
}

const codeOf = ({ target }: MlpData, row: number): number => (target.kind === 'classes' ? target.codes[row]! : 0);

const sumOf = (values: Float64Array, rows: Int32Array): number => rows.reduce((sum, row) => sum + values[row]!, 0);

/** Numbers are learnt in units of their own spread (population deviation): a step of 0.001 suits no other. */
function targetOf(target: MlpData['target'], train: Int32Array): Prepared['target'] {
  if (target.kind === 'classes') {
    const present = [...new Set(train.map((row) => target.codes[row]!))].sort((a, b) => a - b);
    if (present.length < 2) throw new EstimatorFault('out-of-domain', 'the training rows of a fold are of one class');
    return { kind: 'classes', present };
  }
  const mean = sumOf(target.values, train) / train.length;
  const variance = train.reduce((sum, row) => sum + (target.values[row]! - mean) ** 2, 0) / train.length;
  if (!Number.isFinite(variance))
    throw new EstimatorFault('out-of-domain', 'the target is not a finite number everywhere');
  const deviation = Math.sqrt(variance);
  return { kind: 'numbers', mean, deviation: deviation > 1e-14 * Math.abs(mean) ? deviation : 1 };
}

/** The folds' rows as numbers: those of all members lie one after another, narrower ones padded with columns of 0. */
export function groupOf(data: MlpData, chunk: readonly Prepared[], inputs: number): Omit<Group, 'settings' | 'shape'> {
  const total = chunk.reduce((sum, { train }) => sum + train.length, 0);
  const columns = inputs + 1;
  const rows = new Float32Array(total * columns);
  const truth = new Float32Array(total * chunk[0]!.outputs);
  let at = 0;
  const members = chunk.map((prepared): Member => {
    const { encoder, train, heldOut, seed } = prepared;
    const own = rowsAt(prepared, train);
    networkRows(encoder, own, inputs, rows.subarray(at * columns, (at + own.length) * columns));
    truth.set(truthOf(data, prepared, own), at * prepared.outputs);
    at += own.length;
    return {
      rows: own.length,
      columns: encoder.columns,
      ...weightsOf(data, own),
      ...(heldOut && { heldOut: heldOutOf(data, prepared, rowsAt(prepared, heldOut), inputs) }),
      seed,
    };
  });
  return { rows, truth, members };
}

function heldOutOf(data: MlpData, prepared: Prepared, rows: Int32Array, inputs: number) {
  return {
    rows: networkRows(prepared.encoder, rows, inputs),
    truth: truthOf(data, prepared, rows),
    ...weightsOf(data, rows),
  };
}

const rowsAt = ({ fold }: Prepared, places: Int32Array): Int32Array => places.map((place) => fold.train[place]!);

/** Of mean 1. */
function weightsOf({ weights }: MlpData, rows: Int32Array): { readonly weights?: Float64Array } {
  if (weights === undefined) return {};
  const sum = sumOf(weights, rows);
  return { weights: Float64Array.from(rows, (row) => (sum > 0 ? (weights[row]! * rows.length) / sum : 0)) };
}

function truthOf({ target }: MlpData, { target: learnt, outputs }: Prepared, rows: Int32Array): Float32Array {
  const truth = new Float32Array(rows.length * outputs);
  rows.forEach((row, place) => {
    if (target.kind === 'numbers' && learnt.kind === 'numbers') {
      truth[place] = (target.values[row]! - learnt.mean) / learnt.deviation;
    } else if (target.kind === 'classes' && learnt.kind === 'classes') {
      const index = learnt.present.indexOf(target.codes[row]!);
      if (outputs === 1) truth[place] = index;
      else truth[place * outputs + index] = 1;
    }
  });
  return truth;
}

/** What the network answered, in the data's classes (rows × classes, 0 for those not seen in training) or units. */
export function answersOf(
  { target }: MlpData,
  { target: learnt, outputs, fold }: Prepared,
  given: Float32Array,
): Float64Array {
  if (learnt.kind === 'numbers') return Float64Array.from(given, (value) => learnt.mean + learnt.deviation * value);
  const classes = target.kind === 'classes' ? target.classes : 0;
  const answers = new Float64Array(fold.test.length * classes);
  for (let row = 0; row < fold.test.length; row++) {
    const at = row * classes;
    if (outputs === 1) {
      answers[at + learnt.present[0]!] = 1 - given[row]!;
      answers[at + learnt.present[1]!] = given[row]!;
    } else {
      const sum = given.subarray(row * outputs, (row + 1) * outputs).reduce((total, value) => total + value, 0);
      learnt.present.forEach((code, index) => (answers[at + code] = given[row * outputs + index]! / sum));
    }
  }
  return answers;
}

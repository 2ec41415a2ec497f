import { checkProbabilities } from '../../subject/formats/probabilities.js';
import { EstimatorFault } from '../estimator-fault.js';
import type { TrainingTarget } from '../estimator.js';
import { presentClasses } from '../present-classes.js';

/** What a network learns of one fold's rows, and how its answers are read. */
export interface LearntTarget {
  readonly kind: TrainingTarget['kind'];
  /** Numbers a row that the network must answer: one of two classes, one each of more, one number. */
  readonly widths: readonly number[];
  /** Rows × width. */
  truth(rows: Int32Array, width: number): Float32Array;
  /** The network's answers as an `Estimator` gives them. */
  answers(given: Float32Array, rows: number, width: number): Float64Array;
}

/** Throws `EstimatorFault` where the rows are of one class, or a number is not finite. */
export function learntTarget(target: TrainingTarget, train: Int32Array, standardise: boolean): LearntTarget {
  return target.kind === 'classes' ? learntClasses(target, train) : learntNumbers(target.values, train, standardise);
}

function learntClasses({ codes, classes }: TrainingTarget & { kind: 'classes' }, train: Int32Array): LearntTarget {
  const present = new Set(presentClasses(codes, train).classes);
  const count = classes.length;
  return {
    kind: 'classes',
    widths: count === 2 ? [2, 1] : [count],
    truth(rows, width) {
      const truth = new Float32Array(rows.length * width);
      rows.forEach((row, place) => {
        if (width === 1) truth[place] = codes[row]!;
        else truth[place * width + codes[row]!] = 1;
      });
      return truth;
    },
    answers(given, rows, width) {
      const answers = new Float64Array(rows * count);
      for (let row = 0; row < rows; row++) {
        for (let code = 0; code < count; code++) {
          const one = given[row]!;
          answers[row * count + code] = width === 1 ? (code === 1 ? one : 1 - one) : given[row * width + code]!;
        }
      }
      const bad = checkProbabilities(answers, count);
      if (bad !== undefined) {
        const hint = 'a network for classes ends with softmax or sigmoid';
        throw new EstimatorFault('unsupported', `tfjs: ${bad.reason}; ${hint}`);
      }
      return present.size === count ? answers : withoutAbsent(answers, count, present);
    },
  };
}

/** Classes that no training row has get 0. */
function withoutAbsent(answers: Float64Array, count: number, present: ReadonlySet<number>): Float64Array {
  for (let at = 0; at < answers.length; at += count) {
    const row = answers.subarray(at, at + count);
    row.forEach((_, code) => {
      if (!present.has(code)) row[code] = 0;
    });
    const sum = row.reduce((total, value) => total + value, 0);
    row.forEach((value, code) => (row[code] = sum > 0 ? value / sum : present.has(code) ? 1 / present.size : 0));
  }
  return answers;
}

/** In units of their own spread (population deviation) where `standardise`: a step of 0.001 suits no other. */
function learntNumbers(values: Float64Array, train: Int32Array, standardise: boolean): LearntTarget {
  const mean = train.reduce((sum, row) => sum + values[row]!, 0) / train.length;
  const variance = train.reduce((sum, row) => sum + (values[row]! - mean) ** 2, 0) / train.length;
  if (!Number.isFinite(variance)) {
    throw new EstimatorFault('out-of-domain', 'the target is not a finite number everywhere');
  }
  const deviation = Math.sqrt(variance) > 1e-14 * Math.abs(mean) ? Math.sqrt(variance) : 1;
  const [shift, scale] = standardise ? [mean, deviation] : [0, 1];
  return {
    kind: 'numbers',
    widths: [1],
    truth: (rows) => Float32Array.from(rows, (row) => (values[row]! - shift) / scale),
    answers: (given) => Float64Array.from(given, (value) => shift + scale * value),
  };
}

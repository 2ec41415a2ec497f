import { fitEncoder } from '../design-matrix.js';
import type { Encoder } from '../design-matrix.js';
import type { TrainingData } from '../estimator.js';
import { EstimatorFault } from '../estimator-fault.js';
import { presentClasses, spreadClasses } from '../present-classes.js';
import { answerWidth } from './forest-task.js';
import type { ForestTask } from './forest-task.js';
import type { ForestPlan } from './forest-settings.js';
import { rankMatrix, shareFloats } from './ranked-matrix.js';

/** One training: its task, and how rows get into it and answers out of it. */
export interface ForestTraining {
  readonly task: ForestTask;
  readonly encoder: Encoder;
  /** What the truths of numbers are about; 0 for classes. */
  readonly centre: number;
  /** Sums over all trees, as `sumAnswers` gives them, to an estimator's answers. */
  answersOf(sums: Float64Array, rows: number): Float64Array;
}

/** Numeric columns as they are, gaps filled with the mean; a column of 0 and 1 a level of a categorical one. */
export function forestTraining(data: TrainingData, train: Int32Array, plan: ForestPlan, seed: string): ForestTraining {
  const { features, target } = data;
  const encoder = fitEncoder(features, train, false);
  const matrix = rankMatrix(encoder.encode(train));
  const weights = shareFloats(Float64Array.from(train, (row) => data.weights?.[row] ?? 1));
  if (!weights.some((weight) => weight > 0)) {
    throw new EstimatorFault('out-of-domain', 'the training rows of a fold weigh nothing');
  }
  const base = { matrix, weights, plan, seed };
  if (target.kind === 'numbers') {
    needCriterion(plan, ['squared-error'], 'numbers');
    if (plan.classWeight !== null) throw new EstimatorFault('unsupported', 'classWeight is for classes, not numbers');
    const values = Float64Array.from(train, (row) => target.values[row]!);
    // About their mean, so that squares of sums keep their digits.
    const centre = values.reduce((sum, value) => sum + value / values.length, 0);
    const task = { ...base, classes: 0, truths: shareFloats(values.map((value) => value - centre)) };
    return { task, encoder, centre, answersOf: (sums) => sums.map((sum) => centre + sum / plan.trees) };
  }
  needCriterion(plan, ['gini', 'entropy'], 'classes');
  const present = presentClasses(target.codes, train);
  const classes = present.classes.length;
  const names = Array.from(present.classes, (code) => target.classes[code]!);
  const factors = classFactors(plan, present.codes, names, target.classes);
  present.codes.forEach((code, row) => (weights[row]! *= factors[code]!));
  const task: ForestTask = { ...base, classes, truths: shareFloats(present.codes) };
  const width = answerWidth(task);
  return {
    task,
    encoder,
    centre: 0,
    answersOf(sums, rows) {
      const shares = sums.map((sum) => sum / plan.trees);
      const all =
        width === classes ? shares : Float64Array.from({ length: 2 * rows }, (_, at) => pairOf(shares[at >> 1]!, at));
      return spreadClasses(all, rows, present.classes, target.classes.length);
    },
  };
}

const pairOf = (second: number, at: number): number => (at % 2 === 0 ? 1 - second : second);

function needCriterion({ criterion }: ForestPlan, allowed: readonly string[], target: string): void {
  if (!allowed.includes(criterion)) {
    throw new EstimatorFault('unsupported', `criterion ${criterion} is not for ${target}: ${allowed.join(' or ')}`);
  }
}

/** What each class weighs: scikit-learn's `balanced` is n/(classes·rows of the class). */
function classFactors(
  { classWeight }: ForestPlan,
  codes: Int32Array,
  names: readonly string[],
  known: readonly string[],
): Float64Array {
  if (classWeight === 'balanced') {
    const counts = new Float64Array(names.length);
    for (const code of codes) counts[code]!++;
    return counts.map((count) => codes.length / (names.length * count));
  }
  if (classWeight === null || classWeight === 'balanced-subsample') return new Float64Array(names.length).fill(1);
  const stranger = Object.keys(classWeight).find((name) => !known.includes(name));
  if (stranger !== undefined) {
    throw new EstimatorFault('unsupported', `classWeight names ${stranger}; the classes are ${known.join(', ')}`);
  }
  return Float64Array.from(names, (name) => (Object.hasOwn(classWeight, name) ? classWeight[name]! : 1));
}

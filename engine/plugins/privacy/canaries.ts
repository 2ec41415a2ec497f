import type { TrainingTarget } from '../../estimators/estimator.js';
import { sampleWithoutReplacement } from '../../numerics/permutation.js';
import type { Rng } from '../../numerics/random.js';
import type { Unmeasured } from '../figure.js';
import { unmeasured } from '../unmeasured.js';

/** Training rows whose labels are wrong on purpose, so that a model that fits them must have seen them. */
export interface Canaries {
  /** In ascending order. */
  readonly rows: Int32Array;
  /** Of all rows: the canaries' labels are swapped. */
  readonly target: TrainingTarget;
}

/** Labels of classes become another class that the rows have, numbers the end of their range that is farther off. */
export function drawCanaries(target: TrainingTarget, count: number, rng: Rng): Canaries | Unmeasured {
  const total = target.kind === 'classes' ? target.codes.length : target.values.length;
  const rows = sampleWithoutReplacement(total, count, rng).sort();
  if (target.kind === 'classes') {
    const present = [...new Set(target.codes)].sort((a, b) => a - b);
    if (present.length < 2) return unmeasured('out-of-domain', 'all rows are of one class: no label can be swapped');
    const codes = target.codes.slice();
    for (const row of rows) {
      const others = present.filter((code) => code !== target.codes[row]);
      codes[row] = others[rng.integer(others.length)]!;
    }
    return { rows, target: { ...target, codes } };
  }
  const [lowest, highest] = [Math.min, Math.max].map((end) => target.values.reduce((a, b) => end(a, b)));
  if (lowest === highest) return unmeasured('out-of-domain', 'the target is constant: no number can be swapped');
  const values = target.values.slice();
  for (const row of rows) values[row] = values[row]! - lowest! > highest! - values[row]! ? lowest! : highest!;
  return { rows, target: { ...target, values } };
}

/** How well a model's answer fits the canary's label: the logarithm of its probability, or the squared error's opposite. */
export function fitOf(answers: Float64Array, place: number, row: number, target: TrainingTarget): number {
  if (target.kind === 'numbers') return -((answers[place]! - target.values[row]!) ** 2);
  return Math.log(answers[place * target.classes.length + target.codes[row]!]!);
}

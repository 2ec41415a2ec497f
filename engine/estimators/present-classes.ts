import { EstimatorFault } from './estimator-fault.js';

/** The classes that some rows have, ascending, and each row's place among them. */
export interface PresentClasses {
  readonly classes: Int32Array;
  readonly codes: Int32Array;
}

/** Throws `EstimatorFault` where the rows are of one class: there is nothing to learn. */
export function presentClasses(codes: Int32Array, rows: Int32Array): PresentClasses {
  const place = new Map<number, number>();
  for (const row of rows) place.set(codes[row]!, 0);
  if (place.size < 2) throw new EstimatorFault('out-of-domain', 'the training rows of a fold are of one class');
  const classes = Int32Array.from(place.keys()).sort();
  classes.forEach((code, index) => place.set(code, index));
  return { classes, codes: Int32Array.from(rows, (row) => place.get(codes[row]!)!) };
}

/** Probabilities of the present classes as those of all `classes`, row-major; 0 for the absent ones. */
export function spreadClasses(answers: Float64Array, rows: number, present: Int32Array, classes: number): Float64Array {
  if (present.length === classes) return answers;
  const all = new Float64Array(rows * classes);
  for (let row = 0; row < rows; row++) {
    present.forEach((code, index) => (all[row * classes + code] = answers[row * present.length + index]!));
  }
  return all;
}

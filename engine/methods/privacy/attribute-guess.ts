/**
 * Guessing an attribute of a row from what a model says of it (Fredrikson et al., "Privacy in pharmacogenetics", USENIX
 * Security 2014, fig. 2; Yeom et al., CSF 2018, 5): of the values that it could have, the one whose prior probability
 * times the probability that the model gives the row's known outcome is greatest. The values are tried in turn.
 */
export interface Guesser {
  /** `evidence` has one entry a row: ln of the probability of its outcome, were `value` the attribute. */
  tell(value: number, evidence: Float64Array): void;
  /** The likeliest value of each row, of equals the first. */
  guesses(): Int32Array;
}

/** `prior` is rows × values. */
export function guesser(prior: Float64Array, values: number): Guesser {
  const rows = prior.length / values;
  const best = new Float64Array(rows).fill(-Infinity);
  const guess = new Int32Array(rows);
  return {
    tell(value, evidence) {
      for (let row = 0; row < rows; row++) {
        const posterior = Math.log(Math.max(prior[row * values + value]!, LEAST)) + evidence[row]!;
        if (posterior <= best[row]!) continue;
        best[row] = posterior;
        guess[row] = value;
      }
    },
    guesses: () => guess,
  };
}

/** A probability of 0 is taken to be no less: no value is out of the question for a prior that was learnt of a sample. */
const LEAST = 1e-9;

/** ln p of each row's class, rows × classes. */
export const classEvidence = (probabilities: Float64Array, truth: Int32Array, classes: number): Float64Array =>
  Float64Array.from(truth, (code, row) => Math.log(Math.max(probabilities[row * classes + code]!, LEAST)));

/**
 * Where a model gives labels alone: ln of the frequency of a row's class among rows that the model answers with the same
 * label, each class counted once more (Laplace). `labels` and `classesOf` are of rows that the model did not learn of.
 */
export function labelEvidence(labels: Int32Array, classesOf: Int32Array, classes: number) {
  const counts = new Float64Array(classes * classes).fill(1);
  labels.forEach((label, row) => counts[label * classes + classesOf[row]!]!++);
  return (answered: Int32Array, truth: Int32Array): Float64Array =>
    Float64Array.from(truth, (code, row) => {
      const of = counts.subarray(answered[row]! * classes, (answered[row]! + 1) * classes);
      return Math.log(of[code]! / of.reduce((sum, count) => sum + count, 0));
    });
}

/** Of a regression: ln of a normal density of its errors, up to a constant; `deviation` as on rows that it did not learn of. */
export const numberEvidence = (answers: Float64Array, truth: Float64Array, deviation: number): Float64Array =>
  answers.map((answer, row) => -0.5 * ((truth[row]! - answer) / deviation) ** 2);

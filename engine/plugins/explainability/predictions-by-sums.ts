import type { ModelInside } from '../../subject/model-inside.js';
import type { Predictions } from '../../subject/view.js';

/** A way from the sums of a forest's leaves (rows × outputs, float32) to a model's predictions. */
export interface BySums {
  predict(sums: Float32Array): Predictions;
  readonly largestDifference: number;
}

/** Numbers that differ by less have another rounding of the same link. */
const SAME = 1e-6;

/**
 * The way that gives the model's own predictions `base` for its own sums `own`, or why none does: `base_values`, then the
 * link; labels by the probabilities, or as ONNX Runtime has them, which of two classes gives the second where its share
 * is above one half (of votes for one class) or above 0 (of votes for both).
 */
export function predictionsBySums(
  inside: ModelInside,
  own: Float32Array,
  base: Predictions,
): BySums | { readonly why: string } {
  if (base.kind === 'numbers') {
    const predict = (sums: Float32Array): Predictions => ({ kind: 'numbers', values: answersOf(inside, sums) });
    return checked(predict, own, base.values, (found) => (found.kind === 'numbers' ? found.values : undefined));
  }
  if (base.probabilities === undefined) return { why: 'the model gives labels without probabilities' };
  const width = inside.views.length;
  const first = probabilitiesOf(inside, own);
  const label = rulesOf(inside, width).find((rule) => rule(first).every((code, row) => code === base.labels[row]));
  if (label === undefined) return { why: 'its trees give other labels than the model' };
  const predict = (sums: Float32Array): Predictions => {
    const probabilities = probabilitiesOf(inside, sums);
    return { kind: 'classes', labels: label(probabilities), probabilities };
  };
  return checked(predict, own, base.probabilities, (found) =>
    found.kind === 'classes' ? found.probabilities : undefined,
  );
}

function checked(
  predict: BySums['predict'],
  own: Float32Array,
  wanted: Float64Array,
  numbersOf: (found: Predictions) => Float64Array | undefined,
): BySums | { readonly why: string } {
  const found = numbersOf(predict(own));
  if (found?.length !== wanted.length) return { why: 'its trees give other numbers than the model' };
  let largestDifference = 0;
  for (let at = 0; at < found.length; at++) {
    const difference = Math.abs(found[at]! - wanted[at]!);
    if (!(difference <= SAME * Math.max(1, Math.abs(wanted[at]!)))) {
      return { why: 'its trees give other numbers than the model' };
    }
    largestDifference = Math.max(largestDifference, difference);
  }
  return { predict, largestDifference };
}

type Rule = (probabilities: Float64Array) => Int32Array;

function rulesOf({ decide }: ModelInside, width: number): readonly Rule[] {
  if (decide !== undefined) return [decide];
  if (width !== 2) return [(probabilities) => likeliest(probabilities, width)];
  return [1, 0].flatMap((second) =>
    [0.5, 0].map((least): Rule => (probabilities) => {
      const labels = new Int32Array(probabilities.length / 2);
      for (let row = 0; row < labels.length; row++) {
        labels[row] = probabilities[2 * row + second]! > least ? second : 1 - second;
      }
      return labels;
    }),
  );
}

/** The first of equals. */
function likeliest(probabilities: Float64Array, width: number): Int32Array {
  const labels = new Int32Array(probabilities.length / width);
  for (let row = 0; row < labels.length; row++) {
    for (let code = 1; code < width; code++) {
      if (probabilities[row * width + code]! > probabilities[row * width + labels[row]!]!) labels[row] = code;
    }
  }
  return labels;
}

/** Sums of float32 shares may leave the interval by some roundings; a model's are taken so too. */
const probabilitiesOf = (inside: ModelInside, sums: Float32Array): Float64Array =>
  answersOf(inside, sums).map((value) => Math.min(1, Math.max(0, value)));

/** Answers of all classes, rows × classes, or of a regression. */
function answersOf({ stage, link, views }: ModelInside, sums: Float32Array): Float64Array {
  if (stage.kind !== 'trees') throw new TypeError('a stage of trees');
  const { outputs, base } = stage.ensemble;
  const rows = sums.length / outputs;
  const answers = new Float64Array(rows * views.length);
  for (let row = 0; row < rows; row++) {
    let total = 0;
    views.forEach(({ output, sign, offset }, code) => {
      const score = Math.fround(offset + sign * Math.fround(sums[row * outputs + output]! + base[output]!));
      const answer = link === 'identity' ? score : link === 'logistic' ? 1 / (1 + Math.exp(-score)) : Math.exp(score);
      answers[row * views.length + code] = answer;
      total += answer;
    });
    if (link !== 'softmax') continue;
    for (let code = 0; code < views.length; code++) answers[row * views.length + code]! /= total;
  }
  return answers;
}

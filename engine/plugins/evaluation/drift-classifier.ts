/**
 * The classifier two-sample test (Lopez-Paz & Oquab, "Revisiting classifier two-sample tests", ICLR 2017): a classifier
 * learns on half of the rows to tell the parts apart, and is judged on the other half, of which it knows nothing. By the
 * area under the ROC curve, as parts of different sizes make accuracy a matter of their sizes. Where the parts are of one
 * source, held-out scores of both are alike, whatever was learned: the test of Mann and Whitney is valid.
 */
import { estimatorOf } from '../../estimators/registry.js';
import { classificationFigure } from '../../methods/evaluation/classification.js';
import { unitsOf } from '../../methods/evaluation/units.js';
import type { Units } from '../../methods/evaluation/units.js';
import { worseWithin } from '../../methods/evaluation/worse-within.js';
import { mannWhitneyGreater, midRanks } from '../../numerics/hypotheses/mann-whitney.js';
import { permutation } from '../../numerics/permutation.js';
import type { Rng } from '../../numerics/random.js';
import type { CategoricalColumn, Column } from '../../subject/table.js';
import { EstimatorFault } from '../../estimators/estimator-fault.js';
import { commonCodes, comparable } from '../column-text.js';
import { exactFigure } from '../exact-figure.js';
import type { Figure, Unmeasured } from '../figure.js';
import { unmeasured } from '../unmeasured.js';

export interface ComparedPart {
  readonly columns: readonly Column[];
  readonly units: Units;
}

export interface ClassifierOptions {
  readonly classifier: string;
  /** Most rows of a part that are used. */
  readonly rows: number;
  readonly draws: number;
  readonly rng: (stream: string) => Rng;
  readonly pause: () => Promise<void>;
}

export interface ToldApart {
  readonly classifierAuc: Figure | Unmeasured;
  readonly classifierP: Figure | Unmeasured;
}

export async function tellApart(
  parts: readonly [ComparedPart, ComparedPart],
  options: ClassifierOptions,
): Promise<ToldApart> {
  try {
    return await toldApart(parts, options);
  } catch (fault) {
    if (!(fault instanceof EstimatorFault)) throw fault;
    const why = unmeasured(fault.unmeasured, `the classifier that tells the parts apart: ${fault.message}`);
    return { classifierAuc: why, classifierP: why };
  }
}

/** Rows of both parts put one after the other, in two halves: whole groups, where there are. */
interface Halves {
  /** 0 for the first part. */
  readonly part: Int32Array;
  readonly learn: Int32Array;
  readonly judge: Int32Array;
}

async function toldApart(
  parts: readonly [ComparedPart, ComparedPart],
  { classifier, rows, draws, rng, pause }: ClassifierOptions,
): Promise<ToldApart> {
  const [first, second] = parts;
  const features = first.columns.map((column, index) => joined(column, second.columns[index]!));
  const units = joinedUnits(first.units, second.units);
  const { part, learn, judge } = halve(parts, rows, rng('halves'));
  const estimator = await estimatorOf({ type: classifier, with: {} }, 'classes');
  const [answers] = await estimator.answers(
    {
      features,
      target: { kind: 'classes', codes: part, classes: ['first', 'second'] },
      ...(units.weighted && { weights: units.weights }),
    },
    [{ train: learn, test: judge }],
    { rng: (stream) => rng(`classifier ${stream}`), pause },
  );
  const scores = Float64Array.from(judge, (_, place) => answers![2 * place + 1]!);
  const truth = judge.map((row) => part[row]!);
  const groups = units.name === 'groups' ? judge.map((row) => units.of[row]!) : undefined;
  const weights = units.weighted ? Float64Array.from(judge, (row) => units.weights[row]!) : undefined;
  const evidence = {
    truth,
    predicted: Int32Array.from(scores, (score) => Number(score >= 0.5)),
    classes: 2,
    positive: 1,
    probabilities: answers!,
    ...(groups && { groups }),
    ...(weights && { weights }),
  };
  return {
    classifierAuc: classificationFigure('rocAuc', evidence, { rng: rng('draws'), basis: 'observed', draws }),
    classifierP: exactFigure(pOf(scores, truth, unitsOf(judge.length, groups, weights)), '1'),
  };
}

/** One-sided: scores of the second part tend to be greater. Of units that are no single rows by the ranks' means. */
function pOf(scores: Float64Array, truth: Int32Array, units: Units): number {
  if (units.plain) {
    return mannWhitneyGreater(
      scores.filter((_, row) => truth[row] === 1),
      scores.filter((_, row) => truth[row] === 0),
    ).p;
  }
  const values = midRanks(scores).map((rank) => rank / scores.length);
  const ranks = { better: 'lower', finish: 'none', range: [0, 1], parts: [{ values, lowest: 0, highest: 1 }] } as const;
  return worseWithin(ranks, Uint8Array.from(truth), units).p;
}

/** At most `most` rows of each part, drawn at random; half of their units to learn of. */
function halve(parts: readonly [ComparedPart, ComparedPart], most: number, rng: Rng): Halves {
  const learn: number[] = [];
  const judge: number[] = [];
  const part: number[] = [];
  for (const [index, { units }] of parts.entries()) {
    const start = part.length;
    const learns = new Set(permutation(units.count, rng).subarray(0, Math.floor(units.count / 2)));
    const kept = new Set(permutation(units.of.length, rng).subarray(0, most));
    units.of.forEach((unit, row) => {
      part.push(index);
      if (kept.has(row) && units.weights[row]! > 0) (learns.has(unit) ? learn : judge).push(start + row);
    });
  }
  return { part: Int32Array.from(part), learn: Int32Array.from(learn), judge: Int32Array.from(judge) };
}

function joinedUnits(first: Units, second: Units): Units {
  const rows = first.of.length + second.of.length;
  const grouped = first.name === 'groups' || second.name === 'groups';
  const weighted = first.weighted || second.weighted;
  return unitsOf(
    rows,
    grouped ? [...first.of, ...second.of.map((unit) => unit + first.count)] : undefined,
    weighted ? Float64Array.from([...first.weights, ...second.weights]) : undefined,
  );
}

/** The column of both parts, categories over one list of levels. */
function joined(first: Column, second: Column): Column {
  if (first.type === 'numeric' && second.type === 'numeric') {
    const values = new Float64Array(first.values.length + second.values.length);
    values.set(first.values);
    values.set(second.values, first.values.length);
    return { ...second, values };
  }
  const [texts, others] = [first, second].map((column) => Array.from<string | number>(comparable(column)).map(String));
  const { first: codes, second: more, levels } = commonCodes(texts!, others!);
  return { ...(second as CategoricalColumn), levels, codes: Int32Array.from([...codes, ...more]) };
}

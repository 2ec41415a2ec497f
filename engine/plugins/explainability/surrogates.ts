import { fitLinearSurrogate, linearSurrogateAnswers } from '../../methods/explainability/linear-surrogate.js';
import type { LinearSurrogate } from '../../methods/explainability/linear-surrogate.js';
import { AT_MOST } from '../../methods/explainability/shap/tree-ensemble.js';
import type { EnsembleTree } from '../../methods/explainability/shap/tree-ensemble.js';
import type { EncodedSource } from '../../estimators/design-matrix.js';
import { growTrees } from '../../estimators/trees/forest-task.js';
import { forestTraining } from '../../estimators/trees/forest-training.js';
import { addAnswers } from '../../estimators/trees/tree.js';
import type { Tree } from '../../estimators/trees/tree.js';
import type { MixedTables } from './explained-model.js';
import { stackedRows } from './stacked-rows.js';

/** What the model answers: decisions by class, or numbers (predictions or probabilities). */
export type ModelAnswers =
  | { readonly kind: 'classes'; readonly classes: readonly string[]; readonly codes: Int32Array }
  | { readonly kind: 'numbers'; readonly values: Float64Array };

/** A surrogate on the rows held out: class indices or numbers. */
export type SurrogateAnswers = Int32Array | Float64Array;

export interface TreeSurrogate {
  readonly tree: EnsembleTree;
  /** Leaf by leaf: the class, or the number. */
  readonly leafAnswers: SurrogateAnswers;
  readonly answers: SurrogateAnswers;
}

export interface Surrogates {
  readonly sources: readonly EncodedSource[];
  /** A CART of at most so many tests on the way to a leaf. */
  tree(depth: number): TreeSurrogate;
  /** Least squares; `undefined` where the numbers do not allow it. */
  linear(): { readonly surrogate: LinearSurrogate; readonly answers: SurrogateAnswers } | undefined;
}

const PLAN = { trees: 1, bootstrap: false, drawn: false, maxFeatures: null, classWeight: null } as const;

/**
 * Surrogates that learn the model's answers for `tables.background` and answer for `tables.explained` (Craven & Shavlik,
 * "Extracting tree-structured representations of trained networks", 1996; Molnar, Interpretable Machine Learning, global
 * surrogates). Throws `EstimatorFault` for what the data do not allow.
 */
export function surrogatesOf(tables: MixedTables, learnt: ModelAnswers, minLeaf: number, seed: string): Surrogates {
  const { rowCount: held } = tables.explained;
  const { rowCount: trained } = tables.background;
  const stacked = stackedRows(tables);
  const features = stacked.columns;
  const train = Int32Array.from({ length: trained }, (_, row) => row);
  const test = Int32Array.from({ length: held }, (_, row) => trained + row);
  const criterion = learnt.kind === 'classes' ? 'gini' : 'squared-error';
  const plan = { ...PLAN, criterion, minLeaf, maxDepth: null } as const;
  const training = forestTraining({ features, target: targetOf(learnt) }, train, plan, seed);
  const x = training.encoder.encode(test);
  const decided = (sums: Float64Array, rows: number): SurrogateAnswers => {
    const answers = training.answersOf(sums, rows);
    return learnt.kind === 'numbers' ? answers : mostOf(answers, rows, learnt.classes.length);
  };
  return {
    sources: training.encoder.sources,
    tree(depth) {
      const task = { ...training.task, plan: { ...plan, maxDepth: depth } };
      const [grown] = growTrees(task, 0, 1);
      const { tree } = grown!;
      const sums = new Float64Array(held * tree.width);
      addAnswers(tree, x, sums);
      return {
        tree: ensembleTree(tree),
        leafAnswers: decided(tree.values, tree.features.length),
        answers: decided(sums, held),
      };
    },
    linear() {
      const surrogate = fitLinearSurrogate(training.encoder.encode(train), outputsOf(learnt), widthOf(learnt));
      if (surrogate === undefined) return undefined;
      const answers = linearSurrogateAnswers(surrogate, x);
      return { surrogate, answers: learnt.kind === 'numbers' ? answers : mostOf(answers, held, widthOf(learnt)) };
    },
  };
}

const targetOf = (learnt: ModelAnswers) =>
  learnt.kind === 'classes'
    ? ({ kind: 'classes', codes: learnt.codes, classes: learnt.classes } as const)
    : ({ kind: 'numbers', values: learnt.values } as const);

const widthOf = (learnt: ModelAnswers): number => (learnt.kind === 'classes' ? learnt.classes.length : 1);

/** Classes as 0/1 numbers. */
function outputsOf(learnt: ModelAnswers): Float64Array {
  if (learnt.kind === 'numbers') return learnt.values;
  const width = learnt.classes.length;
  const outputs = new Float64Array(learnt.codes.length * width);
  learnt.codes.forEach((code, row) => (outputs[row * width + code] = 1));
  return outputs;
}

/** The first of the largest. */
function mostOf(shares: Float64Array, rows: number, classes: number): Int32Array {
  return Int32Array.from({ length: rows }, (_, row) => {
    let best = 0;
    for (let c = 1; c < classes; c++) if (shares[row * classes + c]! > shares[row * classes + best]!) best = c;
    return best;
  });
}

const ensembleTree = ({ features, thresholds, left, right, values }: Tree): EnsembleTree => ({
  columns: features,
  tests: new Uint8Array(features.length).fill(AT_MOST),
  thresholds,
  missingLeft: new Uint8Array(features.length),
  left,
  right,
  values,
});

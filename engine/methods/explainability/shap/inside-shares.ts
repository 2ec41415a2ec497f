import type { ExactShares } from './interventional-trees.js';
import { interventionalTrees } from './interventional-trees.js';
import { linearShares } from './linear-shares.js';
import { pathDependentTrees } from './path-dependent-trees.js';
import type { ClassView, Link } from './read-ensemble.js';
import { ensembleValues } from './tree-ensemble.js';
import type { Encoded, StageRows, TreeEnsemble } from './tree-ensemble.js';

/** A model's last stage over encoded columns, and how the score of a class follows from it. */
export interface Stage {
  readonly stage:
    | { readonly kind: 'trees'; readonly ensemble: TreeEnsemble }
    | {
        readonly kind: 'linear';
        readonly columns: number;
        readonly outputs: number;
        readonly weights: Float64Array;
        readonly intercepts: Float64Array;
      };
  readonly link: Link;
  readonly views: readonly ClassView[];
}

/** One linear combination of the stage's outputs, `Σ mix · output + offset`. */
interface Score {
  readonly mix: Float64Array;
  readonly offset: number;
}

/**
 * The score of a class: before a logistic link its log-odds, before a softmax of two classes the difference of their
 * scores (log-odds too), of more classes its own score; without a link the answer itself.
 */
function scoreOf({ stage, link, views }: Stage, index: number): Score {
  const outputs = stage.kind === 'trees' ? stage.ensemble.outputs : stage.outputs;
  const { output, sign, offset } = views[index]!;
  const mix = new Float64Array(outputs);
  mix[output]! += sign;
  if (link === 'softmax' && views.length === 2) mix[views[1 - index]!.output]! -= 1;
  return { mix, offset };
}

/** The trees with one output: the score. */
function scored({ columns, outputs, trees, base }: TreeEnsemble, { mix, offset }: Score): TreeEnsemble {
  return {
    columns,
    outputs: 1,
    base: Float64Array.of(base.reduce((sum, value, output) => sum + mix[output]! * value, offset)),
    trees: trees.map((tree) => ({
      ...tree,
      values: Float64Array.from(tree.columns, (_, node) =>
        mix.reduce((sum, weight, output) => sum + weight * tree.values[node * outputs + output]!, 0),
      ),
    })),
  };
}

const linearScore = (
  { columns, weights, intercepts }: Stage['stage'] & { kind: 'linear' },
  { mix, offset }: Score,
): { readonly weights: Float64Array; readonly intercept: number } => ({
  weights: Float64Array.from({ length: columns }, (_, column) =>
    mix.reduce((sum, weight, output) => sum + weight * weights[output * columns + column]!, 0),
  ),
  intercept: mix.reduce((sum, weight, output) => sum + weight * intercepts[output]!, offset),
});

/** The stage that gives the score of class `index` alone: trees of one output, or one row of weights. */
export function scoreStage(
  inside: Stage,
  index: number,
):
  | { readonly kind: 'trees'; readonly ensemble: TreeEnsemble }
  | { readonly kind: 'linear'; readonly weights: Float64Array; readonly intercept: number } {
  const score = scoreOf(inside, index);
  const { stage } = inside;
  return stage.kind === 'trees'
    ? { kind: 'trees', ensemble: scored(stage.ensemble, score) }
    : { kind: 'linear', ...linearScore(stage, score) };
}

/** The score of class `index` (0 for a regression) for encoded rows. */
export function stageScores(inside: Stage, index: number, x: Encoded): Float64Array {
  const stage = scoreStage(inside, index);
  if (stage.kind === 'trees') return ensembleValues(stage.ensemble, 0, x);
  const { weights, intercept } = stage;
  return Float64Array.from({ length: x.rows }, (_, row) =>
    weights.reduce((sum, weight, column) => sum + weight * x.values[row * x.columns + column]!, intercept),
  );
}

/** The model's answers for class `index`, as far as the stage and its link are all of the model. */
export function stageAnswers(inside: Stage, index: number, x: Encoded): Float64Array {
  const scores = stageScores(inside, index, x);
  if (inside.link === 'identity') return scores;
  if (inside.link === 'logistic' || inside.views.length === 2) return scores.map((score) => 1 / (1 + Math.exp(-score)));
  const all = inside.views.map((_, other) => stageScores(inside, other, x));
  return scores.map((score, row) => 1 / all.reduce((sum, other) => sum + Math.exp(other[row]! - score), 0));
}

/**
 * Exact Shapley values of the score of class `index`. `byCover`: of trees, by the rows that passed each node instead of
 * the background; every tree must have covers.
 */
export async function stageShares(
  inside: Stage,
  index: number,
  rows: StageRows,
  byCover: boolean,
  pause: (row: number) => Promise<void>,
): Promise<ExactShares> {
  const stage = scoreStage(inside, index);
  if (stage.kind === 'linear') return linearShares(stage, rows);
  return (byCover ? pathDependentTrees : interventionalTrees)(stage.ensemble, 0, rows, pause);
}

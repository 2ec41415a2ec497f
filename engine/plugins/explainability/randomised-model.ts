import { stageAnswers } from '../../methods/explainability/shap/inside-shares.js';
import { permutation, shuffle } from '../../numerics/permutation.js';
import type { Rng } from '../../numerics/random.js';
import type { ModelInside } from '../../subject/model-inside.js';
import type { Model } from '../../subject/view.js';

/**
 * The model with its weights shuffled, or its leaf values among all leaves (a leaf's values for several classes stay
 * together): what it looks at is left, what it has learned is gone (the parameter randomisation test of Adebayo et al.,
 * "Sanity checks for saliency maps", NeurIPS 2018).
 */
export function randomisedModel(model: Model, inside: ModelInside, rng: Rng): Model {
  const other: ModelInside = { ...inside, stage: shuffled(inside.stage, rng), close: async () => {} };
  return {
    format: model.format,
    digest: null,
    basis: model.basis,
    classes: model.classes,
    backend: model.backend,
    answersNewRows: true,
    async predict(table, signal) {
      const encoded = await inside.encode(table, signal);
      const columns = Array.from({ length: Math.max(1, model.classes.length) }, (_, index) =>
        stageAnswers(other, index, encoded),
      );
      if (model.classes.length === 0) return { kind: 'numbers', values: columns[0]! };
      const classes = columns.length;
      const probabilities = new Float64Array(encoded.rows * classes);
      const labels = new Int32Array(encoded.rows);
      for (let row = 0; row < encoded.rows; row++) {
        columns.forEach((column, index) => {
          probabilities[row * classes + index] = column[row]!;
          if (column[row]! > columns[labels[row]!]![row]!) labels[row] = index;
        });
      }
      return { kind: 'classes', labels, probabilities };
    },
    inside: async () => other,
    close: async () => {},
  };
}

function shuffled(stage: ModelInside['stage'], rng: Rng): ModelInside['stage'] {
  if (stage.kind === 'linear') return { ...stage, weights: shuffle(stage.weights.slice(), rng) };
  const { outputs, trees } = stage.ensemble;
  const leaves = trees.flatMap(({ columns, values }) =>
    [...columns.keys()]
      .filter((node) => columns[node] === -1)
      .map((node) => values.slice(node * outputs, (node + 1) * outputs)),
  );
  const order = permutation(leaves.length, rng);
  let next = 0;
  return {
    kind: 'trees',
    ensemble: {
      ...stage.ensemble,
      trees: trees.map((tree) => {
        const values = tree.values.slice();
        tree.columns.forEach((column, node) => {
          if (column === -1) values.set(leaves[order[next++]!]!, node * outputs);
        });
        return { ...tree, values };
      }),
    },
  };
}

/** Computes docs/explanations.md: three sets of two features, what each method says of them, and how good that is. */
import type { EnsembleTree } from '../../engine/methods/explainability/shap/tree-ensemble.js';
import { AT_MOST, ensembleValues } from '../../engine/methods/explainability/shap/tree-ensemble.js';
import { createRng } from '../../engine/numerics/generator.js';
import { attributed } from '../../engine/plugins/explainability/attributed.js';
import { explainedRows } from '../../engine/plugins/explainability/explained-rows.js';
import { lime } from '../../engine/plugins/explainability/lime.js';
import { permutationImportance } from '../../engine/plugins/explainability/permutation-importance.js';
import { quality } from '../../engine/plugins/explainability/quality.js';
import type { Output } from '../../engine/plugins/figure.js';
import { isFigure, isList } from '../../engine/plugins/figure.js';
import { memoryContext } from '../../engine/plugins/memory-context.js';
import { memorySubject, memoryTable } from '../../engine/plugins/memory-subject.js';
import type { MemoryData } from '../../engine/plugins/memory-subject.js';
import { columnOf } from '../../engine/subject/table.js';
import type { Table } from '../../engine/subject/table.js';
import type { Model, SubjectView } from '../../engine/subject/view.js';

export interface TwoFeatures {
  readonly id: 'twins' | 'constant' | 'xor';
  /** One row of (a, b). */
  readonly row: (rng: ReturnType<typeof createRng>) => readonly [number, number];
  /** Tests `root` ≤ ½, then the other feature ≤ ½ on both sides. */
  readonly root: 'a' | 'b';
  /** Of the leaves, in the order (root, other) = (0, 0), (0, 1), (1, 0), (1, 1). */
  readonly leaves: readonly [number, number, number, number];
  /** Training rows that came to each leaf. */
  readonly covers: readonly [number, number, number, number];
}

export const SETS: readonly TwoFeatures[] = [
  {
    id: 'twins',
    row: (rng) => {
      const value = rng.integer(2);
      return [value, value];
    },
    root: 'a',
    leaves: [0, 0, 0, 1],
    covers: [100, 0, 0, 100],
  },
  {
    id: 'constant',
    row: (rng) => [rng.integer(2), 1],
    root: 'b',
    leaves: [0, 0, 0, 1],
    covers: [50, 50, 50, 50],
  },
  {
    id: 'xor',
    row: (rng) => [rng.integer(2), rng.integer(2)],
    root: 'a',
    leaves: [0, 1, 1, 0],
    covers: [50, 50, 50, 50],
  },
];

function treeOf({ root, leaves, covers }: TwoFeatures): EnsembleTree {
  const [first, second] = root === 'a' ? [0, 1] : [1, 0];
  const [c00, c01, c10, c11] = covers;
  return {
    columns: Int32Array.of(first, second, second, -1, -1, -1, -1),
    tests: new Uint8Array(7).fill(AT_MOST),
    thresholds: new Float64Array(7).fill(0.5),
    missingLeft: new Uint8Array(7),
    left: Int32Array.of(1, 3, 5, 0, 0, 0, 0),
    right: Int32Array.of(2, 4, 6, 0, 0, 0, 0),
    values: Float64Array.of(0, 0, 0, ...leaves),
    covers: Float64Array.of(c00 + c01 + c10 + c11, c00 + c01, c10 + c11, ...covers),
  };
}

/** A subject whose model shows its one tree. */
export function subjectOf(set: TwoFeatures): SubjectView {
  const ensemble = { columns: 2, outputs: 1, trees: [treeOf(set)], base: Float64Array.of(0) };
  const encode = (table: Table) => {
    const [a, b] = ['a', 'b'].map((name) => {
      const column = columnOf(table, name);
      return column?.type === 'numeric' ? column.values : new Float64Array(table.rowCount);
    });
    const values = Float64Array.from({ length: 2 * table.rowCount }, (_, at) => (at % 2 === 0 ? a! : b!)[at >> 1]!);
    return { rows: table.rowCount, columns: 2, values };
  };
  const predict = (table: Table) => ({
    kind: 'numbers' as const,
    values: ensembleValues(ensemble, 0, encode(table)),
  });
  const model: Model = {
    format: 'in-memory',
    digest: null,
    basis: 'observed',
    classes: [],
    backend: 'in-memory',
    answersNewRows: true,
    predict: async (table) => predict(table),
    inside: async () => ({
      stage: { kind: 'trees', ensemble },
      link: 'identity',
      views: [{ output: 0, sign: 1, offset: 0 }],
      owners: ['a', 'b'],
      encode: async (table) => encode(table),
      close: async () => {},
    }),
    close: async () => {},
  };
  const data = (part: string): MemoryData => {
    const rng = createRng(`${set.id} ${part}`);
    const rows = Array.from({ length: 200 }, () => set.row(rng));
    const table = memoryTable({ a: { numbers: rows.map(([a]) => a) }, b: { numbers: rows.map(([, b]) => b) } });
    return { table, target: predict(table) };
  };
  return {
    ...memorySubject({ task: 'regression', train: data('train'), test: data('test') }),
    model: async () => model,
  };
}

const request = {
  scale: 'auto',
  class: 'auto',
  rows: [],
  maxRows: 100,
  background: 200,
  tolerance: 0.02,
  mostEvaluations: 20_000,
  discretise: true,
  samples: 1000,
  kernelWidth: null,
  mostFeatures: 10,
  draws: 200,
} as const;

const LOCAL = [
  { name: 'SHAP, interventional', attribution: 'shap', method: 'exact', together: [] },
  { name: 'SHAP, path-dependent', attribution: 'shap', method: 'path-dependent-tree', together: [] },
  { name: 'LIME', attribution: 'lime', method: 'auto', together: [] },
  { name: 'occlusion', attribution: 'occlusion', method: 'auto', together: [] },
  { name: 'SHAP, a and b together', attribution: 'shap', method: 'exact', together: [['a', 'b']] },
] as const;

/** What one method says of both features, and how good that is; `undefined` where there is no such figure. */
export interface Said {
  readonly method: string;
  /** Mean absolute attribution (of permutation importance: the squared error that shuffling adds). */
  readonly a: number | undefined;
  readonly b: number | undefined;
  readonly faithfulness: number | undefined;
  readonly infidelity: number | undefined;
}

const figure = (output: Output | undefined): number | undefined =>
  output !== undefined && isFigure(output) ? output.estimate : undefined;

export async function saidOf(set: TwoFeatures): Promise<readonly Said[]> {
  const subject = subjectOf(set);
  const of = <Params>(params: Params) => memoryContext(subject, params);
  const permuted = await permutationImportance.measure(
    of({
      metric: 'default',
      repeats: 20,
      draws: 200,
      usefulShare: 0.01,
      maxRows: 5000,
      together: [],
      correlated: 0,
      exactRows: 0,
    }),
  );
  const features = permuted.outputs['features']!;
  const [a, b] = isList(features) ? features.items.map(({ importance }) => importance) : [];
  const unknown = { faithfulness: undefined, infidelity: undefined };
  const importance = (output: Output | undefined): number => figure(output) ?? 0;
  const said: Said[] = [{ method: 'permutation importance', a: importance(a), b: importance(b), ...unknown }];
  for (const { name, ...kind } of LOCAL) {
    const params = { ...request, ...kind };
    const context = of(params);
    const given = await explainedRows(subject, params, context.rng, context.signal);
    if ('unmeasured' in given) throw new Error(given.detail);
    const training = await subject.table('train');
    const found = await attributed(given, params, { ...context, training });
    if ('unsupported' in found) throw new Error(found.unsupported);
    const width = found.players.length;
    const mean = (player: number): number =>
      found.values.reduce((sum, value, at) => (at % width === player ? sum + Math.abs(value) / found.rows : sum), 0);
    const { outputs } = await quality.measure(of({ ...params, subsets: 50, subsetSize: null, steps: 10, orders: 5 }));
    said.push({
      method: name,
      a: mean(0),
      b: width === 1 ? undefined : mean(1),
      faithfulness: figure(outputs['faithfulnessCorrelation']),
      infidelity: figure(outputs['infidelity']),
    });
  }
  return said;
}

/** Mean R² of LIME's local regressions. */
export async function localR2(set: TwoFeatures): Promise<number | undefined> {
  const params = { ...request, maxRows: 30, seeds: 2, top: 1 };
  const { outputs } = await lime.measure(memoryContext(subjectOf(set), params));
  return figure(outputs['localR2']);
}

const number = (value: number | undefined): string =>
  value === undefined ? '–' : (Math.abs(value) < 0.005 ? 0 : value).toFixed(2);

const tableOf = (said: readonly Said[]): string =>
  [
    '| method | a | b | faithfulness correlation | infidelity |',
    '| --- | --: | --: | --: | --: |',
    ...said.map(
      ({ method, a, b, faithfulness, infidelity }) =>
        `| ${method} | ${[a, b, faithfulness, infidelity].map(number).join(' | ')} |`,
    ),
  ].join('\n');

/** The page, before formatting. */
export async function explanationsPage(): Promise<string> {
  const [twins, constant, xor] = await Promise.all(SETS.map(async (set) => tableOf(await saidOf(set))));
  const [, , r2] = await Promise.all(SETS.map(localR2));
  return `# Explanations that disagree

Computed by \`tests/content/explanations.test.ts\`; do not edit. Three models of two features, a and b, on each of which
common methods give different answers, though each model is a single tree that one can read. What tells them apart is
not taste: [\`explainability/quality\`](reference/plugins/explainability-quality.md) removes features from the rows and
compares what the value loses with what the attribution said it would.

The columns a and b hold the mean absolute attribution over 100 rows (of permutation importance the squared error that
shuffling adds, over 200). **Faithfulness correlation** is between promise and loss, best at 1; **infidelity** is the
share of the losses that the attribution does not foretell, at its best scale: best at 0. A dash is a figure that does
not exist: whatever is removed costs or promises the same, or there is one group alone, or the figure is of the whole model.

## Twins

b is a copy of a. The tree tests a first, then b, and answers 1 where both are 1; no row ever had one without the other.

${twins}

The path-dependent values follow the tree: once a has been tested, b settles nothing, as no training row ever came to the
other leaf. So the feature that happens to stand at the root gets most. The methods that mix rows see that either twin
alone can stop the answer, and divide evenly. The data cannot say who is right, since they never part the twins; but the
model can be asked, and infidelity shows that the even division foretells its answers better. It is far from 0 for all:
removing one twin costs as much as removing both, which no sum of two shares can say. That is the sign to take
the two together (\`together: [[a, b]]\`): one share, and nothing to divide. Occlusion counts the loss twice.

## A constant

b was 0 or 1 when the tree was trained, and is 1 in every row of the data now. The tree tests b first and answers 1 where
both are 1: on these data, a.

${constant}

The path-dependent values remember, through the covers of the nodes, rows that are not in the data, and give b a part of
answers that it cannot change here. That is an answer to another question: what does the model do where b
varies? On these data removing b costs nothing, so its infidelity is above 0 and its correlation below 1; the others
reach the best figures. A rule on the columns that moved a decision should not be met with path-dependent values whose
covers come from other data; \`explainability/shap\` names its method for this reason.

## Exclusive or

a and b are independent coins. The answer is 1 where they differ. Neither feature alone says anything of the answer.

${xor}

Permutation importance and occlusion say that each feature is worth the whole answer, and together twice as much as there
is to share; Shapley values divide it. LIME's regression fits next to nothing, and says so: its mean R² on its own samples
is ${number(r2)} ([\`explainability/lime\`](reference/plugins/explainability-lime.md), \`localR2\`). Where they do agree
is that the correlation is low for every one of them: removing one feature costs as much as removing both, so no
attribution to single features is faithful here, and a rule that asks for measured faithfulness fails whichever method
was chosen. Taken together, the two have one share.

## What to ask for

- **Infidelity** near 0, or a high **faithfulness correlation**: the shares may be read as what each feature does. Where
  no method reaches it, features act together: group them, or use a model that is interpretable by design.
- **Deletion and insertion gains** above 0: the order of the features is better than chance.
- [\`explainability/stability\`](reference/plugins/explainability-stability.md): the same row, other seeds, slight
  changes, a second method; and a model with shuffled weights, whose attributions must not look the same.
- Low entropy and a high Gini index make an explanation short, not right.
`;
}

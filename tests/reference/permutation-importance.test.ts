/** Permutation importance beside scikit-learn's `permutation_importance`, of the same logistic regression and rows. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { spreadOf, supportOf } from '../../engine/judge/support.js';
import { exactImportance } from '../../engine/methods/explainability/exact-importance.js';
import { permutationImportance } from '../../engine/plugins/explainability/permutation-importance.js';
import type { PermutationImportanceParameters } from '../../engine/plugins/explainability/permutation-importance.js';
import type { Figure } from '../../engine/plugins/figure.js';
import { isFigure, isList } from '../../engine/plugins/figure.js';
import { memoryContext } from '../../engine/plugins/memory-context.js';
import { memorySubject, memoryTable } from '../../engine/plugins/memory-subject.js';
import type { Table } from '../../engine/subject/table.js';

type Metric = 'accuracy' | 'logLoss' | 'rocAuc';
const reference = JSON.parse(readFileSync(new URL('permutation-importance.json', import.meta.url), 'utf8')) as {
  readonly coefficients: readonly number[];
  readonly intercept: number;
  readonly rows: readonly (readonly number[])[];
  readonly classes: readonly number[];
  readonly importances: Readonly<
    Record<Metric, { readonly mean: number[]; readonly deviation: number[]; readonly repeats: number }>
  >;
};
const { coefficients, rows } = reference;
const n = rows.length;
const probability = (x: readonly number[]): number =>
  1 / (1 + Math.exp(-coefficients.reduce((sum, weight, j) => sum + weight * x[j]!, reference.intercept)));

const table = memoryTable(
  Object.fromEntries(coefficients.map((_, j) => [`x${j}`, { numbers: rows.map((row) => row[j]!) }])),
);
const predict = (asked: Table) => {
  const columns = asked.columns.map((column) => (column.type === 'numeric' ? column.values : new Float64Array()));
  const second = Float64Array.from({ length: asked.rowCount }, (_, row) =>
    probability(columns.map((values) => values[row]!)),
  );
  return {
    kind: 'classes' as const,
    labels: Int32Array.from(second, (p) => (p > 0.5 ? 1 : 0)),
    probabilities: Float64Array.from({ length: 2 * asked.rowCount }, (_, at) =>
      at % 2 === 1 ? second[at >> 1]! : 1 - second[at >> 1]!,
    ),
  };
};
const classes = ['0', '1'];
const codes = Int32Array.from(reference.classes);
const subject = memorySubject({
  task: 'binary-classification',
  test: { table, target: { kind: 'classes', classes, positive: 1, codes } },
  model: { classes, predict },
});

async function importances(metric: Metric, over: Partial<PermutationImportanceParameters>): Promise<Figure[]> {
  const params = { repeats: 10, draws: 1000, usefulShare: 0.01, maxRows: 5000, together: [], correlated: 0 };
  const context = memoryContext(subject, { ...params, metric, exactRows: 0, ...over });
  const { outputs } = await permutationImportance.measure(context);
  expect(outputs['method']).toMatchObject({ value: over.exactRows === undefined ? 'permutations' : 'all-pairs' });
  const list = outputs['features']!;
  return isList(list)
    ? list.items.map(({ importance }) => importance).filter((one) => one !== undefined && isFigure(one))
    : [];
}

describe.each(['accuracy', 'logLoss', 'rocAuc'] as const)('by %s', (metric) => {
  test('scikit-learn’s mean lies in the interval of each feature', async () => {
    const found = await importances(metric, {});
    expect(found.length).toBe(coefficients.length);
    found.forEach((figure, j) => {
      const inside = (value: number): boolean =>
        (['<=', '>='] as const).every((side) => supportOf(spreadOf(figure)!, side, value)[0] < 0.975);
      expect(inside(reference.importances[metric].mean[j]!)).toBe(true);
      // The fourth is the one that tells most: its interval is far from all.
      if (j === 3) expect([inside(0), inside(2 * figure.estimate)]).toEqual([false, false]);
    });
  });
});

describe.each(['accuracy', 'logLoss'] as const)('by %s, from all pairs of rows', (metric) => {
  const { mean, deviation, repeats } = reference.importances[metric];

  test('the expectation over all orders is scikit-learn’s mean, within what its repeats leave open', async () => {
    const found = await importances(metric, { exactRows: 200 });
    // Among its permutations rows may keep their value, 1 of n on average.
    found.forEach(({ estimate }, j) =>
      expect(Math.abs((estimate * (n - 1)) / n - mean[j]!)).toBeLessThan((4 * deviation[j]!) / Math.sqrt(repeats)),
    );
  });

  test('both moments of its permutations are those of Hoeffding’s theorem', async () => {
    const loss = (row: readonly number[], truth: number): number => {
      const p = truth === 1 ? probability(row) : 1 - probability(row);
      return metric === 'accuracy' ? Number(p <= 0.5) : -Math.log(p);
    };
    const base = Float64Array.from(rows, (row, i) => loss(row, codes[i]!));
    const found = await importances(metric, { exactRows: 200 });
    coefficients.forEach((_, j) => {
      const permuted = rows.flatMap((row, i) => rows.map((other) => loss(row.with(j, other[j]!), codes[i]!)));
      const exact = exactImportance(Float64Array.from(permuted), base);
      expect(exact.expectation).toBeCloseTo((found[j]!.estimate * (n - 1)) / n, 10);
      expect(Math.abs(exact.deviation / deviation[j]! - 1)).toBeLessThan(0.15);
    });
  });
});

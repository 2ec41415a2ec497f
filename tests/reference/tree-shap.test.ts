/** Path-dependent tree SHAP beside XGBoost's `pred_contribs`, on XGBoost's own trees carried over to ONNX. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readOnnxGraph } from '../../engine/backends/onnx-graph.js';
import { pathDependentTrees } from '../../engine/methods/explainability/shap/path-dependent-trees.js';
import { readEnsemble } from '../../engine/methods/explainability/shap/read-ensemble.js';
import { ensembleValues } from '../../engine/methods/explainability/shap/tree-ensemble.js';

const reference = JSON.parse(readFileSync(new URL('tree-shap.json', import.meta.url), 'utf8')) as {
  readonly rows: readonly (readonly (number | null)[])[];
  readonly contributions: readonly (readonly number[])[];
  readonly probabilities: readonly number[];
};

const COLUMNS = 30;
const rows = reference.rows.length;
const explained = {
  rows,
  columns: COLUMNS,
  values: Float32Array.from(reference.rows.flat(), (value) => value ?? Number.NaN),
};

function xgboost() {
  const bytes = readFileSync(new URL('../fixtures/onnx/xgboost.onnx', import.meta.url));
  const reading = readEnsemble(readOnnxGraph(bytes).nodes[0]!, COLUMNS);
  if ('unreadable' in reading) throw new Error(reading.unreadable);
  return reading;
}

test('the trees read from ONNX answer as XGBoost does, missing values too', () => {
  const { ensemble, link, views } = xgboost();
  expect({ link, views }).toEqual({
    link: 'logistic',
    views: [
      { output: 0, sign: -1, offset: 0 },
      { output: 0, sign: 1, offset: 0 },
    ],
  });
  const margins = ensembleValues(ensemble, 0, explained);
  margins.forEach((margin, row) => expect(1 / (1 + Math.exp(-margin))).toBeCloseTo(reference.probabilities[row]!, 6));
});

test('path-dependent values equal XGBoost’s within float32 rounding', async () => {
  const { ensemble } = xgboost();
  expect(ensemble.trees.every(({ covers }) => covers !== undefined)).toBe(true);
  const owners = Int32Array.from({ length: COLUMNS }, (_, column) => column);
  const { values, base } = await pathDependentTrees(
    ensemble,
    0,
    { explained, owners, players: COLUMNS },
    async () => {},
  );
  let largest = 0;
  reference.contributions.forEach((wanted, row) => {
    wanted.slice(0, COLUMNS).forEach((value, column) => {
      largest = Math.max(largest, Math.abs(value));
      expect(Math.abs(values[row * COLUMNS + column]! - value)).toBeLessThan(5e-6);
    });
    expect(Math.abs(base - wanted[COLUMNS]!)).toBeLessThan(5e-6);
  });
  expect(largest).toBeGreaterThan(1);
});

import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { fileSource } from '../../document/file-source.js';
import { enumeratedShapley } from '../../methods/explainability/shap/enumeration.js';
import { createRng } from '../../numerics/generator.js';
import { loadSubject } from '../../subject/load-subject.js';
import { openSubject } from '../../subject/open.js';
import { selectRows } from '../../subject/table.js';
import { exactAttribution, openExact } from './exact-shares.js';
import { explainedModel, playersOf } from './explained-model.js';

const { signal } = new AbortController();

/** The example's first test rows against its next ones; its features in six players. */
async function example(name: string) {
  const path = fileURLToPath(new URL(`../../../examples/${name}/subject.yaml`, import.meta.url));
  const { subject } = await loadSubject(fileSource(), path);
  const view = openSubject(subject!.spec);
  const model = (await view.model())!;
  const table = (await view.table('test'))!;
  const names = view.features(table).map((column) => column.name);
  const size = Math.ceil(names.length / 6);
  const together = Array.from({ length: 6 }, (_, index) => names.slice(index * size, (index + 1) * size));
  const players = playersOf(
    view.features(table),
    together.filter(({ length }) => length > 0),
  );
  const tables = { explained: selectRows(table, [0, 1, 2]), background: selectRows(table, [3, 4, 5, 6, 7]), players };
  return { model, tables };
}

test('a forest behind one-hot columns: exact shares of the probability equal full enumeration of the model itself', async () => {
  const { model, tables } = await example('credit-risk');
  const inside = (await model.inside!())!;
  expect(inside.stage.kind).toBe('trees');
  const probability = explainedModel(model, tables, { class: 1, scale: 'probability' }, signal);
  const opened = await openExact(inside, tables, probability, 1, createRng('check'), signal);
  if ('unlike' in opened) throw new Error(opened.unlike);
  const shares = await exactAttribution(opened, probability.players, 1, { byCover: false, signal, progress() {} });
  expect(shares).toMatchObject({ method: 'interventional-tree', scale: 'probability', exact: true });
  const wanted = await enumeratedShapley(probability);
  // The graph adds in float32.
  shares.values.forEach((value, at) => expect(value).toBeCloseTo(wanted.values[at]!, 6));
  shares.predictions.forEach((value, row) => expect(value).toBeCloseTo(wanted.predictions[row]!, 6));
  expect(shares.base[0]).toBeCloseTo(wanted.base[0]!, 6);
});

test('a standardised logistic regression: exact shares of the margin equal full enumeration of its log-odds', async () => {
  const { model, tables } = await example('medical-diagnosis');
  const inside = (await model.inside!())!;
  expect(inside.stage.kind).toBe('linear');
  const probability = explainedModel(model, tables, { class: 0, scale: 'probability' }, signal);
  const opened = await openExact(inside, tables, probability, 0, createRng('check'), signal);
  if ('unlike' in opened) throw new Error(opened.unlike);
  const shares = await exactAttribution(opened, probability.players, 0, { byCover: false, signal, progress() {} });
  expect(shares).toMatchObject({ method: 'linear', scale: 'margin' });
  // Log-odds of a float32 probability near 1 keep few digits.
  const margin = explainedModel(model, tables, { class: 0, scale: 'margin' }, signal);
  const wanted = await enumeratedShapley(margin);
  const largest = wanted.values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  expect(largest).toBeGreaterThan(1);
  shares.values.forEach((value, at) => expect(Math.abs(value - wanted.values[at]!) / largest).toBeLessThan(0.02));
  const sum = shares.values.subarray(0, 6).reduce((total, value) => total + value, shares.base[0]!);
  expect(sum).toBeCloseTo(shares.predictions[0]!, 9);
});

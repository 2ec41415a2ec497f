import { expect, test } from 'vitest';
import type { Table } from '../../subject/table.js';
import type { Model } from '../../subject/view.js';
import { explainedModel, playersOf, valuesOf } from './explained-model.js';

const numeric = (name: string, values: number[]) =>
  ({ type: 'numeric', name, roles: ['feature'], values: Float64Array.from(values) }) as const;
const categorical = (name: string, levels: string[], codes: number[]) =>
  ({ type: 'categorical', name, roles: ['feature'], levels, codes: Int32Array.from(codes) }) as const;

const explained: Table = {
  rowCount: 2,
  columns: [numeric('a', [1, 2]), numeric('b', [10, 20]), categorical('c', ['x', 'y'], [0, 1])],
  digest: 'sha256:1',
};
const background: Table = {
  rowCount: 3,
  columns: [numeric('a', [5, 6, 7]), numeric('b', [50, 60, 70]), categorical('c', ['z', 'y'], [0, 1, -1])],
  digest: 'sha256:2',
};

/** Remembers the rows it was asked for as text. */
const recorder = (seen: string[]): Model => ({
  format: 'onnx',
  digest: null,
  basis: 'observed',
  classes: [],
  backend: 'test',
  answersNewRows: true,
  predict: async ({ columns, rowCount }) => {
    for (let row = 0; row < rowCount; row++) {
      seen.push(
        columns
          .map((column) =>
            column.type === 'numeric' ? column.values[row] : (column.levels[column.codes[row]!] ?? 'missing'),
          )
          .join(' '),
      );
    }
    return { kind: 'numbers', values: Float64Array.from({ length: rowCount }, (_, row) => row) };
  },
  close: async () => {},
});

test('a mix takes each player of its row or of the background, levels by name, groups together', async () => {
  const seen: string[] = [];
  const players = playersOf(explained.columns, [['a', 'c']]);
  const signal = new AbortController().signal;
  const game = explainedModel(recorder(seen), { explained, background, players }, { scale: 'prediction' }, signal);
  expect(game.players).toEqual(['a + c', 'b']);
  const values = await game.value({
    rows: Int32Array.of(0, 0, 1, 1),
    backgrounds: Int32Array.of(0, 1, 2, 0),
    masks: Uint8Array.of(1, 1, 0, 1, 0, 0, 1, 0),
  });
  expect(seen).toEqual(['1 10 x', '6 10 y', '7 70 missing', '2 50 y']);
  expect([...values]).toEqual([0, 1, 2, 3]);
});

test('a background level that the explained rows lack keeps its name', async () => {
  const seen: string[] = [];
  const players = playersOf(explained.columns);
  const game = explainedModel(
    recorder(seen),
    { explained, background, players },
    { scale: 'prediction' },
    new AbortController().signal,
  );
  await game.value({ rows: Int32Array.of(0), backgrounds: Int32Array.of(0), masks: Uint8Array.of(0, 0, 0) });
  expect(seen).toEqual(['5 50 z']);
});

test('the value is a class’s probability, its log-odds, the decision, or the number', () => {
  const predictions = {
    kind: 'classes',
    labels: Int32Array.of(1, 0),
    probabilities: Float64Array.of(0.2, 0.8, 0.75, 0.25),
  } as const;
  expect([...valuesOf(predictions, { class: 1, scale: 'probability' })]).toEqual([0.8, 0.25]);
  expect([...valuesOf(predictions, { class: 1, scale: 'decision' })]).toEqual([1, 0]);
  expect(valuesOf(predictions, { class: 1, scale: 'margin' })[0]).toBeCloseTo(Math.log(4), 12);
  expect(() => valuesOf(predictions, { scale: 'prediction' })).toThrow('no number');
  expect(() => valuesOf({ kind: 'classes', labels: Int32Array.of(1) }, { scale: 'margin' })).toThrow('probabilities');
});

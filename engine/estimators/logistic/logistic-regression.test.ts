import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { memoryTable } from '../../plugins/memory-subject.js';
import { fitEncoder } from '../design-matrix.js';
import { EstimatorFault } from '../estimator-fault.js';
import { fitLogisticRegression, predictLogisticRegression } from './logistic-regression.js';
import { foldsOf, groupKFold, kFold, stratifiedKFold } from '../splits.js';
import type { Table } from '../../subject/table.js';

/** Written by tests/reference/logistic-regression.py; the program and its version are in the file. */
interface Reference {
  readonly sets: readonly {
    readonly file: string;
    readonly kFold: readonly number[];
    readonly stratifiedKFold: readonly number[];
    readonly stratifiedGroupKFold: readonly number[];
    readonly probabilities: Readonly<Record<string, readonly (readonly number[])[]>>;
    readonly heldOut: readonly (readonly number[])[];
  }[];
  readonly mixed: {
    readonly numeric: readonly (readonly (number | null)[])[];
    readonly colour: readonly string[];
    readonly shape: readonly (string | null)[];
    readonly y: readonly number[];
    readonly folds: readonly number[];
    readonly heldOut: readonly (readonly number[])[];
  };
}

const read = (path: string): string => readFileSync(new URL(`../../../tests/${path}`, import.meta.url), 'utf8');
const reference = JSON.parse(read('reference/logistic-regression.json')) as Reference;
const go = async (): Promise<void> => {};
const all = (rows: number): Int32Array => Int32Array.from({ length: rows }, (_, row) => row);

function dataSet(file: string): { table: Table; codes: Int32Array; classes: number } {
  const rows = read(`fixtures/data/${file}`)
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(',').map(Number));
  const width = rows[0]!.length - 1;
  const columns = Object.fromEntries(
    Array.from({ length: width }, (_, index) => [`x${index}`, { numbers: rows.map((row) => row[index]!) }]),
  );
  const codes = Int32Array.from(rows, (row) => row[width]!);
  return { table: memoryTable(columns), codes, classes: new Set(codes).size };
}

/** Largest distance between probabilities (row-major) and a table of them. */
const distance = (probabilities: Float64Array, expected: readonly (readonly number[])[]): number =>
  expected.flat().reduce((most, value, index) => Math.max(most, Math.abs(value - probabilities[index]!)), 0);

async function heldOut(table: Table, codes: Int32Array, classes: number, foldOf: Int32Array, C: number) {
  const probabilities = new Float64Array(table.rowCount * classes);
  for (const { train, test } of foldsOf(foldOf)) {
    const encoder = fitEncoder(table.columns, train, true);
    const truth = train.map((row) => codes[row]!);
    const model = await fitLogisticRegression(encoder.encode(train), truth, classes, { C }, go);
    const answers = predictLogisticRegression(model, encoder.encode(test));
    test.forEach((row, place) => {
      probabilities.set(answers.subarray(place * classes, (place + 1) * classes), row * classes);
    });
  }
  return probabilities;
}

describe.each(reference.sets)('$file', (expected) => {
  const { table, codes, classes } = dataSet(expected.file);

  test.each(Object.entries(expected.probabilities))('equals scikit-learn’s optimum at C = %s', async (C, wanted) => {
    const x = fitEncoder(table.columns, all(table.rowCount), true).encode(all(table.rowCount));
    const model = await fitLogisticRegression(x, codes, classes, { C: Number(C) }, go);
    expect(distance(predictLogisticRegression(model, x), wanted)).toBeLessThan(1e-6);
  });

  test('equals scikit-learn’s held-out probabilities over five stratified folds', async () => {
    const foldOf = Int32Array.from(expected.stratifiedKFold);
    expect(distance(await heldOut(table, codes, classes, foldOf, 1), expected.heldOut)).toBeLessThan(1e-6);
  });

  test('cuts folds as scikit-learn does', () => {
    const groups = codes.map((_, row) => Math.floor(row / 4));
    expect([...kFold(codes.length, 5)]).toEqual(expected.kFold);
    expect([...stratifiedKFold(codes, 5)]).toEqual(expected.stratifiedKFold);
    expect([...groupKFold(groups, 5, codes)]).toEqual(expected.stratifiedGroupKFold);
  });
});

test('gaps, text columns and unseen levels are treated as by scikit-learn’s imputers and encoders', async () => {
  const { numeric, colour, shape, y, folds, heldOut: wanted } = reference.mixed;
  const table = memoryTable({
    a: { numbers: numeric.map((row) => row[0] ?? Number.NaN) },
    b: { numbers: numeric.map((row) => row[1] ?? Number.NaN) },
    colour: { texts: colour },
    shape: { texts: shape },
  });
  const answers = await heldOut(table, Int32Array.from(y), 2, Int32Array.from(folds), 0.5);
  expect(distance(answers, wanted)).toBeLessThan(1e-6);
});

describe('edges', () => {
  const fit = (columns: Parameters<typeof memoryTable>[0], codes: readonly number[], standardise = true, C = 1) => {
    const table = memoryTable(columns);
    const x = fitEncoder(table.columns, all(table.rowCount), standardise).encode(all(table.rowCount));
    const classes = Math.max(...codes) + 1;
    return fitLogisticRegression(x, Int32Array.from(codes), classes, { C }, go).then((model) =>
      predictLogisticRegression(model, x),
    );
  };

  test('without a column that varies the answer is the classes’ share', async () => {
    const answers = await fit(
      { a: { numbers: [0.1, 0.1, 0.1, 0.1] }, b: { numbers: [Number.NaN, Number.NaN, Number.NaN, Number.NaN] } },
      [0, 1, 1, 1],
    );
    expect(answers[1]).toBeCloseTo(0.75, 9);
  });

  test.each([true, false])('huge numbers, standardised %s, give probabilities or a fault', async (standardise) => {
    const columns = { a: { numbers: [1e308, -1e308, 1e307, 0] } };
    const answers = await fit(columns, [0, 1, 0, 1], standardise).catch((fault: unknown) => fault);
    if (answers instanceof Float64Array) expect(answers.every((p) => p >= 0 && p <= 1)).toBe(true);
    else expect(answers).toBeInstanceOf(EstimatorFault);
  });

  test('infinite numbers are a fault', () => {
    const table = memoryTable({ a: { numbers: [1, Number.POSITIVE_INFINITY] } });
    expect(() => fitEncoder(table.columns, all(2), true)).toThrow(EstimatorFault);
  });

  test('a duplicated row weighs as a weight of two', async () => {
    const x = (numbers: number[]) =>
      fitEncoder(memoryTable({ a: { numbers } }).columns, all(numbers.length), false).encode(all(numbers.length));
    const doubled = await fitLogisticRegression(x([1, 1, 2, 4]), Int32Array.from([0, 0, 1, 0]), 2, { C: 1 }, go);
    const weighted = await fitLogisticRegression(
      x([1, 2, 4]),
      Int32Array.from([0, 1, 0]),
      2,
      { C: 1 },
      go,
      Float64Array.from([2, 1, 1]),
    );
    expect(weighted.coefficients[0]).toBeCloseTo(doubled.coefficients[0]!, 9);
  });

  test('separable classes and a weak penalty still converge', async () => {
    const answers = await fit({ a: { numbers: [1, 2, 3, 10, 11, 12] } }, [0, 0, 0, 1, 1, 1], true, 1e6);
    expect(answers[1]).toBeLessThan(1e-3);
  });

  test('more unknowns than a Newton step takes are unsupported', async () => {
    const columns = Object.fromEntries(
      Array.from({ length: 2100 }, (_, index) => [`x${index}`, { numbers: [index, index + 1] }]),
    );
    await expect(fit(columns, [0, 1])).rejects.toMatchObject({ unmeasured: 'unsupported' });
  });
});

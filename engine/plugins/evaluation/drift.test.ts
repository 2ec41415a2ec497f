import { describe, expect, test } from 'vitest';
import { intervalOf } from '../../judge/support.js';
import { createRng } from '../../numerics/generator.js';
import { homogeneity } from '../../numerics/hypotheses/homogeneity.js';
import { isFigure, isUnmeasured } from '../figure.js';
import type { Output } from '../figure.js';
import { memoryContext } from '../memory-context.js';
import { memorySubject, memoryTable } from '../memory-subject.js';
import type { MemoryColumn } from '../memory-subject.js';
import { validateResult } from '../validate-result.js';
import { drift } from './drift.js';
import type { DriftParameters } from './drift.js';

type Columns = Readonly<Record<string, MemoryColumn>>;
const defaults: DriftParameters = {
  columns: null,
  bins: 10,
  alpha: 0.05,
  classifier: 'logistic-regression',
  classifierRows: 500,
  draws: 1000,
};
const measure = async (
  train: Columns,
  held: Columns,
  params: Partial<DriftParameters> = {},
  groups?: Int32Array,
  heldGroups?: Int32Array,
) => {
  const subject = memorySubject({
    task: 'binary-classification',
    train: { table: memoryTable(train), ...(groups && { groups }) },
    test: { table: memoryTable(held), ...(heldGroups && { groups: heldGroups }) },
  });
  const result = await drift.measure(memoryContext(subject, { ...defaults, ...params }));
  expect(validateResult(drift, result)).toEqual([]);
  return result;
};
const said = (output: Output | undefined): unknown =>
  output && isFigure(output) ? output.estimate : output && isUnmeasured(output) ? output.unmeasured : undefined;
const bounds = (output: Output | undefined): readonly [number, number] =>
  output && isFigure(output) ? intervalOf(output, 0.9)! : [NaN, NaN];

const normal = (seed: string, n: number, shift = 0): MemoryColumn => {
  const rng = createRng(seed);
  return { numbers: Float64Array.from({ length: n }, () => shift + rng.normal()) };
};
const texts = (counts: readonly number[]): MemoryColumn => ({
  texts: counts.flatMap((count, level) => Array<string>(count).fill(`level ${level}`)),
});

describe('drift', () => {
  test('of two samples of one source none is found', async () => {
    const { outputs, details } = await measure(
      { a: normal('a', 500), b: normal('b', 500) },
      { a: normal('c', 400), b: normal('d', 400) },
    );
    expect(said(outputs['driftedColumns'])).toBe(0);
    expect(bounds(outputs['maxPsi'])[0]).toBe(0);
    expect(bounds(outputs['maxPsi'])[1]).toBeLessThan(0.15);
    expect(details?.map(({ id }) => id)).toEqual(['columns', 'psi']);
  });

  test('equal samples are no certainty', async () => {
    const { outputs } = await measure({ a: normal('a', 100) }, { a: normal('a', 100) });
    expect(said(outputs['maxPsi'])).toBe(0);
    expect(bounds(outputs['maxPsi'])[1]).toBeGreaterThan(0.05);
  });

  test('a shift by half a deviation is found, in its column', async () => {
    const result = await measure(
      { a: normal('a', 2000), b: normal('b', 2000) },
      { a: normal('c', 2000), b: normal('d', 2000, 0.5) },
    );
    // PSI of N(0, 1) and N(½, 1) is δ² = 0.25, ten bins show a little less.
    expect(bounds(result.outputs['maxPsi'])[0]).toBeGreaterThan(0.15);
    expect(said(result.outputs['maxPsi'])).toBeLessThan(0.3);
    expect(said(result.outputs['driftedColumns'])).toBe(1);
    const table = result.details?.[0];
    expect(table?.type === 'table' && table.rows[0]?.[0]).toBe('b');
  });

  test('categories by chi-square, a new one included', async () => {
    const { outputs } = await measure({ a: texts([60, 40]) }, { a: texts([40, 40, 20]) });
    expect(said(outputs['minP'])).toBeCloseTo(homogeneity([60, 40, 0], [40, 40, 20]).p, 12);
    expect(said(outputs['columns'])).toBe(1);
  });

  test('missing values are a bin', async () => {
    const gaps: MemoryColumn = { numbers: Array.from({ length: 200 }, (_, row) => (row % 2 === 0 ? NaN : row)) };
    const full: MemoryColumn = { numbers: Array.from({ length: 200 }, (_, row) => row) };
    expect(bounds((await measure({ a: full }, { a: gaps })).outputs['maxPsi'])[0]).toBeGreaterThan(0.5);
  });

  test('drift of columns together that none has alone is found by a classifier', async () => {
    const rng = createRng('together');
    const pair = (sign: number): Columns => {
      const a = Float64Array.from({ length: 400 }, () => rng.normal());
      return { a: { numbers: a }, b: { numbers: a.map((value) => sign * value + 0.3 * rng.normal()) } };
    };
    const { outputs } = await measure(pair(1), pair(-1), { classifier: 'random-forest' });
    expect(said(outputs['driftedColumns'])).toBe(0);
    expect(bounds(outputs['classifierAuc'])[0]).toBeGreaterThan(0.8);
    expect(said(outputs['classifierP'])).toBeLessThan(1e-6);
    const alike = await measure(pair(1), pair(1), { classifier: 'random-forest' });
    expect(bounds(alike.outputs['classifierAuc'])[0]).toBeLessThan(0.5);
    expect(said(alike.outputs['classifierP'])).toBeGreaterThan(0.05);
  });

  test('rows that repeat within groups tell as much as the groups', async () => {
    const groups = Int32Array.from({ length: 400 }, (_, row) => row >> 2);
    const repeated = (seed: string): MemoryColumn => {
      const { numbers } = normal(seed, 100) as { numbers: Float64Array };
      return { numbers: Float64Array.from(groups, (group) => numbers[group]!) };
    };
    const [train, held] = [{ a: repeated('a') }, { a: repeated('c') }];
    const once = await measure({ a: normal('a', 100) }, { a: normal('c', 100) });
    const grouped = await measure(train, held, {}, groups, groups);
    expect(bounds(grouped.outputs['maxPsi'])[1]).toBeCloseTo(bounds(once.outputs['maxPsi'])[1], 1);
    const believed = await measure(train, held);
    expect(said(believed.outputs['minP'])).toBeLessThan(Number(said(grouped.outputs['minP'])));
    const table = grouped.details?.[0];
    expect(table?.type === 'table' && table.rows[0]?.[3]).toBe('chi-square (Rao–Scott)');
  });

  test.each<[string, Columns, Columns, Partial<DriftParameters>, Int32Array | undefined, string]>([
    ['few rows', { a: normal('a', 20) }, { a: normal('b', 200) }, {}, undefined, 'out-of-domain'],
    ['constant columns', { a: texts([50]) }, { a: texts([50]) }, {}, undefined, 'out-of-domain'],
    ['another type', { a: texts([50]) }, { a: normal('b', 50) }, {}, undefined, 'missing-input'],
    ['no such column', { a: normal('a', 50) }, { a: normal('b', 50) }, { columns: ['z'] }, undefined, 'missing-input'],
    ['one group', { a: normal('a', 50) }, { a: normal('b', 50) }, {}, new Int32Array(50), 'out-of-domain'],
  ])('%s', async (_, train, held, params, groups, cause) => {
    expect(said((await measure(train, held, params, groups)).outputs['maxPsi'])).toBe(cause);
  });
});

import { describe, expect, test } from 'vitest';
import { intervalOf } from '../../judge/support.js';
import { createRng } from '../../numerics/generator.js';
import { isFigure, isUnmeasured } from '../figure.js';
import type { Output } from '../figure.js';
import { memoryContext } from '../memory-context.js';
import { memorySubject, memoryTable } from '../memory-subject.js';
import type { MemoryData } from '../memory-subject.js';
import { validateResult } from '../validate-result.js';
import type { LeakageParameters } from './leakage-columns.js';
import { leakage } from './leakage.js';

const params = { groupColumn: null, bins: 10, draws: 400 };
const said = (output: Output | undefined): unknown =>
  output && isFigure(output) ? output.estimate : output && isUnmeasured(output) ? output.unmeasured : undefined;
const measure = (train: MemoryData | undefined, test: MemoryData | undefined, more: Partial<LeakageParameters> = {}) =>
  leakage.measure(
    memoryContext(memorySubject({ task: 'binary-classification', ...(train && { train }), ...(test && { test }) }), {
      ...params,
      ...more,
    }),
  );

/** `told` is the class with so many errors per cent. */
function part(seed: string, rows: number, errors: number, people = rows): MemoryData {
  const rng = createRng(seed);
  const codes = Int32Array.from({ length: rows }, () => rng.integer(2));
  const person = codes.map((_, row) => row % people);
  return {
    table: memoryTable({
      noise: { numbers: Float64Array.from(codes, () => rng.normal()) },
      told: { texts: Array.from(codes, (code) => `${rng.next() < errors ? 1 - code : code}`) },
      person: { numbers: person.map((value) => value + (seed === 'test' ? 50 : 0)), roles: [] },
    }),
    target: { kind: 'classes', classes: ['no', 'yes'], positive: 1, codes },
    ...(people < rows && { groups: person }),
  };
}

describe('leakage', () => {
  test('rows of the training data in the test data are counted, and numbered', async () => {
    const train = part('train', 100, 0.3);
    const result = await measure(train, train);
    expect(validateResult(leakage, result)).toEqual([]);
    expect(said(result.outputs['crossDuplicates'])).toBe(100);
    expect(said(result.outputs['trainDuplicateShare'])).toBe(0);
    const other = await measure(train, part('test', 100, 0.3));
    expect(said(other.outputs['crossDuplicateShare'])).toBe(0);
  });

  test('rows that repeat are counted once less', async () => {
    const codes = Int32Array.of(0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1);
    const data: MemoryData = {
      table: memoryTable({ a: { numbers: codes.map((_, row) => row >> 1) }, b: { texts: Array<null>(12).fill(null) } }),
      target: { kind: 'classes', classes: ['no', 'yes'], codes },
    };
    expect(said((await measure(data, data)).outputs['testDuplicateShare'])).toBe(0.5);
  });

  test('groups on both sides, by the column that numbers them or the one named', async () => {
    const [train, held] = [part('train', 200, 0.3, 60), part('test', 200, 0.3, 60)];
    expect(said((await measure(train, held)).outputs['sharedGroups'])).toBe(10);
    const [plain, other] = [part('train', 60, 0.3), part('test', 60, 0.3)];
    expect(said((await measure(plain, other)).outputs['sharedGroups'])).toBe('missing-input');
    expect(said((await measure(plain, other, { groupColumn: 'person' })).outputs['sharedGroups'])).toBe(10);
  });

  test.each([
    [0, 0.95, 1],
    [0.1, 0.5, 0.75],
    [0.5, -0.2, 0.1],
  ])('a column that tells the class with %d errors', async (errors, low, high) => {
    const result = await measure(part('train', 400, errors), part('test', 400, errors));
    const skill = result.outputs['maxColumnSkill']!;
    expect(said(skill)).toBeGreaterThan(low);
    expect(said(skill)).toBeLessThanOrEqual(high);
    expect(isFigure(skill) && intervalOf(skill, 0.9)![0]).toBeLessThan(said(skill) as number);
    if (errors < 0.5) expect(result.details?.[0]).toMatchObject({ id: 'columnSkill', bars: [{ name: 'told' }, {}] });
  });

  test('numbers are forecast from numbers', async () => {
    const rng = createRng('numbers');
    const of = (): MemoryData => {
      const values = Float64Array.from({ length: 300 }, () => rng.normal());
      return {
        table: memoryTable({ near: { numbers: values.map((value) => value + 0.1 * rng.normal()) } }),
        target: { kind: 'numbers', values },
      };
    };
    expect(said((await measure(of(), of())).outputs['maxColumnSkill'])).toBeGreaterThan(0.85);
  });

  test.each<[string, MemoryData | undefined, MemoryData | undefined, string]>([
    ['no training data', undefined, part('test', 50, 0.3), 'missing-input'],
    ['few test rows', part('train', 50, 0.3), part('test', 5, 0.3), 'out-of-domain'],
  ])('%s', async (_, train, held, cause) => {
    const result = await measure(train, held);
    expect(validateResult(leakage, result)).toEqual([]);
    expect(said(result.outputs['maxColumnSkill'])).toBe(cause);
  });
});

import { describe, expect, test } from 'vitest';
import { intervalOf } from '../../judge/support.js';
import { fisherExact } from '../../numerics/hypotheses/fisher-exact.js';
import { isFigure, isList, isUnmeasured } from '../figure.js';
import type { Output } from '../figure.js';
import { memoryContext } from '../memory-context.js';
import { memorySubject, memoryTable } from '../memory-subject.js';
import type { MemoryColumn, MemorySubject } from '../memory-subject.js';
import { validateResult } from '../validate-result.js';
import { fairness } from './fairness.js';
import type { FairnessParameters } from './fairness.js';

const defaults: FairnessParameters = {
  columns: null,
  favourable: null,
  cuts: {},
  intersections: true,
  minGroupSize: 20,
  draws: 400,
};
const measure = (subject: MemorySubject, params: Partial<FairnessParameters> = {}) =>
  fairness.measure(memoryContext(memorySubject(subject), { ...defaults, ...params }));
const estimate = (output: Output | undefined): number | string =>
  output !== undefined && isFigure(output) ? output.estimate : output && isUnmeasured(output) ? output.unmeasured : '?';

/** Runs of equal people: [people, group, merits it, gets it]. */
type Run = readonly [number, string, 0 | 1, 0 | 1];
const expand = <T>(runs: readonly Run[], of: (run: Run) => T): T[] =>
  runs.flatMap((run) => Array.from({ length: run[0] }, () => of(run)));

function subjectOf(runs: readonly Run[], more: Readonly<Record<string, MemoryColumn>> = {}): MemorySubject {
  const answers = Int32Array.from(expand(runs, ([, , , given]) => given));
  return {
    task: 'binary-classification',
    test: {
      table: memoryTable({ sex: { texts: expand(runs, ([, group]) => group), roles: ['sensitive'] }, ...more }),
      target: {
        kind: 'classes',
        classes: ['reject', 'hire'],
        positive: 1,
        codes: Int32Array.from(expand(runs, ([, , merit]) => merit)),
      },
    },
    model: { classes: ['reject', 'hire'], predict: () => ({ kind: 'classes', labels: answers }) },
  };
}

/** 48 of 80 and 12 of 40 hired: the impact ratio 0.5 of fair.fourfifths.ugesp. */
const UGESP: readonly Run[] = [
  [40, 'A', 1, 1],
  [8, 'A', 0, 1],
  [10, 'A', 1, 0],
  [22, 'A', 0, 0],
  [10, 'B', 1, 1],
  [2, 'B', 0, 1],
  [10, 'B', 1, 0],
  [18, 'B', 0, 0],
];

describe('two groups', () => {
  test('differences and the ratio are those of the plain rates', async () => {
    const result = await measure(subjectOf(UGESP));
    expect(validateResult(fairness, result)).toEqual([]);
    const { outputs } = result;
    expect(estimate(outputs['minSelectionRateRatio'])).toBeCloseTo(0.5, 12);
    expect(estimate(outputs['demographicParityDifference'])).toBeCloseTo(0.3, 12);
    expect(estimate(outputs['equalOpportunityDifference'])).toBeCloseTo(0.8 - 0.5, 12);
    expect(estimate(outputs['equalisedOddsDifference'])).toBeCloseTo(0.3, 12);
    expect(estimate(outputs['predictiveParityDifference'])).toBeCloseTo(0, 12);
    expect(estimate(outputs['selectionRateP'])).toBeCloseTo(fisherExact(48, 80, 12, 40), 12);
    expect(estimate(outputs['groupsAssessed'])).toBe(2);
    expect(estimate(outputs['assessedShare'])).toBe(1);
    const ratio = outputs['minSelectionRateRatio']!;
    expect(isFigure(ratio) && intervalOf(ratio, 0.9)![1]).toBeLessThan(0.9);
    const groups = outputs['groups']!;
    expect(isList(groups) && groups.items.map((group) => group['selectionRate'])).toMatchObject([
      { estimate: 0.6, uncertainty: { kind: 'proportion', k: 48, n: 80 } },
      { estimate: 0.3, uncertainty: { kind: 'proportion', k: 12, n: 40 } },
    ]);
    expect(result.details?.map(({ id }) => id)).toEqual(['groups', 'selectionRates']);
  });

  test('equal groups are not certain to be equal', async () => {
    const runs = ['A', 'B'].flatMap((group): Run[] => [
      [20, group, 1, 1],
      [20, group, 0, 0],
    ]);
    const { outputs } = await measure(subjectOf(runs));
    const difference = outputs['demographicParityDifference']!;
    expect(estimate(difference)).toBe(0);
    expect(isFigure(difference) && intervalOf(difference, 0.9)![1]).toBeGreaterThan(0.1);
  });

  test('the other class may be the one that people wish for', async () => {
    const { outputs } = await measure(subjectOf(UGESP), { favourable: 'reject' });
    expect(estimate(outputs['minSelectionRateRatio'])).toBeCloseTo(0.4 / 0.7, 12);
  });

  test('clusters widen what rows alone would say', async () => {
    const subject = subjectOf(UGESP);
    const groups = Int32Array.from({ length: 120 }, (_, row) => row >> 1);
    const clustered = { ...subject, test: { ...subject.test!, groups } };
    const [plain, wide] = [await measure(subject), await measure(clustered)].map(({ outputs }) => {
      const figure = outputs['demographicParityDifference']!;
      const [low, high] = isFigure(figure) ? intervalOf(figure, 0.9)! : [0, 0];
      return high - low;
    });
    expect(wide).toBeGreaterThan(plain!);
  });
});

describe('groups', () => {
  const ages = {
    age: { numbers: Array.from({ length: 120 }, (_, row) => 20 + (row % 40)), roles: ['sensitive'] },
  } as const;

  test('numbers are cut where told, and columns are crossed', async () => {
    const result = await measure(subjectOf(UGESP, ages), { cuts: { age: [40] }, minGroupSize: 10 });
    const table = result.details?.[0];
    const names = table?.type === 'table' ? table.rows.map(([column, group]) => `${column}: ${group}`) : [];
    expect(names).toEqual(
      ['sex: A', 'sex: B', 'age: < 40', 'age: ≥ 40', 'sex × age: A, < 40', 'sex × age: A, ≥ 40'].concat([
        'sex × age: B, < 40',
        'sex × age: B, ≥ 40',
      ]),
    );
    expect(estimate(result.outputs['groupsAssessed'])).toBe(8);
  });

  test('a third group that is too small is counted, and named with the reason', async () => {
    const result = await measure(subjectOf([...UGESP, [5, 'C', 1, 0]]));
    expect(estimate(result.outputs['groupsTooSmall'])).toBe(1);
    expect(estimate(result.outputs['assessedShare'])).toBeCloseTo(120 / 125, 12);
    expect(estimate(result.outputs['minSelectionRateRatio'])).toBeCloseTo(0.5, 12);
    const table = result.details?.[0];
    expect(table?.type === 'table' && table.rows[2]?.at(-1)).toBe('5 rows, 20 are needed');
  });

  test.each<[string, MemorySubject, Partial<FairnessParameters>, string]>([
    [
      'one group large enough',
      subjectOf([
        [60, 'A', 1, 1],
        [5, 'B', 1, 0],
      ]),
      {},
      'out-of-domain',
    ],
    [
      'nobody selected',
      subjectOf([
        [30, 'A', 1, 0],
        [30, 'B', 0, 0],
      ]),
      {},
      'out-of-domain',
    ],
    ['a column that is not there', subjectOf(UGESP), { columns: ['race'] }, 'missing-input'],
    ['a class that is not there', subjectOf(UGESP), { favourable: 'maybe' }, 'unsupported'],
    [
      'no sensitive column',
      {
        ...subjectOf(UGESP),
        test: { ...subjectOf(UGESP).test!, table: memoryTable({ a: { numbers: Array(120).fill(1) } }) },
      },
      {},
      'missing-input',
    ],
  ])('%s', async (_, subject, params, cause) => {
    const result = await measure(subject, params);
    expect(validateResult(fairness, result)).toEqual([]);
    expect(estimate(result.outputs['minSelectionRateRatio'])).toBe(cause);
  });
});

import { describe, expect, test } from 'vitest';
import { intervalOf, spreadOf, supportOf } from '../../judge/support.js';
import { createRng } from '../../numerics/generator.js';
import { fisherExactLess } from '../../numerics/hypotheses/fisher-exact.js';
import { clopperPearson } from '../../numerics/intervals.js';
import { isFigure, isList, isUnmeasured } from '../figure.js';
import type { Figure, Output } from '../figure.js';
import { memoryContext } from '../memory-context.js';
import { memorySubject, memoryTable } from '../memory-subject.js';
import type { MemoryColumn, MemorySubject } from '../memory-subject.js';
import { validateResult } from '../validate-result.js';
import { slices } from './slices.js';
import type { SlicesParameters } from './slices.js';

const defaults: SlicesParameters = {
  metric: 'default',
  class: null,
  columns: null,
  cuts: {},
  bins: 4,
  pairs: true,
  maxPairs: 100,
  minSliceSize: 20,
  correction: 'holm',
  alpha: 0.05,
  draws: 1000,
};
const measure = async (subject: MemorySubject, params: Partial<SlicesParameters> = {}) => {
  const result = await slices.measure(memoryContext(memorySubject(subject), { ...defaults, ...params }));
  expect(validateResult(slices, result)).toEqual([]);
  return result;
};
const said = (output: Output | undefined): number | string =>
  output !== undefined && isFigure(output) ? output.estimate : output && isUnmeasured(output) ? output.unmeasured : '?';
const firstSlice = (details: Awaited<ReturnType<typeof measure>>['details']): unknown => {
  const table = details?.[0];
  return table?.type === 'table' ? table.rows[0]?.[0] : undefined;
};

/** 400 rows, two columns of two levels; a row is right by the rate of its levels. */
function subjectOf(
  rate: (place: string, light: string) => number,
  more: Readonly<Record<string, MemoryColumn>> = {},
  rows = 400,
): MemorySubject {
  const rng = createRng('slices');
  const place = Array.from({ length: rows }, (_, row) => (row % 2 === 0 ? 'road' : 'town'));
  const light = Array.from({ length: rows }, (_, row) => (row % 4 < 2 ? 'day' : 'night'));
  const codes = Int32Array.from({ length: rows }, (_, row) => (row >> 2) % 2);
  const labels = codes.map((code, row) => (rng.next() < rate(place[row]!, light[row]!) ? code : 1 - code));
  return {
    task: 'binary-classification',
    test: {
      table: memoryTable({ place: { texts: place }, light: { texts: light }, ...more }),
      target: { kind: 'classes', classes: ['car', 'cyclist'], positive: 1, codes },
    },
    model: { classes: ['car', 'cyclist'], predict: () => ({ kind: 'classes', labels }) },
  };
}
const weakAtNight = (place: string, light: string): number => (place === 'town' && light === 'night' ? 0.6 : 0.95);

describe('the weakest slice', () => {
  test('is found where it is, among columns and pairs', async () => {
    const { outputs, details } = await measure(subjectOf(weakAtNight));
    expect(firstSlice(details)).toBe('place: town & light: night');
    expect(said(outputs['slicesAssessed'])).toBe(8);
    expect(said(outputs['slicesWorse'])).toBeGreaterThanOrEqual(1);
    expect(said(outputs['worst'])).toBeLessThan(0.75);
    expect(said(outputs['assessedShare'])).toBe(1);
    const alone = await measure(subjectOf(weakAtNight), { pairs: false });
    expect(said(alone.outputs['slicesAssessed'])).toBe(4);
  });

  test('its figures are those of its rows: Fisher’s p, Clopper and Pearson’s bounds for all slices together', async () => {
    const subject = subjectOf(weakAtNight);
    const { outputs } = await measure(subject);
    const answers = subject.model!.predict(subject.test!.table);
    const truth = subject.test!.target!;
    let [k, n, other] = [0, 0, 0];
    for (let row = 0; row < 400 && answers.kind === 'classes' && truth.kind === 'classes'; row++) {
      const right = Number(answers.labels[row] === truth.codes[row]);
      if (row % 4 !== 3) other += right;
      else [k, n] = [k + right, n + 1];
    }
    const list = outputs['slices']!;
    const weakest = isList(list) ? list.items[0]! : {};
    expect(weakest['value']).toMatchObject({ estimate: k / n, n });
    const [lower, upper] = clopperPearson(k, n, 1 - 0.05 / 8);
    const { uncertainty } = weakest['value'] as Figure;
    expect(uncertainty.kind === 'bounds' && [uncertainty.lower, uncertainty.upper]).toEqual([lower, upper]);
    expect(said(outputs['minP'])).toBeCloseTo(8 * fisherExactLess(k, n, other, 400 - n), 10);
  });

  test('failing costs the look at many, passing does not', async () => {
    const support = async (params: Partial<SlicesParameters>) => {
      const { outputs } = await measure(
        subjectOf((place) => (place === 'town' ? 0.8 : 1), {
          noise: { texts: Array.from({ length: 400 }, (_, row) => `n${(row >> 3) % 10}`) },
        }),
        params,
      );
      return intervalOf(outputs['worst'] as Figure, 0.9)!;
    };
    const one = await support({ columns: ['place'], pairs: false });
    const many = await support({ minSliceSize: 100, pairs: false });
    expect(many[0]).toBeCloseTo(one[0], 1);
    expect(many[1]).toBeGreaterThanOrEqual(one[1] - 0.02);
  });

  test('recall is of a class, whose rows decide what is large enough', async () => {
    const { outputs } = await measure(subjectOf(weakAtNight), { metric: 'recall', minSliceSize: 60 });
    expect(said(outputs['slicesAssessed'])).toBe(4);
    expect(said(outputs['slicesTooSmall'])).toBe(4);
    expect(said((await measure(subjectOf(weakAtNight), { metric: 'recall', class: 'van' })).outputs['worst'])).toBe(
      'unsupported',
    );
  });

  test.each(['balancedAccuracy', 'precision', 'f1', 'f1Macro', 'precisionMacro'] as const)('%s', async (metric) => {
    const { outputs, details } = await measure(subjectOf(weakAtNight), { metric });
    expect(firstSlice(details)).toBe('place: town & light: night');
    const worst = outputs['worst'] as Figure;
    expect(supportOf(spreadOf(worst)!, '<=', 0.9)[0]).toBeGreaterThan(0.95);
  });

  test('numbers are cut, what is missing is a slice, and losses are worst where they are great', async () => {
    const rng = createRng('numbers');
    const x = Float64Array.from({ length: 300 }, (_, row) => (row < 40 ? Number.NaN : rng.next()));
    const truth = x.map((value) => (value > 0.7 ? 3 : 1) * rng.normal());
    const result = await measure(
      {
        task: 'regression',
        test: { table: memoryTable({ x: { numbers: x } }), target: { kind: 'numbers', values: truth } },
        model: { classes: [], predict: ({ rowCount }) => ({ kind: 'numbers', values: new Float64Array(rowCount) }) },
      },
      { metric: 'rmse', cuts: { x: [0.7] } },
    );
    expect(firstSlice(result.details)).toBe('x: ≥ 0.7');
    expect(said(result.outputs['slicesAssessed'])).toBe(3);
    expect(said(result.outputs['slicesWorse'])).toBe(1);
  });

  test('clusters widen', async () => {
    const subject = subjectOf(weakAtNight);
    const groups = Int32Array.from({ length: 400 }, (_, row) => Math.floor(row / 16) * 4 + (row % 4));
    const worst = async (one: MemorySubject) => {
      const { outputs } = await measure(one, { minSliceSize: 20 });
      return intervalOf(outputs['worst'] as Figure, 0.9)!;
    };
    const [plain, wide] = [await worst(subject), await worst({ ...subject, test: { ...subject.test!, groups } })];
    expect(wide[1] - wide[0]).toBeGreaterThan(plain[1] - plain[0]);
  });
});

test.each<[string, MemorySubject, Partial<SlicesParameters>, string]>([
  ['too many pairs', subjectOf(weakAtNight, { c: { numbers: new Float64Array(400) } }), { maxPairs: 2 }, 'budget'],
  ['no such column', subjectOf(weakAtNight), { columns: ['z'] }, 'missing-input'],
  ['nothing large enough', subjectOf(weakAtNight), { minSliceSize: 300 }, 'out-of-domain'],
  ['few rows', subjectOf(weakAtNight, {}, 8), {}, 'out-of-domain'],
  ['no probabilities', subjectOf(weakAtNight), { metric: 'brier' }, 'unsupported'],
  ['a metric of numbers', subjectOf(weakAtNight), { metric: 'mae' }, 'unsupported'],
])('%s', async (_, subject, params, cause) => {
  expect(said((await measure(subject, params)).outputs['worst'])).toBe(cause);
});

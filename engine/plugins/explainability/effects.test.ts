import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { accumulatedEffects, quantileBins } from '../../methods/explainability/effects/accumulated.js';
import { monotoneRows, partialDependence } from '../../methods/explainability/effects/curves.js';
import { gridOf } from '../../methods/explainability/effects/grid.js';
import { interactionSums, strengthOf } from '../../methods/explainability/effects/interaction.js';
import { createRng } from '../../numerics/generator.js';
import { columnOf } from '../../subject/table.js';
import type { Table } from '../../subject/table.js';
import { quantilesOf } from '../figure-quantiles.js';
import type { Output } from '../figure.js';
import { isFigure, isList } from '../figure.js';
import { memoryContext } from '../memory-context.js';
import { memorySubject, memoryTable } from '../memory-subject.js';
import type { MemorySubject } from '../memory-subject.js';
import { validateResult } from '../validate-result.js';
import { effects } from './effects.js';
import type { EffectsParameters } from './effects.js';

interface ReferenceTree {
  readonly features: readonly number[];
  readonly thresholds: readonly number[];
  readonly left: readonly number[];
  readonly right: readonly number[];
  readonly values: readonly number[];
}

const reference = JSON.parse(
  readFileSync(new URL('../../../tests/reference/effects.json', import.meta.url), 'utf8'),
) as {
  readonly tree: ReferenceTree;
  readonly curves: readonly {
    readonly feature: number;
    readonly grid: readonly number[];
    readonly average: readonly number[];
    readonly individual: readonly (readonly number[])[];
  }[];
  readonly accumulated: readonly {
    readonly feature: number;
    readonly bins: number;
    readonly edges: readonly number[];
    readonly effects: readonly number[];
  }[];
  readonly interactions: readonly { first: number; second: number; rows: number; h: number }[];
  readonly boosted: { rate: number; average: readonly number[]; trees: readonly ReferenceTree[] };
};

/** scikit-learn compares in float32. */
function answerOf({ features, thresholds, left, right, values }: ReferenceTree, row: readonly number[]): number {
  let node = 0;
  while (features[node]! >= 0) {
    node = Math.fround(row[features[node]!]!) <= thresholds[node]! ? left[node]! : right[node]!;
  }
  return values[node]!;
}

describe('beside scikit-learn’s figures and the papers’ formulas in NumPy', () => {
  const { tree } = reference;
  const rows = readFileSync(new URL('../../../tests/fixtures/data/diabetes_data_raw.csv', import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .slice(0, 60)
    .map((line) => line.split(' ').map(Number));
  const ones = new Float64Array(rows.length).fill(1);
  const column = (feature: number) => Float64Array.from(rows, (row) => row[feature]!);
  const ask = (row: readonly number[], changes: Readonly<Record<number, number>>) =>
    answerOf(
      tree,
      row.map((value, at) => changes[at] ?? value),
    );

  test.each(reference.curves)('partial dependence and individual curves of column $feature', (wanted) => {
    const grid = gridOf(column(wanted.feature), 8);
    // Its end points are quantiles of another type: as many points, and no farther apart than two rows.
    expect(grid).toHaveLength(wanted.grid.length);
    const step = wanted.grid[1]! - wanted.grid[0]!;
    grid.forEach((value, at) => expect(Math.abs(value - wanted.grid[at]!)).toBeLessThan(step / 2));
    const values = Float64Array.from(
      rows.flatMap((row) => wanted.grid.map((value) => ask(row, { [wanted.feature]: value }))),
    );
    const curves = { rows: rows.length, points: wanted.grid.length, values };
    expect([...values]).toEqual(wanted.individual.flat());
    partialDependence(curves, ones).forEach((mean, at) => expect(mean).toBeCloseTo(wanted.average[at]!, 10));
    const rising = wanted.individual.map((curve) => Number(curve.every((v, at) => at === 0 || v >= curve[at - 1]!)));
    expect([...monotoneRows(curves, 1, 0)]).toEqual(rising);
  });

  test('partial dependence of the boosted trees of its documentation', () => {
    const { rate, average, trees } = reference.boosted;
    const two = [
      [0, 0, 2],
      [1, 0, 0],
    ];
    const grid = gridOf([0, 1], 2);
    const margin = (row: readonly number[]) => trees.reduce((sum, one) => sum + rate * answerOf(one, row), 0);
    const values = Float64Array.from(two.flatMap(([, ...others]) => Array.from(grid, (x) => margin([x, ...others]))));
    const means = partialDependence({ rows: 2, points: 2, values }, [1, 1]);
    means.forEach((mean, at) => expect(mean).toBeCloseTo(average[at]!, 10));
  });

  test.each(reference.accumulated)('accumulated local effects of column $feature', (wanted) => {
    const bins = quantileBins(column(wanted.feature), wanted.bins);
    bins.edges.forEach((edge, at) => expect(edge).toBeCloseTo(wanted.edges[at]!, 10));
    const at = (row: number, upper: number) =>
      ask(rows[row]!, { [wanted.feature]: bins.edges[bins.of[row]! + upper]! });
    const changes = Float64Array.from(rows.keys(), (row) => at(row, 1) - at(row, 0));
    accumulatedEffects(bins, changes, ones).forEach((effect, edge) =>
      expect(effect).toBeCloseTo(wanted.effects[edge]!, 9),
    );
  });

  test.each(reference.interactions)('H of columns $first and $second', ({ first, second, rows: count, h }) => {
    const some = rows.slice(0, count);
    const crossed = (of: readonly number[]) =>
      Float64Array.from(
        some.flatMap((row) => some.map((other) => ask(other, Object.fromEntries(of.map((at) => [at, row[at]!]))))),
      );
    const sums = interactionSums(crossed([first, second]), crossed([first]), crossed([second]), ones, count);
    expect(strengthOf(sums)).toBeCloseTo(h, 10);
  });
});

describe('of functions whose effects are known', () => {
  test('accumulated effects of a sum are its own term at the edges, whatever the features share', () => {
    const rng = createRng('ale');
    const x = Float64Array.from({ length: 300 }, () => rng.normal());
    const bins = quantileBins(x, 15);
    // f = x² + g(others): what others add cancels.
    const changes = Float64Array.from(x.keys(), (row) => {
      const bin = bins.of[row]!;
      return bins.edges[bin + 1]! ** 2 - bins.edges[bin]! ** 2;
    });
    const found = accumulatedEffects(bins, changes, new Float64Array(300).fill(1));
    const shift = found[0]! - bins.edges[0]! ** 2;
    found.forEach((effect, edge) => expect(effect - shift).toBeCloseTo(bins.edges[edge]! ** 2, 9));
  });

  /** a + b + strength·a·b of independent standard normals: H² of the pair is strength² / (2 + strength²). */
  const crossedOf = (seed: string, n: number, strength: number) => {
    const rng = createRng(seed);
    const [a, b] = [0, 1].map(() => Float64Array.from({ length: n }, () => rng.normal()));
    const f = (i: number, l: number) => a![i]! + b![l]! + strength * a![i]! * b![l]!;
    const fill = (of: (i: number, l: number) => number) =>
      Float64Array.from({ length: n * n }, (_, at) => of(Math.floor(at / n), at % n));
    return {
      joint: fill((i) => f(i, i)),
      first: fill((i, l) => f(i, l)),
      second: fill((i, l) => f(l, i)),
    };
  };

  test('H of a sum is 0, and of a product near what it is', () => {
    const h = (strength: number, n: number) => {
      const { joint, first, second } = crossedOf('h', n, strength);
      return strengthOf(interactionSums(joint, first, second, new Float64Array(n).fill(1), n));
    };
    expect(h(0, 50)).toBeLessThan(1e-12);
    expect(Math.abs(h(1, 400) - Math.sqrt(1 / 3))).toBeLessThan(0.08);
  });
});

const defaults: EffectsParameters = {
  class: 'auto',
  mostFeatures: 10,
  points: 12,
  pairFeatures: 4,
  pairRows: 40,
  maxRows: 150,
  draws: 200,
};
const measure = async (subject: MemorySubject, params: Partial<EffectsParameters> = {}) => {
  const result = await effects.measure(memoryContext(memorySubject(subject), { ...defaults, ...params }));
  expect(validateResult(effects, result)).toEqual([]);
  return result;
};

const numbers = (table: Table, name: string): Float64Array => {
  const column = columnOf(table, name);
  return column?.type === 'numeric' ? column.values : new Float64Array(table.rowCount);
};

/** 2a − b + strength·a·b, and a level that adds 1; `none` is not used. */
function regression(rows: number, strength: number): MemorySubject {
  const part = (seed: string) => {
    const rng = createRng(seed);
    const draw = () => Float64Array.from({ length: rows }, () => 2 * rng.next() - 1);
    const texts = Array.from({ length: rows }, () => ['x', 'y'][rng.integer(2)]!);
    return {
      table: memoryTable({ none: { numbers: draw() }, b: { numbers: draw() }, l: { texts }, a: { numbers: draw() } }),
    };
  };
  const target = { kind: 'numbers', values: new Float64Array(rows) } as const;
  const answer = (table: Table): Float64Array => {
    const [a, b, l] = [numbers(table, 'a'), numbers(table, 'b'), columnOf(table, 'l')];
    return a.map((value, row) => {
      const level = l?.type === 'categorical' && l.levels[l.codes[row]!] === 'y' ? 1 : 0;
      return 2 * value - b[row]! + strength * value * b[row]! + level;
    });
  };
  return {
    task: 'regression',
    train: { ...part('train'), target },
    test: { ...part('test'), target },
    model: { classes: [], predict: (table) => ({ kind: 'numbers', values: answer(table) }) },
  };
}

const itemsOf = (output: Output | undefined) => (output !== undefined && isList(output) ? output.items : []);
const estimateOf = (output: Output | undefined) =>
  output !== undefined && isFigure(output) ? output.estimate : Number.NaN;
const ends = (output: Output | undefined, tail: number): readonly number[] => {
  if (output === undefined || !isFigure(output)) return [];
  const quantiles = quantilesOf(output, 1000)!;
  return [tail, 1 - tail].map((level) => quantiles[Math.floor(level * quantiles.length)]!);
};

describe('a regression of two numbers and a level', () => {
  test('without interaction: ranges of its terms, monotone, additive as far as the rows tell', async () => {
    const { outputs, details } = await measure(regression(150, 0));
    const items = itemsOf(outputs['features']);
    // Over 90 % of [−1, 1] at the grid, and all of it at the edges of the accumulated effects.
    [3.6, 1.8, 1, 0].forEach((range, at) =>
      expect(Math.abs(estimateOf(items[at]!['effectRange']) - range)).toBeLessThan(0.25),
    );
    expect(Math.abs(estimateOf(items[0]!['accumulatedRange']) - 4)).toBeLessThan(0.1);
    expect(items[2]).toMatchObject({ accumulatedRange: { unmeasured: 'unsupported' } });
    expect(estimateOf(items[0]!['monotoneShare'])).toBe(1);
    expect(estimateOf(items[1]!['monotoneShare'])).toBe(1);
    expect(estimateOf(outputs['maxInteraction'])).toBeLessThan(1e-6);
    // Forty rows without it do not show that there is none.
    expect(ends(outputs['maxInteraction'], 0.05)[1]).toBeGreaterThan(0.1);
    expect(details?.map(({ id }) => id)).toEqual(['effect-1', 'effect-2', 'effect-3', 'effect-4', 'interactions']);
  });

  test('with it: H is what it is, and b is monotone for no more rows than it is', async () => {
    const { outputs } = await measure(regression(150, 3));
    // Variances of uniforms on [−1, 1] are ⅓: (9/9) / (4/3 + 1/3 + 9/9).
    const h = Math.sqrt(1 / (4 / 3 + 1 / 3 + 1));
    const [low, high] = ends(outputs['maxInteraction'], 0.005);
    expect(low).toBeLessThan(h);
    expect(high).toBeGreaterThan(h);
    expect(estimateOf(outputs['maxInteraction'])).toBeGreaterThan(0.4);
    const a = itemsOf(outputs['features'])[0]!;
    // 2 + 3b ≥ 0 where b ≥ −2/3: five sixths of the rows.
    expect(Math.abs(estimateOf(a['monotoneShare']) - 5 / 6)).toBeLessThan(0.1);
  });
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { encoded, tree } from '../../../../tests/fixtures/random-trees.js';
import type { Explained, Mixes } from '../attribution.js';
import { enumeratedShapley } from './enumeration.js';
import { interventionalTrees } from './interventional-trees.js';
import { linearShares } from './linear-shares.js';
import { pathDependentTrees } from './path-dependent-trees.js';
import { MANY_ROWS, MOST_TABLED } from './path-tables.js';
import { ensembleValues, goesLeft } from './tree-ensemble.js';
import type { Encoded, EnsembleTree, TreeEnsemble } from './tree-ensemble.js';

const noPause = async (): Promise<void> => {};

interface Case {
  readonly ensemble: TreeEnsemble;
  readonly explained: Encoded;
  readonly background: Encoded;
  readonly owners: Int32Array;
  readonly players: number;
}

const aCase: fc.Arbitrary<Case> = fc
  .record({ columns: fc.integer({ min: 1, max: 10 }), players: fc.integer({ min: 1, max: 10 }) })
  .chain(({ columns, players }) =>
    fc.record({
      ensemble: fc
        .array(tree(columns, 2), { minLength: 1, maxLength: 3 })
        .map((trees) => ({ columns, outputs: 2, trees, base: Float64Array.of(0.25, -3) })),
      explained: encoded(2, columns),
      background: encoded(3, columns),
      owners: fc
        .array(fc.integer({ min: 0, max: players - 1 }), { minLength: columns, maxLength: columns })
        .map((owners) => Int32Array.from(owners)),
      players: fc.constant(players),
    }),
  );

/** The same ensemble as a model that only answers. */
const asExplained = ({ ensemble, explained, background, owners, players }: Case, output: number): Explained => ({
  players: Array.from({ length: players }, (_, player) => `${player}`),
  rows: explained.rows,
  backgrounds: background.rows,
  value: async ({ rows, backgrounds, masks }: Mixes) => {
    const columns = ensemble.columns;
    const values = new Float64Array(rows.length * columns);
    for (let mix = 0; mix < rows.length; mix++) {
      for (let column = 0; column < columns; column++) {
        const own = masks[mix * players + owners[column]!] === 1;
        values[mix * columns + column] = own
          ? explained.values[rows[mix]! * columns + column]!
          : background.values[backgrounds[mix]! * columns + column]!;
      }
    }
    return ensembleValues(ensemble, output, { rows: rows.length, columns, values });
  },
});

const expectClose = (given: Float64Array, wanted: ArrayLike<number>): void => {
  for (let index = 0; index < given.length; index++) {
    expect(Math.abs(given[index]! - wanted[index]!)).toBeLessThanOrEqual(1e-9);
  }
};

test('interventional tree shares equal full enumeration, players of several columns too', async () => {
  await fc.assert(
    fc.asyncProperty(aCase, async (given) => {
      const { values, base } = await interventionalTrees(given.ensemble, 1, given, noPause);
      const wanted = await enumeratedShapley(asExplained(given, 1));
      expectClose(values, wanted.values);
      expectClose(Float64Array.of(base), wanted.base);
    }),
    { numRuns: 60 },
  );
});

/** v(S) of the cover-weighted walk: an absent player's tests are averaged by the cover. */
function coverValue(
  { trees, base }: TreeEnsemble,
  output: number,
  x: Encoded,
  row: number,
  has: (c: number) => boolean,
) {
  const below = (one: EnsembleTree, node: number): number => {
    if (one.columns[node]! < 0) return one.values[node * 2 + output]!;
    const [left, right] = [one.left[node]!, one.right[node]!];
    if (has(one.columns[node]!)) return below(one, goesLeft(one, node, x.values, row * x.columns) ? left : right);
    const covers = one.covers!;
    if (covers[node] === 0) return 0;
    const part = (child: number): number =>
      covers[child] === 0 ? 0 : (covers[child]! / covers[node]!) * below(one, child);
    return part(left) + part(right);
  };
  return trees.reduce((sum, one) => sum + below(one, 0), base[output]!);
}

test.each([
  ['by tables of the leaves', MOST_TABLED],
  ['row by row', -1],
])('path-dependent tree shares, %s, equal full enumeration of their own value function', async (_, mostTabled) => {
  await fc.assert(
    fc.asyncProperty(aCase, async (given) => {
      const { ensemble, explained, owners, players } = given;
      const { values, base } = await pathDependentTrees(ensemble, 0, given, noPause, mostTabled);
      const wanted = await enumeratedShapley({
        players: Array.from({ length: players }, (_, player) => `${player}`),
        rows: explained.rows,
        backgrounds: 1,
        value: async ({ rows, masks }) =>
          Float64Array.from(rows, (row, mix) =>
            coverValue(ensemble, 0, explained, row, (column) => masks[mix * players + owners[column]!] === 1),
          ),
      });
      expectClose(values, wanted.values);
      expectClose(Float64Array.of(base), wanted.base);
    }),
    { numRuns: 60 },
  );
});

test('many rows at once, by tables of the leaves: the same shares as row by row', async () => {
  await fc.assert(
    fc.asyncProperty(aCase, async (given) => {
      const { ensemble, explained, players } = given;
      const copies = 64;
      const many = {
        ...explained,
        rows: explained.rows * copies,
        values: Array.from({ length: copies }, () => [...Array.from(explained.values)]).flat(),
      };
      const { values, base } = await pathDependentTrees(ensemble, 0, { ...given, explained: many }, noPause);
      const wanted = await pathDependentTrees(ensemble, 0, given, noPause, -1);
      const own = explained.rows * players;
      for (const copy of [0, 17, copies - 1]) expectClose(values.subarray(copy * own, (copy + 1) * own), wanted.values);
      expect(base).toBe(wanted.base);
    }),
    { numRuns: 60 },
  );
});

test.each([
  ['few rows, row by row', MANY_ROWS - 1, -1],
  ['many rows, by tables', MANY_ROWS, MOST_TABLED],
])('%s: the bits of that way', async (_, rows, mostTabled) => {
  const [given] = fc.sample(aCase, 1);
  const { columns, values } = given!.explained;
  const explained = {
    rows,
    columns,
    values: Float64Array.from({ length: rows * columns }, (_, at) => values[at % columns]!),
  };
  const found = await pathDependentTrees(given!.ensemble, 0, { ...given!, explained }, noPause);
  expect(found).toEqual(await pathDependentTrees(given!.ensemble, 0, { ...given!, explained }, noPause, mostTabled));
});

test('linear shares equal full enumeration', async () => {
  const columns = 5;
  const number = fc.double({ min: -3, max: 3, noNaN: true });
  const matrix = (rows: number): fc.Arbitrary<Encoded> =>
    fc
      .array(number, { minLength: rows * columns, maxLength: rows * columns })
      .map((values) => ({ rows, columns, values: Float64Array.from(values) }));
  await fc.assert(
    fc.asyncProperty(
      matrix(2),
      matrix(4),
      fc.array(number, { minLength: columns, maxLength: columns }),
      async (explained, background, weights) => {
        const owners = Int32Array.of(0, 1, 1, 2, 0);
        const { values, base } = linearShares(
          { weights, intercept: 0.5 },
          { explained, background, owners, players: 3 },
        );
        const wanted = await enumeratedShapley({
          players: ['a', 'b', 'c'],
          rows: 2,
          backgrounds: 4,
          value: async ({ rows, backgrounds, masks }) =>
            Float64Array.from(rows, (row, mix) =>
              weights.reduce((sum, weight, column) => {
                const own = masks[mix * 3 + owners[column]!] === 1;
                const from = own ? explained : background;
                return sum + weight * from.values[(own ? row : backgrounds[mix]!) * columns + column]!;
              }, 0.5),
            ),
        });
        expectClose(values, wanted.values);
        expectClose(Float64Array.of(base), wanted.base);
      },
    ),
    { numRuns: 30 },
  );
});

test('a published interventional case: x0 ≤ 1 ? (x1 ≤ 0 ? 10 : 20) : (x2 ≤ 0.5 ? 30 : 50)', async () => {
  const one: EnsembleTree = {
    columns: Int32Array.of(0, 1, 2, -1, -1, -1, -1),
    tests: new Uint8Array(7),
    thresholds: Float64Array.of(1, 0, 0.5, 0, 0, 0, 0),
    missingLeft: new Uint8Array(7),
    left: Int32Array.of(1, 3, 5, 0, 0, 0, 0),
    right: Int32Array.of(2, 4, 6, 0, 0, 0, 0),
    values: Float64Array.of(0, 0, 0, 10, 20, 30, 50),
  };
  const ensemble = { columns: 3, outputs: 1, trees: [one], base: Float64Array.of(0) };
  const { values, base } = await interventionalTrees(
    ensemble,
    0,
    {
      explained: { rows: 1, columns: 3, values: [2, 1, 1] },
      background: { rows: 4, columns: 3, values: [0, 0, 0, 1, 0, 1, 0, 2, 1, 3, 1, 0] },
      owners: Int32Array.of(0, 1, 2),
      players: 3,
    },
    noPause,
  );
  expect(base).toBeCloseTo(17.5, 9);
  expectClose(values, [22.5, 2.5, 7.5]);
});

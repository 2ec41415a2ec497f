import fc from 'fast-check';
import { expect, test } from 'vitest';
import '../../../tests/seed.js';
import { encoded, tree } from '../../../tests/fixtures/random-trees.js';
import { flatForest, flatRows } from './flat-forest.js';
import { movedSums } from './moved-sums.js';
import { EQUALS, goesLeft } from './shap/tree-ensemble.js';
import type { TreeEnsemble } from './shap/tree-ensemble.js';

/** By its definition: the mixed row down every tree, leaves added in float32. */
function plainSums(ensemble: TreeEnsemble, row: ArrayLike<number>): Float32Array {
  const sums = new Float32Array(ensemble.outputs);
  for (const one of ensemble.trees) {
    let node = 0;
    while (one.columns[node]! >= 0) node = goesLeft(one, node, row, 0) ? one.left[node]! : one.right[node]!;
    for (let k = 0; k < sums.length; k++) sums[k]! += Math.fround(one.values[node * ensemble.outputs + k]!);
  }
  return sums;
}

const aCase = fc
  .record({ columns: fc.integer({ min: 1, max: 5 }), outputs: fc.integer({ min: 1, max: 3 }), rows: fc.integer({ min: 1, max: 9 }) })
  .chain(({ columns, outputs, rows }) =>
    fc.record({
      ensemble: fc
        .array(tree(columns, outputs), { minLength: 1, maxLength: 4 })
        .map((trees) => ({ columns, outputs, trees, base: new Float64Array(outputs) })),
      x: encoded(rows, columns),
      moving: fc.uniqueArray(fc.integer({ min: 0, max: columns - 1 })),
      asked: fc.array(fc.tuple(fc.integer({ min: 0, max: rows - 1 }), fc.integer({ min: 0, max: rows - 1 })), { maxLength: 30 }),
    }),
  ); // prettier-ignore

test('moved rows have the sums of their mixed values, to the bit, missing values and ties with thresholds too', () => {
  fc.assert(
    fc.property(aCase, ({ ensemble, x, moving, asked }) => {
      const sorted = asked.sort(([a], [b]) => a - b);
      const { columns, outputs } = ensemble;
      const forest = flatForest(ensemble)!;
      const sums = movedSums(forest, flatRows(forest, x), {
        moving: Int32Array.from(moving),
        rows: Int32Array.from(sorted, ([row]) => row),
        givers: Int32Array.from(sorted, ([, giver]) => giver),
      });
      sorted.forEach(([row, giver], at) => {
        const mixed = Array.from({ length: columns }, (_, column) => {
          return x.values[(moving.includes(column) ? giver : row) * columns + column]!;
        });
        expect(sums.slice(at * outputs, (at + 1) * outputs)).toEqual(plainSums(ensemble, mixed));
      });
    }),
    { numRuns: 300 },
  );
});

test.each([0.1, -0.1, 0, 1, -1e-45, 1e30, 1e300, -1e300])(
  'float32 numbers about the threshold %d go as they do by the double',
  (threshold) => {
    const near = Math.fround(threshold);
    const bits = new Int32Array(Float32Array.of(near).buffer)[0]!;
    const beside = new Float32Array(Int32Array.of(bits - 1, bits, bits + 1).buffer);
    for (const below of [0, 1]) {
      const one = {
        columns: Int32Array.of(0, -1, -1),
        tests: Uint8Array.of(below, 0, 0),
        thresholds: Float64Array.of(threshold, 0, 0),
        missingLeft: new Uint8Array(3),
        left: Int32Array.of(1, 0, 0),
        right: Int32Array.of(2, 0, 0),
        values: Float64Array.of(0, 1, 2),
      };
      const ensemble = { columns: 1, outputs: 1, trees: [one], base: new Float64Array(1) };
      const values = [...beside, 0, -0, 5, -5].filter((value) => !Number.isNaN(value));
      const rows = Int32Array.from(values.keys());
      const forest = flatForest(ensemble)!;
      const x = flatRows(forest, { rows: values.length, columns: 1, values });
      const sums = movedSums(forest, x, { moving: new Int32Array(0), rows, givers: rows });
      values.forEach((value, at) => expect([value, sums[at]]).toEqual([value, plainSums(ensemble, [value])[0]]));
      expect(flatForest({ ...ensemble, trees: [{ ...one, tests: Uint8Array.of(EQUALS, 0, 0) }] })).toBeUndefined();
    }
  },
);

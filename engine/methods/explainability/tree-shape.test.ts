import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AT_MOST, EQUALS, ensembleValues } from './shap/tree-ensemble.js';
import type { EnsembleTree } from './shap/tree-ensemble.js';
import { isMonotone, testsOfRows, treeShape } from './tree-shape.js';

/** `[column, threshold, left, right]` or a leaf's value. */
type Sketch = number | readonly [column: number, threshold: number, left: Sketch, right: Sketch];

function treeOf(sketch: Sketch): EnsembleTree {
  const nodes: { column: number; threshold: number; left: number; right: number; value: number }[] = [];
  const add = (one: Sketch): number => {
    const index = nodes.length;
    if (typeof one === 'number') {
      nodes.push({ column: -1, threshold: 0, left: 0, right: 0, value: one });
      return index;
    }
    nodes.push({ column: one[0], threshold: one[1], left: 0, right: 0, value: 0 });
    nodes[index]!.left = add(one[2]);
    nodes[index]!.right = add(one[3]);
    return index;
  };
  add(sketch);
  return {
    columns: Int32Array.from(nodes, ({ column }) => column),
    tests: new Uint8Array(nodes.length).fill(AT_MOST),
    thresholds: Float64Array.from(nodes, ({ threshold }) => threshold),
    missingLeft: new Uint8Array(nodes.length),
    left: Int32Array.from(nodes, ({ left }) => left),
    right: Int32Array.from(nodes, ({ right }) => right),
    values: Float64Array.from(nodes, ({ value }) => value),
  };
}

test('depth, leaves, a list of rules, an additive sum', () => {
  const list = treeOf([0, 1, 5, [1, 2, 6, [0, 3, 7, 8]]]);
  expect(treeShape([list], ['a', 'b'])).toEqual({ depth: 3, leaves: 4, isRuleList: true, isAdditive: false });
  expect(treeShape([list], ['a', 'a']).isAdditive).toBe(true);
  const even = treeOf([0, 1, [1, 1, 1, 2], [1, 1, 3, 4]]);
  expect(treeShape([even, list], ['a', 'b'])).toEqual({ depth: 3, leaves: 8, isRuleList: false, isAdditive: false });
  expect(treeShape([treeOf(3)], ['a'])).toEqual({ depth: 0, leaves: 1, isRuleList: true, isAdditive: true });
  const rows = { rows: 2, columns: 2, values: [0, 0, 4, 4] };
  expect([...testsOfRows([list, even], rows)]).toEqual([3, 5]);
});

test('a tree that tests the column for equality is not read', () => {
  const tree = { ...treeOf([0, 1, 2, 3]), tests: Uint8Array.of(EQUALS, 0, 0) };
  expect(isMonotone(tree, 0, 1, (node) => tree.values[node]!)).toBeUndefined();
});

const sketch: fc.Arbitrary<Sketch> = fc.letrec<{ node: Sketch; leaf: number }>((tie) => ({
  leaf: fc.integer({ min: 0, max: 3 }),
  node: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    tie('leaf'),
    fc.tuple(fc.integer({ min: 0, max: 2 }), fc.integer({ min: 0, max: 3 }), tie('node'), tie('node')),
  ),
})).node;

test('monotone exactly where it is on every point of a grid that all thresholds cut', () => {
  const grid = [-0.5, 0.5, 1.5, 2.5, 3.5];
  fc.assert(
    fc.property(sketch, (drawn) => {
      const tree = treeOf(drawn);
      const ensemble = { columns: 3, outputs: 1, trees: [tree], base: Float64Array.of(0) };
      for (const direction of [1, -1] as const) {
        let holds = true;
        for (const b of grid) {
          for (const c of grid) {
            const values = grid.flatMap((a) => [a, b, c]);
            const answers = ensembleValues(ensemble, 0, { rows: grid.length, columns: 3, values });
            for (let at = 1; at < grid.length; at++) {
              if (direction * (answers[at]! - answers[at - 1]!) < 0) holds = false;
            }
          }
        }
        expect(isMonotone(tree, 0, direction, (node) => tree.values[node]!)).toBe(holds);
      }
    }),
  );
});

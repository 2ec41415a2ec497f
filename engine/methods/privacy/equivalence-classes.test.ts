import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  classesOfNumbers,
  classSizes,
  groupsPerClass,
  oneClass,
  refine,
  refinementsWithoutOne,
} from './equivalence-classes.js';
import { reidentificationRisk } from './reidentification-risk.js';

/** Rows of three small columns, so that classes of every size appear. */
const rows = fc.array(
  fc.tuple(fc.integer({ min: 0, max: 3 }), fc.constantFrom(0, Number.NaN, -0.5), fc.integer({ min: 0, max: 1 })),
  {
    minLength: 1,
    maxLength: 60,
  },
);

const column = (data: readonly (readonly number[])[], index: number): number[] => data.map((row) => row[index]!);

test('refinement equals a plain group-by', () => {
  fc.assert(
    fc.property(rows, (data) => {
      const plain = new Map<string, number>();
      for (const row of data) plain.set(row.join('|'), (plain.get(row.join('|')) ?? 0) + 1);
      const classes = [0, 1, 2]
        .map((index) => classesOfNumbers(column(data, index)))
        .reduce(refine, oneClass(data.length));
      expect([...classSizes(classes)]).toEqual([...plain.values()]);
    }),
  );
});

test('refinements without one column equal those computed one by one', () => {
  fc.assert(
    fc.property(rows, (data) => {
      const partitions = [0, 1, 2, 0, 1].map((index) => classesOfNumbers(column(data, index)));
      for (const [without, classes] of refinementsWithoutOne(partitions, data.length)) {
        const rest = partitions.filter((_, index) => index !== without).reduce(refine, oneClass(data.length));
        expect(classes).toEqual(rest);
      }
    }),
  );
});

test('risk does not depend on the order of rows', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }), (sizes) => {
      expect(reidentificationRisk(sizes.toReversed())).toEqual(reidentificationRisk(sizes));
    }),
  );
});

test.each([
  [[1], { k: 1, averageRisk: 1, highestRisk: 1, uniqueness: 1 }],
  [[2, 2], { k: 2, averageRisk: 0.5, highestRisk: 0.5, uniqueness: 0 }],
  [[1, 4, 5], { k: 1, averageRisk: 0.3, highestRisk: 1, uniqueness: 0.1 }],
])('classes of sizes %j', (sizes, risk) => {
  expect(reidentificationRisk(sizes)).toEqual(risk);
});

test('no rows have no risk', () => {
  expect(() => reidentificationRisk([])).toThrow(RangeError);
  expect(classSizes(oneClass(0))).toHaveLength(0);
});

test('numbers of any size and many classes equal a plain group-by', () => {
  const wide = fc.oneof(fc.integer(), fc.double(), fc.constantFrom(Number.NaN, -0, 0, 1e300, 2 ** 40));
  fc.assert(
    fc.property(fc.array(fc.tuple(wide, wide), { minLength: 1, maxLength: 300 }), (data) => {
      const [a, b] = [0, 1].map((index) => classesOfNumbers(data.map((row) => row[index]!)));
      const plain = new Map<string, number>();
      for (const row of data)
        plain.set(
          row.map((value) => value + 0).join('|'),
          (plain.get(row.map((value) => value + 0).join('|')) ?? 0) + 1,
        );
      expect([...classSizes(refine(a!, b!))]).toEqual([...plain.values()]);
    }),
  );
});

test('groups are counted once a class', () => {
  const classes = classesOfNumbers([0, 0, 0, 1, 1]);
  expect([...groupsPerClass(classes, [7, 7, 8, 7, 7])]).toEqual([2, 1]);
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { classesOfNumbers, classSizes, oneClass, refine, rowsByClass } from '../equivalence-classes.js';
import { fullDomain } from './full-domain.js';
import type { LeveledColumn } from './full-domain.js';
import { informationLoss } from './information-loss.js';
import { mondrian } from './mondrian.js';
import type { OrderedColumn } from './mondrian.js';
import { requirementOf } from './requirement.js';

const pause = async (): Promise<void> => {};
const ordered = (values: readonly number[]): OrderedColumn => {
  const distinct = [...new Set(values)].sort((a, b) => a - b);
  const width = Math.max(1, distinct.at(-1)! - distinct[0]!);
  return {
    ranks: Int32Array.from(values, (value) => distinct.indexOf(value)),
    positions: Float64Array.from(distinct, (value) => (value - distinct[0]!) / width),
  };
};

describe('mondrian', () => {
  test('LeFevre et al. 2006: 2-anonymous halves of the widest column first', async () => {
    // Ages are spread over more of their range than zips: the first cut is between them, then between zips.
    const ages = ordered([25, 25, 26, 27, 27, 28]);
    const zips = ordered([53711, 53712, 53711, 53710, 53712, 53711]);
    const { count, classOf } = await mondrian([ages, zips], 6, requirementOf({ k: 2 }, []), pause);
    expect(count).toBe(2);
    expect(new Set([0, 1, 2].map((row) => classOf[row])).size).toBe(1);
    expect(new Set([3, 4, 5].map((row) => classOf[row])).size).toBe(1);
  });

  const table = fc.array(
    fc.tuple(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 2 }), fc.integer({ min: 0, max: 3 })),
    {
      minLength: 12,
      maxLength: 80,
    },
  );

  test('every class meets the requirement, and none could be cut at its medians', async () => {
    await fc.assert(
      fc.asyncProperty(table, fc.integer({ min: 2, max: 5 }), async (rows, k) => {
        const columns = [0, 1].map((index) => ordered(rows.map((row) => row[index]!)));
        const sensitive = { name: 's', values: Int32Array.from(rows, (row) => row[2]), ordered: false };
        const requirement = requirementOf({ k, l: { kind: 'distinct', l: 2 }, t: 0.6 }, [sensitive]);
        const all = Int32Array.from({ length: rows.length }, (_, row) => row);
        fc.pre(requirement(all));
        const classes = await mondrian(columns, rows.length, requirement, pause);
        const { starts, rows: sorted } = rowsByClass(classes);
        for (let index = 0; index < classes.count; index++) {
          const own = sorted.subarray(starts[index]!, starts[index + 1]!);
          expect(requirement(own)).toBe(true);
          for (const { ranks } of columns) {
            const median = own.map((row) => ranks[row]!).sort()[own.length >> 1]!;
            for (const most of [median - 1, median]) {
              const low = own.filter((row) => ranks[row]! <= most);
              const high = own.filter((row) => ranks[row]! > most);
              expect(low.length > 0 && high.length > 0 && requirement(low) && requirement(high)).toBe(false);
            }
          }
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('full domain', () => {
  /** Values as they are, halved, quartered …, all alike; each level loses more. */
  const leveled = (values: readonly number[], heights: number): LeveledColumn => ({
    levels: Array.from({ length: heights + 1 }, (_, level) => {
      const classes = classesOfNumbers(values.map((value) => (level === heights ? 0 : value >> level)));
      return { classes, loss: new Float64Array(classes.count).fill(level / heights) };
    }),
  });

  test('is the best of all generalisations', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 7 }), fc.integer({ min: 0, max: 3 })), {
          minLength: 4,
          maxLength: 40,
        }),
        fc.integer({ min: 2, max: 4 }),
        fc.constantFrom(0, 0.1, 0.3),
        async (rows, k, share) => {
          const columns = [
            leveled(
              rows.map(([a]) => a),
              3,
            ),
            leveled(
              rows.map(([, b]) => b),
              2,
            ),
          ];
          const mostSuppressed = Math.floor(share * rows.length);
          const losses: number[] = [];
          for (const a of columns[0]!.levels) {
            for (const b of columns[1]!.levels) {
              const classes = [a.classes, b.classes].reduce(refine, oneClass(rows.length));
              const sizes = classSizes(classes);
              const out = Array.from(classes.classOf, (index) => sizes[index]! < k);
              if (out.filter(Boolean).length > mostSuppressed) continue;
              const cells = out.map((gone, row) =>
                gone ? 2 : a.loss[a.classes.classOf[row]!]! + b.loss[b.classes.classOf[row]!]!,
              );
              losses.push(cells.reduce((sum, cell) => sum + cell, 0) / (2 * rows.length));
            }
          }
          const found = await fullDomain(columns, rows.length, requirementOf({ k }, []), {
            mostSuppressed,
            mostNodes: 100,
            pause,
          });
          expect(found?.loss ?? Infinity).toBeCloseTo(Math.min(Infinity, ...losses), 12);
        },
      ),
      { numRuns: 60 },
    );
  });

  test('gives what it has after so many, and nothing where nothing will do', async () => {
    const columns = [leveled([0, 1, 2, 3, 4, 5, 6, 7], 3)];
    const search = (k: number, mostNodes: number) =>
      fullDomain(columns, 8, requirementOf({ k }, []), { mostSuppressed: 0, mostNodes, pause });
    expect(await search(2, 1)).toMatchObject({ node: [3], optimal: false });
    expect(await search(2, 100)).toMatchObject({ node: [1], optimal: true });
    expect(await search(9, 100)).toBeUndefined();
  });
});

test('information loss by hand', () => {
  // Six rows, two classes of 2 and 3, one row left out; one column with penalties.
  const classes = classesOfNumbers([0, 0, 1, 1, 1, 2]);
  const losses = [Float64Array.of(0.5, 0.5, 0, 0, 0, 0)];
  expect(informationLoss(classes, losses, Uint8Array.of(0, 0, 0, 0, 0, 1), 2)).toEqual({
    certaintyPenalty: 2 / 6,
    discernibility: 4 + 9 + 6,
    averageClassSize: 5 / 2 / 2,
  });
});

test('k counts people where rows are theirs', () => {
  const requirement = requirementOf({ k: 2 }, [], Int32Array.of(0, 0, 0, 1));
  expect([requirement(Int32Array.of(0, 1, 2)), requirement(Int32Array.of(2, 3))]).toEqual([false, true]);
});

test.each<[string, Parameters<typeof requirementOf>[0], boolean]>([
  ['too few rows', { k: 5 }, false],
  ['enough rows', { k: 4 }, true],
  ['two values', { k: 2, l: { kind: 'distinct', l: 2 } }, true],
  ['not three', { k: 2, l: { kind: 'distinct', l: 3 } }, false],
  ['entropy of 3 : 1', { k: 2, l: { kind: 'entropy', l: 1.75 } }, true],
  ['no more than that', { k: 2, l: { kind: 'entropy', l: 1.76 } }, false],
  ['3 < 4 · 1', { k: 2, l: { kind: 'recursive', l: 2, c: 4 } }, true],
  ['3 = 3 · 1', { k: 2, l: { kind: 'recursive', l: 2, c: 3 } }, false],
  ['¾ against ½', { k: 2, t: 0.25 }, true],
  ['nearer', { k: 2, t: 0.24 }, false],
])('a requirement: %s', (_, target, met) => {
  const values = Int32Array.of(0, 0, 0, 1, 1, 1, 1, 0);
  expect(requirementOf(target, [{ name: 's', values, ordered: false }])(Int32Array.of(0, 1, 2, 3))).toBe(met);
});

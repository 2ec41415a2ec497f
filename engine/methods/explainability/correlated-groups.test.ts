import { expect, test } from 'vitest';
import { createRng } from '../../numerics/generator.js';
import { correlatedGroups } from './correlated-groups.js';
import type { AssociatedColumn } from './correlated-groups.js';

const rng = createRng('groups');
const base = Float64Array.from({ length: 200 }, () => rng.normal());
const numeric = (of: (value: number, row: number) => number): AssociatedColumn => ({
  type: 'numeric',
  values: base.map(of),
});
const levels = (of: (value: number, row: number) => number): AssociatedColumn => ({
  type: 'categorical',
  codes: Int32Array.from(base, of),
});
const groups = (threshold: number, ...columns: AssociatedColumn[]) =>
  correlatedGroups(columns, threshold, async () => {});

test('a falling, curved and gappy copy of a number is joined to it; noise, a constant and levels are not', async () => {
  const found = await groups(
    0.95,
    numeric((value) => value),
    numeric(() => rng.normal()),
    numeric((value) => -Math.exp(value)),
    numeric(() => 3),
    levels((value) => (value > 0 ? 1 : 0)),
    numeric((value, row) => (row % 7 === 0 ? Number.NaN : 2 * value)),
  );
  expect(found).toEqual([[0, 2, 5]]);
});

test('levels renamed are joined at 1; Cramér’s V of a 2 × 2 table is its φ', async () => {
  const sign = levels((value) => (value > 0 ? 1 : 0));
  const renamed = levels((value, row) => (row === 0 ? -1 : value > 0 ? 0 : 1));
  expect(
    await groups(
      0.999999,
      sign,
      renamed,
      levels(() => 0),
    ),
  ).toEqual([[0, 1]]);
  // 30, 10, 20, 40: φ = (30·40 − 10·20)/√(40·60·50·50).
  const cells = [30, 10, 20, 40].flatMap((count, cell) => Array.from({ length: count }, () => cell));
  const [a, b] = [cells.map((cell) => cell >> 1), cells.map((cell) => cell & 1)];
  const pair = [a, b].map((codes) => ({ type: 'categorical', codes: Int32Array.from(codes) }) as const);
  const phi = 1000 / Math.sqrt(40 * 60 * 50 * 50);
  expect(await groups(phi - 1e-9, ...pair)).toEqual([[0, 1]]);
  expect(await groups(phi + 1e-9, ...pair)).toEqual([]);
});

test('what hangs together through a third column is one group', async () => {
  const noise = Float64Array.from(base, () => rng.normal());
  const chain = [0, 0.4, 0.8].map((share) => numeric((value, row) => (1 - share) * value + share * noise[row]!));
  const ends = [chain[0]!, chain[2]!];
  expect(await groups(0.6, ...ends)).toEqual([]);
  expect(await groups(0.6, ...chain)).toEqual([[0, 1, 2]]);
});

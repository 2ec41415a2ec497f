import { identity, permutation } from '../numerics/permutation.js';
import type { Rng } from '../numerics/random.js';
import { EstimatorFault } from './estimator-fault.js';
import type { Fold } from './splits.js';

/** Each row once as the test. Training rows are listed when they are asked for: n lists of n would not fit. */
export function leaveOneOut(rows: number): readonly Fold[] {
  if (rows < 2) throw new EstimatorFault('out-of-domain', `${rows} rows cannot be left out one by one`);
  return Array.from({ length: rows }, (_, left) => ({
    test: Int32Array.of(left),
    get train() {
      return Int32Array.from({ length: rows - 1 }, (_, place) => (place < left ? place : place + 1));
    },
  }));
}

/** Whether `folds` are those of `leaveOneOut`, in any order, over the rows 0…rows−1. */
export function isLeaveOneOut(folds: readonly Fold[], rows: number): boolean {
  if (folds.length !== rows || folds.some(({ test }) => test.length !== 1)) return false;
  return new Set(folds.map(({ test }) => test[0]!)).size === rows && folds[0]!.train.length === rows - 1;
}

/**
 * One fold with ⌈share·n⌉ test rows, drawn with `rng` or, without, the last ones (scikit-learn's `train_test_split`).
 * With `groups` whole groups are the test: of all groups in random (or their) order, from the last, as many as fit.
 */
export function trainTest(rows: number, share: number, groups: Int32Array | undefined, rng?: Rng): Fold {
  const wanted = Math.ceil(share * rows);
  const units = groups ?? identity(rows);
  const names = [...new Set(units)];
  const order = rng === undefined ? identity(names.length) : permutation(names.length, rng);
  const sizes = new Map<number, number>();
  for (const unit of units) sizes.set(unit, (sizes.get(unit) ?? 0) + 1);
  const inTest = new Set<number>();
  let taken = 0;
  for (let place = order.length - 1; place >= 0; place--) {
    const unit = names[order[place]!]!;
    const size = sizes.get(unit)!;
    if (taken > 0 && taken + size > wanted) continue;
    inTest.add(unit);
    taken += size;
    if (taken >= wanted) break;
  }
  const all = identity(rows);
  return { train: all.filter((row) => !inTest.has(units[row]!)), test: all.filter((row) => inTest.has(units[row]!)) };
}

/**
 * Rows in the order of time: each of `folds` successive blocks is the test of all rows before it (scikit-learn's
 * `TimeSeriesSplit`). Rows of a group that has test rows do not train: no group is cut.
 */
export function timeSeries(rows: number, folds: number, groups?: Int32Array): readonly Fold[] {
  const size = Math.floor(rows / (folds + 1));
  if (size < 1) throw new EstimatorFault('out-of-domain', `${rows} rows cannot make ${folds} folds after a first one`);
  const all = identity(rows);
  return Array.from({ length: folds }, (_, fold) => {
    const start = rows - (folds - fold) * size;
    const test = all.slice(start, start + size);
    const tested = groups && new Set(Array.from(test, (row) => groups[row]!));
    return { train: all.slice(0, start).filter((row) => !tested?.has(groups![row]!)), test };
  });
}

/** Groups so coarse that they cut neither of two groupings: rows that share either are together. */
export function joinGroups(first: Int32Array, second: Int32Array): Int32Array {
  const parent = new Map<string, string>();
  const find = (name: string): string => {
    let root = name;
    for (let up = parent.get(root) ?? root; up !== root; up = parent.get(root) ?? root) root = up;
    for (let at = name; at !== root;) {
      const up = parent.get(at)!;
      parent.set(at, root);
      at = up;
    }
    return root;
  };
  first.forEach((group, row) => parent.set(find(`a${group}`), find(`b${second[row]!}`)));
  const numbers = new Map<string, number>();
  return first.map((group) => {
    const root = find(`a${group}`);
    const number = numbers.get(root) ?? numbers.size;
    numbers.set(root, number);
    return number;
  });
}

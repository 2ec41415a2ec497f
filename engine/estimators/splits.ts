import { deviation } from '../numerics/deviation.js';
import { identity, permutation, shuffle } from '../numerics/permutation.js';
import type { Rng } from '../numerics/random.js';
import { EstimatorFault } from './estimator-fault.js';

/** Rows of one fold: trained on the one, tested on the other, both in the order of the data. */
export interface Fold {
  readonly train: Int32Array;
  readonly test: Int32Array;
}

/**
 * The fold of each of `rows` rows in 0…folds−1, as scikit-learn's `KFold` assigns them: runs of ⌈n/k⌉ and then of
 * ⌊n/k⌋ rows, of the data's order or, with `rng`, of a shuffled one.
 */
export function kFold(rows: number, folds: number, rng?: Rng): Int32Array {
  needAtLeast(rows, folds, 'rows');
  const order = rng === undefined ? identity(rows) : permutation(rows, rng);
  const foldOf = new Int32Array(rows);
  const longer = rows % folds;
  const size = Math.floor(rows / folds);
  for (let place = 0; place < rows; place++) {
    const early = longer * (size + 1);
    foldOf[order[place]!] =
      place < early ? Math.floor(place / (size + 1)) : longer + Math.floor((place - early) / size);
  }
  return foldOf;
}

/**
 * The fold of each row, each class spread evenly, as scikit-learn's `StratifiedKFold`: the classes are numbered by
 * first appearance, the sorted rows dealt out to the folds like cards to find how many of a class each fold gets, and
 * each class's rows given to the folds in order (with `rng`, shuffled).
 */
export function stratifiedKFold(codes: ArrayLike<number>, folds: number, rng?: Rng): Int32Array {
  needAtLeast(codes.length, folds, 'rows');
  const rowsOf = rowsByValue(codes);
  const classOfCard = rowsOf.flatMap((rows, index) => rows.map(() => index));
  const allotted = rowsOf.map(() => new Int32Array(folds));
  classOfCard.forEach((index, card) => allotted[index]![card % folds]!++);
  const foldOf = new Int32Array(codes.length);
  rowsOf.forEach((rows, index) => {
    const dealt = Int32Array.from(
      [...allotted[index]!].flatMap((count, fold) => Array.from({ length: count }, () => fold)),
    );
    if (rng !== undefined) shuffle(dealt, rng);
    rows.forEach((row, place) => (foldOf[row] = dealt[place]!));
  });
  return foldOf;
}

/**
 * The fold of each row, the rows of one group together: groups, largest first (with `codes`, those of the most uneven
 * classes first), go to the fold where they leave the classes most evenly spread. scikit-learn's
 * `StratifiedGroupKFold`; without `codes` all rows are of one class, which fills the emptiest fold (`GroupKFold`).
 */
export function groupKFold(groups: ArrayLike<number>, folds: number, codes?: ArrayLike<number>, rng?: Rng): Int32Array {
  const rowsOf = rowsByValue(groups);
  needAtLeast(rowsOf.length, folds, 'groups');
  const classRows = rowsByValue(codes ?? new Int32Array(groups.length));
  const classOf = new Int32Array(groups.length);
  classRows.forEach((rows, index) => rows.forEach((row) => (classOf[row] = index)));
  const counts = rowsOf.map((rows) => {
    const count = new Float64Array(classRows.length);
    for (const row of rows) count[classOf[row]!]!++;
    return count;
  });
  const priority = counts.map((count, group) => (codes === undefined ? rowsOf[group]!.length : deviation(count)));
  const order = [...(rng === undefined ? identity(rowsOf.length) : permutation(rowsOf.length, rng))];
  order.sort((a, b) => priority[b]! - priority[a]!);

  const foldOf = new Int32Array(groups.length);
  const filled = Array.from({ length: folds }, () => new Float64Array(classRows.length));
  for (const group of order) {
    const fold = evenestFold(filled, counts[group]!, classRows);
    counts[group]!.forEach((count, index) => (filled[fold]![index]! += count));
    for (const row of rowsOf[group]!) foldOf[row] = fold;
  }
  return foldOf;
}

/** The fold that, with `added`, leaves the classes' shares of the folds with the least deviation; of equals the smallest. */
function evenestFold(
  filled: readonly Float64Array[],
  added: Float64Array,
  classRows: readonly (readonly number[])[],
): number {
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  let smallest = Number.POSITIVE_INFINITY;
  filled.forEach((_, candidate) => {
    let unevenness = 0;
    classRows.forEach((rows, index) => {
      const shares = filled.map((fold, at) => (fold[index]! + (at === candidate ? added[index]! : 0)) / rows.length);
      unevenness += deviation(shares);
    });
    unevenness /= classRows.length;
    const size = filled[candidate]!.reduce((sum, count) => sum + count, 0);
    const close = Math.abs(unevenness - least) <= 1e-8 + 1e-5 * least;
    if (unevenness < least || (close && size < smallest)) {
      best = candidate;
      least = unevenness;
      smallest = size;
    }
  });
  return best;
}

/** The fold of each row from the values that name it, numbered in order of the values. */
export function predefinedFolds(values: ArrayLike<number>): Int32Array {
  const distinct = [...new Set(Array.from(values))].sort((a, b) => a - b);
  needAtLeast(distinct.length, 2, 'folds');
  const index = new Map(distinct.map((value, fold) => [value, fold]));
  return Int32Array.from({ length: values.length }, (_, row) => index.get(values[row]!)!);
}

/** Each fold once as the test. */
export function foldsOf(foldOf: Int32Array): readonly Fold[] {
  const count = foldOf.reduce((highest, fold) => Math.max(highest, fold + 1), 0);
  const all = identity(foldOf.length);
  return Array.from({ length: count }, (_, fold) => ({
    train: all.filter((row) => foldOf[row] !== fold),
    test: all.filter((row) => foldOf[row] === fold),
  }));
}

/** Row numbers by value, values in order of first appearance. */
function rowsByValue(values: ArrayLike<number>): readonly (readonly number[])[] {
  const rows = new Map<number, number[]>();
  for (let row = 0; row < values.length; row++) {
    const known = rows.get(values[row]!);
    if (known === undefined) rows.set(values[row]!, [row]);
    else known.push(row);
  }
  return [...rows.values()];
}

function needAtLeast(have: number, folds: number, what: string): void {
  if (have < folds) throw new EstimatorFault('out-of-domain', `${have} ${what} cannot make ${folds} folds`);
}

import { EstimatorFault } from '../../estimators/estimator-fault.js';
import type { TrainingTarget } from '../../estimators/estimator.js';
import { joinGroups, leaveOneOut, timeSeries, trainTest } from '../../estimators/single-splits.js';
import { foldsOf, groupKFold, kFold, predefinedFolds, stratifiedKFold } from '../../estimators/splits.js';
import type { Fold } from '../../estimators/splits.js';
import type { Rng } from '../../numerics/random.js';
import { columnOf } from '../../subject/table.js';
import type { Table } from '../../subject/table.js';

export interface SplitParameters {
  readonly type:
    | 'train-test'
    | 'k-fold'
    | 'stratified-k-fold'
    | 'group-k-fold'
    | 'stratified-group-k-fold'
    | 'leave-one-out'
    | 'leave-one-group-out'
    | 'time-series'
    | 'predefined';
  readonly folds: number;
  readonly repeats: number;
  readonly shuffle: boolean;
  readonly testSize: number;
  readonly column: string | null;
}

/** The rows to be split: their truth and, where the data have groups, the group of each row. */
export interface Splittable {
  readonly table: Table;
  readonly target: TrainingTarget;
  readonly groups?: Int32Array;
}

/**
 * The folds of one repeat. No group is ever cut: where there are groups, of the data or of the split's column, the
 * plain forms split groups as the group forms do. For regressions the stratified forms are as the plain ones. Throws
 * `EstimatorFault` where the data cannot be split so.
 */
export function foldsOfSubject(data: Splittable, split: SplitParameters, rng: Rng): readonly Fold[] {
  const folds = cut(data, split, split.shuffle ? rng : undefined);
  // Folds of single rows list their training rows only when asked.
  if (folds.some(({ test, train }) => test.length === 0 || (test.length > 1 && train.length === 0))) {
    throw new EstimatorFault('out-of-domain', 'a fold is left without rows: there are too few groups');
  }
  return folds;
}

/** The group of each row that a split must not cut, and that are one unit each in its figures. */
export function groupsOfSplit({ table, groups }: Splittable, split: SplitParameters): Int32Array | undefined {
  if (split.type === 'predefined' || split.column === null) return groups;
  const named = predefinedFolds(namesOfRows(table, split.column, 'group'));
  return groups === undefined ? named : joinGroups(groups, named);
}

function cut(data: Splittable, split: SplitParameters, rng: Rng | undefined): readonly Fold[] {
  const { table, target } = data;
  const rows = table.rowCount;
  const groups = groupsOfSplit(data, split);
  const codes = target.kind === 'classes' ? target.codes : undefined;
  switch (split.type) {
    case 'train-test':
      return [trainTest(rows, split.testSize, groups, rng)];
    case 'k-fold':
      return foldsOf(groups ? groupKFold(groups, split.folds, undefined, rng) : kFold(rows, split.folds, rng));
    case 'stratified-k-fold':
      if (groups) return foldsOf(groupKFold(groups, split.folds, codes, rng));
      return foldsOf(codes ? stratifiedKFold(codes, split.folds, rng) : kFold(rows, split.folds, rng));
    case 'group-k-fold':
      return foldsOf(groupKFold(needGroups(groups), split.folds, undefined, rng));
    case 'stratified-group-k-fold':
      return foldsOf(groupKFold(needGroups(groups), split.folds, codes, rng));
    case 'leave-one-out':
      return groups ? foldsOf(predefinedFolds(groups)) : leaveOneOut(rows);
    case 'leave-one-group-out':
      return foldsOf(predefinedFolds(needGroups(groups)));
    case 'time-series':
      return timeSeries(rows, split.folds, groups);
    case 'predefined':
      return foldsOf(predefined(table, split.column ?? '', groups));
  }
}

function needGroups(groups: Int32Array | undefined): Int32Array {
  if (groups !== undefined) return groups;
  throw new EstimatorFault('out-of-domain', 'the data have no group, and the split names no column of groups');
}

function predefined(table: Table, name: string, groups: Int32Array | undefined): Int32Array {
  const foldOf = predefinedFolds(namesOfRows(table, name, 'fold'));
  const foldOfGroup = new Map<number, number>();
  groups?.forEach((group, row) => {
    const known = foldOfGroup.get(group) ?? foldOf[row]!;
    if (known !== foldOf[row]) throw new EstimatorFault('out-of-domain', `column ${name} cuts a group in two`);
    foldOfGroup.set(group, known);
  });
  return foldOf;
}

/** The values of the column that names each row's fold or group. */
function namesOfRows(table: Table, name: string, what: 'fold' | 'group'): Float64Array | Int32Array {
  const column = columnOf(table, name);
  if (column === undefined) throw new EstimatorFault('out-of-domain', `the data have no column ${name}`);
  const values = column.type === 'numeric' ? column.values : column.codes;
  const missing = column.type === 'numeric' ? values.some(Number.isNaN) : values.includes(-1);
  if (missing) throw new EstimatorFault('out-of-domain', `column ${name} does not name the ${what} of every row`);
  return values;
}

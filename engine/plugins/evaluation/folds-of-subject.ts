import { EstimatorFault } from '../../estimators/estimator-fault.js';
import { foldsOf, groupKFold, kFold, predefinedFolds, stratifiedKFold } from '../../estimators/splits.js';
import type { Fold } from '../../estimators/splits.js';
import type { Rng } from '../../numerics/random.js';
import { columnOf } from '../../subject/table.js';
import type { Table } from '../../subject/table.js';

export interface SplitParameters {
  readonly type: 'k-fold' | 'stratified-k-fold' | 'predefined';
  readonly folds: number;
  readonly repeats: number;
  readonly shuffle: boolean;
  readonly column: string | null;
}

/** The rows to be split: classes and, where the data have groups, the group of each row. */
export interface Splittable {
  readonly table: Table;
  readonly codes: Int32Array;
  readonly groups?: Int32Array;
}

/** The folds of one repeat. Throws `EstimatorFault` where the data cannot be split so; no group is ever cut. */
export function foldsOfSubject(data: Splittable, split: SplitParameters, rng: Rng): readonly Fold[] {
  const folds = foldsOf(assign(data, split, split.shuffle ? rng : undefined));
  if (folds.some(({ train, test }) => train.length === 0 || test.length === 0)) {
    throw new EstimatorFault('out-of-domain', 'a fold is left without rows: there are too few groups');
  }
  return folds;
}

function assign({ table, codes, groups }: Splittable, split: SplitParameters, rng: Rng | undefined): Int32Array {
  if (split.type === 'predefined') return predefined(table, split.column ?? '', groups);
  if (groups !== undefined) {
    return groupKFold(groups, split.folds, split.type === 'stratified-k-fold' ? codes : undefined, rng);
  }
  return split.type === 'k-fold' ? kFold(codes.length, split.folds, rng) : stratifiedKFold(codes, split.folds, rng);
}

function predefined(table: Table, name: string, groups: Int32Array | undefined): Int32Array {
  const column = columnOf(table, name);
  if (column === undefined) throw new EstimatorFault('out-of-domain', `the data have no column ${name}`);
  const values = column.type === 'numeric' ? column.values : column.codes;
  const missing = column.type === 'numeric' ? values.some(Number.isNaN) : values.includes(-1);
  if (missing) throw new EstimatorFault('out-of-domain', `column ${name} does not name the fold of every row`);
  const foldOf = predefinedFolds(values);
  const foldOfGroup = new Map<number, number>();
  groups?.forEach((group, row) => {
    const known = foldOfGroup.get(group) ?? foldOf[row]!;
    if (known !== foldOf[row]) throw new EstimatorFault('out-of-domain', `column ${name} cuts a group in two`);
    foldOfGroup.set(group, known);
  });
  return foldOf;
}

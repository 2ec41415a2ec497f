import { unitsOf } from '../../methods/evaluation/units.js';
import type { Units } from '../../methods/evaluation/units.js';
import { sampleWithoutReplacement } from '../../numerics/permutation.js';
import type { Rng } from '../../numerics/random.js';
import { stackTables } from '../../subject/stack-tables.js';
import { columnOf, selectRows } from '../../subject/table.js';
import type { Column, Table } from '../../subject/table.js';
import type { AnsweredPart } from '../answered-part.js';
import { attributeOf } from '../evaluation/fairness-attributes.js';
import type { Unmeasured } from '../figure.js';
import { unmeasured } from '../unmeasured.js';

/** Training rows that are attacked, rows that the model never saw, and rows that the attacker has. */
export interface AttributeRows {
  /** All of them: the members, the control group, the attacker's. */
  readonly table: Table;
  readonly members: number;
  readonly control: number;
  /** The attribute's value of each row, −1 where it is missing or seen in no row of the attacker's. */
  readonly values: Int32Array;
  readonly groups: readonly string[];
  /** The attribute's column of members and control group, with one value in all rows. */
  readonly filled: (value: number) => Column;
  readonly units: { readonly members: Units; readonly control: Units };
  /** Places among the rows of the parts. */
  readonly places: { readonly members: Int32Array; readonly held: Int32Array };
}

/** More values than that are asked of the model for no row. */
const MOST_VALUES = 50;

/**
 * Half of the test rows are the attacker's own; of the other half at most `rows` are the control group, of the training
 * rows as many are attacked. Rows whose attribute is missing are left out.
 */
export function attributeRows(
  train: AnsweredPart,
  test: AnsweredPart,
  name: string,
  rows: number,
  rng: Rng,
): AttributeRows | Unmeasured {
  const known = (part: AnsweredPart): Int32Array => {
    const column = columnOf(part.table, name);
    const has = (row: number): boolean =>
      column !== undefined &&
      (column.type === 'numeric' ? Number.isFinite(column.values[row]!) : column.codes[row]! >= 0);
    return Int32Array.from(part.rows.keys()).filter((place) => has(part.rows[place]!));
  };
  const drawn = (from: Int32Array, count: number): Int32Array =>
    sampleWithoutReplacement(from.length, count, rng).map((at) => from[at]!);
  const members = drawn(known(train), rows).sort();
  const held = drawn(known(test), Infinity);
  const control = held.slice(0, Math.min(rows, held.length >> 1));
  const own = held.slice(held.length >> 1);
  const places = { members, held: Int32Array.from([...control, ...own]) };
  const table = stackTables(
    selectRows(
      train.table,
      members.map((place) => train.rows[place]!),
    ),
    selectRows(
      test.table,
      places.held.map((place) => test.rows[place]!),
    ),
  );
  const column = columnOf(table, name)!;
  const attacked = members.length + control.length;
  const ownRows = Int32Array.from({ length: own.length }, (_, i) => attacked + i);
  const { of, groups } = attributeOf(
    column,
    Int32Array.from({ length: table.rowCount }, (_, i) => i),
    cutsOf(column, ownRows),
  );
  // A value that the attacker has never seen is not guessed, and counts as missed.
  const seen = [...new Set(ownRows.map((row) => of[row]!))].filter((value) => value >= 0).sort((a, b) => a - b);
  if (seen.length < 2) return unmeasured('out-of-domain', `${name} has fewer than two values in half of the test rows`);
  if (seen.length > MOST_VALUES) {
    return unmeasured('unsupported', `${name} has ${seen.length} values, at most ${MOST_VALUES} are tried`);
  }
  const representative = seen.map((value) =>
    middleOf(
      column,
      ownRows.filter((row) => of[row] === value),
    ),
  );
  const unitsOfPart = (part: AnsweredPart, chosen: Int32Array): Units =>
    unitsOf(chosen.length, part.groups && chosen.map((place) => part.units.of[place]!), undefined);
  return {
    table,
    members: members.length,
    control: control.length,
    values: of.map((value) => seen.indexOf(value)),
    groups: seen.map((value) => groups[value]!),
    filled: (value) =>
      column.type === 'numeric'
        ? { ...column, values: new Float64Array(attacked).fill(representative[value]!) }
        : { ...column, codes: new Int32Array(attacked).fill(representative[value]!) },
    units: { members: unitsOfPart(train, members), control: unitsOfPart(test, control) },
    places,
  };
}

/** Quarters of the attacker's own rows, so that the bins do not hang on the rows that are attacked. */
function cutsOf(column: Column, own: Int32Array): readonly number[] | undefined {
  if (column.type !== 'numeric') return undefined;
  const sorted = Float64Array.from(own, (row) => column.values[row]!).sort();
  if (new Set(sorted).size <= 6) return undefined;
  return [1, 2, 3].map((quarter) => sorted[Math.floor((quarter * sorted.length) / 4)]!);
}

/** A code, or the middle one of some numbers. */
function middleOf(column: Column, rows: Int32Array): number {
  if (column.type === 'categorical') return column.codes[rows[0]!]!;
  const sorted = Float64Array.from(rows, (row) => column.values[row]!).sort();
  return sorted[sorted.length >> 1]!;
}

import { compareColumn, distancesTo, nearest } from '../../methods/privacy/mixed-distance.js';
import type { ComparedColumn, RawColumn } from '../../methods/privacy/mixed-distance.js';
import { sampleWithoutReplacement } from '../../numerics/permutation.js';
import type { Rng } from '../../numerics/random.js';
import type { Column, Role, Table } from '../../subject/table.js';
import { columnOf } from '../../subject/table.js';
import { checkpoint } from '../checkpoint.js';
import type { MeasureContext } from '../contract.js';
import type { Unmeasured } from '../figure.js';
import { unmeasured } from '../unmeasured.js';

/** Of the originals in a `ComparedColumn`: those that the release was made from, and those that it was not. */
export const ORIGINAL = 0;
export const CONTROL = 1;

export interface AttackedTables {
  readonly original: Table;
  readonly control: Table;
  readonly released: Table;
  /** With a role, and in all three tables. */
  readonly columns: readonly ComparedColumn[];
  readonly rolesOf: (name: string) => readonly Role[];
}

/** Rows that a table of people must have for an attack on it to say anything. */
const LEAST_ROWS = 10;

export async function attackedTables(
  subject: MeasureContext<unknown>['subject'],
): Promise<AttackedTables | Unmeasured> {
  const original = await subject.table('whole');
  const control = await subject.table('test');
  const released = await subject.table('released');
  if (original === undefined || control === undefined || released === undefined) {
    return unmeasured(
      'missing-input',
      'data.released, the data and data.test (people who are not in the release) are needed',
    );
  }
  for (const [name, { rowCount }] of Object.entries({
    'the data': original,
    'data.test': control,
    'data.released': released,
  })) {
    if (rowCount < LEAST_ROWS)
      return unmeasured('out-of-domain', `${rowCount} rows in ${name}, ${LEAST_ROWS} are needed`);
  }
  const columns = comparedColumns(
    original.columns.filter(({ roles }) => roles.length > 0),
    control,
    released,
  );
  if (columns.length === 0) {
    return unmeasured('out-of-domain', 'data.released has no column with a role in common with the data and data.test');
  }
  return { original, control, released, columns, rolesOf: (name) => columnOf(original, name)?.roles ?? [] };
}

function comparedColumns(columns: readonly Column[], control: Table, released: Table): readonly ComparedColumn[] {
  return columns.flatMap((column) => {
    const [other, given] = [columnOf(control, column.name), columnOf(released, column.name)];
    if (other === undefined || given === undefined || other.type !== column.type) return [];
    return [compareColumn(column.name, rawColumn(given), [rawColumn(column), rawColumn(other)])];
  });
}

export const rawColumn = (column: Column): RawColumn =>
  column.type === 'numeric' ? { values: column.values } : { codes: column.codes, levels: column.levels };

/** Rows that are attacked, of each table as many as there are at most. */
export function targetsOf(tables: AttackedTables, attacks: number, rng: MeasureContext<unknown>['rng']) {
  return {
    original: sampleWithoutReplacement(tables.original.rowCount, attacks, rng('targets')),
    control: sampleWithoutReplacement(tables.control.rowCount, attacks, rng('control targets')),
  };
}

/** Steps between two looks at whether the run is to end. */
const STRIDE = 32;

/** How many of `count` attacks succeed; counts its steps from `before` on, of `steps`. */
export async function countSuccesses(
  count: number,
  succeeds: (index: number) => boolean,
  { signal, progress }: Pick<MeasureContext<unknown>, 'signal' | 'progress'>,
  { before, steps }: { readonly before: number; readonly steps: number },
): Promise<{ readonly k: number; readonly n: number }> {
  let k = 0;
  for (let index = 0; index < count; index++) {
    if (index % STRIDE === 0) {
      await checkpoint(signal);
      progress(before + index, steps);
    }
    if (succeeds(index)) k += 1;
  }
  return { k, n: count };
}

/** The released rows nearest to a row, in these columns. */
export function nearestReleased(
  columns: readonly ComparedColumn[],
  rows: number,
  rng: Rng,
): (of: number, row: number, count: number) => readonly number[] {
  const distances = new Float64Array(rows);
  return (of, row, count) => nearest(distancesTo(columns, of, row, distances), count, () => rng.next());
}

/** Target, groups, weights and features, from a table. */
import type { SubjectSpec } from './spec.js';
import { columnOf } from './table.js';
import type { Column, Table } from './table.js';
import type { Target } from './view.js';

export const featuresIn = ({ columns }: Table): readonly Column[] =>
  columns.filter(({ roles }) => roles.includes('feature'));

export function targetOf({ target, task }: SubjectSpec, table: Table | undefined): Target | undefined {
  const column = target === undefined || table === undefined ? undefined : columnOf(table, target.column);
  if (target === undefined || column === undefined) return undefined;
  if (column.type === 'numeric') {
    return task === 'regression' ? { kind: 'numbers', values: column.values } : undefined;
  }
  const { classes } = target;
  const codes = column.levels.map((level) => classes.indexOf(level));
  const positive = target.positive === undefined ? -1 : classes.indexOf(target.positive);
  return {
    kind: 'classes',
    classes,
    ...(positive === -1 ? {} : { positive }),
    codes: column.codes.map((code) => (code === -1 ? -1 : codes[code]!)),
  };
}

/** Groups are numbered by first appearance. A row without a group is one of its own. */
export function groupsOf({ group }: SubjectSpec, table: Table | undefined): Int32Array | undefined {
  const column = group === undefined || table === undefined ? undefined : columnOf(table, group);
  if (column === undefined || table === undefined) return undefined;
  const values = column.type === 'numeric' ? column.values : column.codes;
  const known = new Map<number, number>();
  let count = 0;
  return Int32Array.from(values, (value) => {
    const missing = column.type === 'numeric' ? Number.isNaN(value) : value === -1;
    const index = missing ? undefined : known.get(value);
    if (index !== undefined) return index;
    if (!missing) known.set(value, count);
    count += 1;
    return count - 1;
  });
}

export function weightsOf({ weight }: SubjectSpec, table: Table | undefined): Float64Array | undefined {
  const column = weight === undefined || table === undefined ? undefined : columnOf(table, weight);
  return column?.type === 'numeric' ? column.values : undefined;
}

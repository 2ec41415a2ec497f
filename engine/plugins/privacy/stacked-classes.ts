import { classesOfNumbers, oneClass, refine } from '../../methods/privacy/equivalence-classes.js';
import type { Classes } from '../../methods/privacy/equivalence-classes.js';
import type { Column, Table } from '../../subject/table.js';

/** Of a column: equal values are one class, a missing value is one of its own. */
export const classesOfColumn = (column: Column): Classes =>
  classesOfNumbers(column.type === 'numeric' ? column.values : column.codes);

/** The same over the rows of two columns, the second's below the first's; a number equals the text that it is written as. */
export function classesOfBoth(first: Column, second: Column): Classes {
  if (first.type === 'numeric' && second.type === 'numeric') {
    const values = new Float64Array(first.values.length + second.values.length);
    values.set(first.values);
    values.set(second.values, first.values.length);
    return classesOfNumbers(values);
  }
  const known = new Map<string | undefined, number>();
  const code = (text: string | undefined): number => {
    const seen = known.get(text) ?? known.size;
    if (seen === known.size) known.set(text, seen);
    return seen;
  };
  const codes = [first, second].flatMap((column) => codesOf(column, code));
  const classOf = new Int32Array(codes.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of codes) {
    classOf.set(part, at);
    at += part.length;
  }
  return { count: known.size, classOf };
}

/** Text by text, missing as `undefined`; each level is asked for once. */
function codesOf(column: Column, code: (text: string | undefined) => number): Int32Array {
  if (column.type === 'numeric') {
    return Int32Array.from(column.values, (value) => code(Number.isNaN(value) ? undefined : `${value}`));
  }
  const levels = new Map<number, number>();
  return Int32Array.from(column.codes, (level) => {
    const known = levels.get(level) ?? code(level < 0 ? undefined : column.levels[level]);
    levels.set(level, known);
    return known;
  });
}

/** Classes of equal values in all these columns, over the rows of both tables. Both have all of the columns. */
export const stackedClasses = (pairs: readonly (readonly [Column, Column])[], first: Table, second: Table): Classes =>
  pairs.map(([a, b]) => classesOfBoth(a, b)).reduce(refine, oneClass(first.rowCount + second.rowCount));

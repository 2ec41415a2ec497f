/** The levels of full-domain generalisation: whole columns, from the values as they are to `*`. */
import { classesOfNumbers } from '../methods/privacy/equivalence-classes.js';
import type { CategoricalColumn, Column, NumericColumn } from '../subject/table.js';
import { ANY } from './cells.js';
import type { Hierarchy } from './hierarchies.js';
import { operate } from './operations.js';

export interface Level {
  readonly column: Column;
  /** Of each row's cell, in [0, 1]. */
  readonly loss: Float64Array;
}

export function levelsOf(column: Column, hierarchy: Hierarchy | undefined): readonly Level[] {
  const rows = (column.type === 'numeric' ? column.values : column.codes).length;
  const between =
    column.type === 'numeric'
      ? numberLevels(column)
      : hierarchy === undefined
        ? []
        : hierarchyLevels(column, hierarchy);
  const any: Level = { column: alike(column, rows), loss: new Float64Array(rows).fill(1) };
  return [{ column, loss: new Float64Array(rows) }, ...between, any];
}

const alike = ({ name, roles }: Column, rows: number): CategoricalColumn => ({
  type: 'categorical',
  name,
  roles,
  levels: [ANY],
  codes: new Int32Array(rows),
});

/** Ranges of 1, 2 and 5 times powers of ten, each some twice as wide as the one before, from a 32nd of the column's. */
function numberLevels(column: NumericColumn): readonly Level[] {
  const known = column.values.filter((value) => !Number.isNaN(value));
  const least = known.reduce((a, b) => Math.min(a, b), Infinity);
  const width = known.reduce((a, b) => Math.max(a, b), -Infinity) - least;
  if (!(width > 0) || !Number.isFinite(width)) return [];
  const integers = known.every(Number.isInteger);
  const widths = [...new Set([32, 16, 8, 4, 2].map((parts) => round(width / parts)))].filter(
    (step) => !integers || step > 1,
  );
  return widths.flatMap((step): Level[] => {
    const operated = operate(
      column,
      { do: 'ranges', width: step },
      { key: undefined, hierarchy: undefined, table: '' },
    );
    if (!('column' in operated) || operated.column === undefined) return [];
    return [
      {
        column: operated.column,
        loss: column.values.map((value) => (Number.isNaN(value) ? 0 : Math.min(1, step / width))),
      },
    ];
  });
}

function round(width: number): number {
  const power = 10 ** Math.floor(Math.log10(width));
  const factor = [1, 2, 5, 10].find((each) => each * power >= width * (1 - 1e-9)) ?? 10;
  return Number((factor * power).toPrecision(12));
}

function hierarchyLevels(column: CategoricalColumn, hierarchy: Hierarchy): readonly Level[] {
  const height = [...hierarchy.values()][0]?.length ?? 0;
  return Array.from({ length: height }, (_, index) => index + 1).flatMap((level): Level[] => {
    const operated = operate(column, { do: 'hierarchy', level }, { key: undefined, hierarchy, table: '' });
    if (!('column' in operated) || operated.column === undefined) return [];
    const covered = column.levels.map(
      (text) =>
        column.levels.filter((other) => hierarchy.get(other)?.[level - 1] === hierarchy.get(text)?.[level - 1]).length,
    );
    const loss = Float64Array.from(column.codes, (code) =>
      code < 0 || covered[code] === 1 ? 0 : covered[code]! / column.levels.length,
    );
    return [{ column: operated.column, loss }];
  });
}

/** Loss by class of equal cells. */
export function lossByClass({ column, loss }: Level) {
  const classes = classesOfNumbers(column.type === 'numeric' ? column.values : column.codes);
  const byClass = new Float64Array(classes.count);
  classes.classOf.forEach((index, row) => (byClass[index] = loss[row]!));
  return { classes, loss: byClass };
}

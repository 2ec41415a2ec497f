/** What stands in the cells of classes, and what it loses (`InformationLoss.certaintyPenalty`). */
import { rowsByClass } from '../methods/privacy/equivalence-classes.js';
import type { Classes } from '../methods/privacy/equivalence-classes.js';
import type { CategoricalColumn, Column, NumericColumn } from '../subject/table.js';
import type { Hierarchy } from './hierarchies.js';

export interface Cells {
  readonly column: Column;
  /** Of each row, in [0, 1]. */
  readonly loss: Float64Array;
}

/** What may be any value of its column. */
export const ANY = '*';

/** Each class gets one cell, which covers all its values. */
export function cellsOf(
  classes: Classes,
  column: Column,
  numbers: 'mean' | 'range',
  hierarchy: Hierarchy | undefined,
): Cells {
  if (column.type === 'categorical') return categories(classes, column, hierarchy);
  return numbers === 'mean' ? means(classes, column) : ranges(classes, column);
}

function* numberClasses(classes: Classes, { values }: NumericColumn) {
  const { starts, rows } = rowsByClass(classes);
  for (let index = 0; index < classes.count; index++) {
    const own = rows.subarray(starts[index]!, starts[index + 1]!);
    let [least, greatest, sum, lacking] = [Infinity, -Infinity, 0, 0];
    for (const row of own) {
      const value = values[row]!;
      if (Number.isNaN(value)) lacking += 1;
      else {
        least = Math.min(least, value);
        greatest = Math.max(greatest, value);
        sum += value / own.length;
      }
    }
    yield { rows: own, least, greatest, mean: Math.min(greatest, Math.max(least, sum)), lacking };
  }
}

/** Digits of a mean that are written. */
const DIGITS = 6;

/** Where some of a class lack the number, all do. */
function means(classes: Classes, column: NumericColumn): Cells {
  const values = new Float64Array(column.values.length);
  const loss = new Float64Array(values.length);
  const width = widthOf(column);
  for (const { rows, least, greatest, mean, lacking } of numberClasses(classes, column)) {
    const cell = lacking > 0 ? Number.NaN : least === greatest ? least : Number(mean.toPrecision(DIGITS));
    const lost = lacking === rows.length ? 0 : lacking > 0 ? 1 : shareOf(least, greatest, width);
    for (const row of rows) {
      values[row] = cell;
      loss[row] = lost;
    }
  }
  return { column: { ...column, values }, loss };
}

function ranges(classes: Classes, column: NumericColumn): Cells {
  const writer = new LevelWriter(column, column.values.length);
  const loss = new Float64Array(column.values.length);
  const width = widthOf(column);
  const integers = column.values.every((value) => Number.isNaN(value) || Number.isInteger(value));
  for (const { rows, least, greatest, lacking } of numberClasses(classes, column)) {
    const none = lacking === rows.length;
    const text = least === greatest ? `${least}` : integers ? `${least}–${greatest}` : `[${least}, ${greatest}]`;
    writer.write(rows, none ? null : lacking > 0 ? ANY : text);
    const lost = none ? 0 : lacking > 0 ? 1 : shareOf(least, greatest, width);
    for (const row of rows) loss[row] = lost;
  }
  return { column: writer.column(), loss };
}

/** Halves, because a range may be larger than any number. */
const widthOf = ({ values }: NumericColumn): number => {
  let [least, greatest] = [Infinity, -Infinity];
  for (const value of values) {
    if (value < least) least = value;
    if (value > greatest) greatest = value;
  }
  return greatest / 2 - least / 2;
};
const shareOf = (least: number, greatest: number, width: number): number =>
  width > 0 ? Math.min(1, (greatest / 2 - least / 2) / width) : 0;

/** One category stays; several are their nearest common ancestor, or a set; with missing ones among them anything. */
function categories(classes: Classes, column: CategoricalColumn, hierarchy: Hierarchy | undefined): Cells {
  const { starts, rows } = rowsByClass(classes);
  const writer = new LevelWriter(column, column.codes.length);
  const loss = new Float64Array(column.codes.length);
  const total = new Set(column.codes.filter((code) => code >= 0)).size;
  for (let index = 0; index < classes.count; index++) {
    const own = rows.subarray(starts[index]!, starts[index + 1]!);
    const codes = [...new Set(own.map((row) => column.codes[row]!))];
    const { text, covered } = cellOf(codes, column.levels, hierarchy, total);
    writer.write(own, text);
    const lost = covered > 1 ? Math.min(1, covered / total) : 0;
    for (const row of own) loss[row] = lost;
  }
  return { column: writer.column(), loss };
}

function cellOf(
  codes: readonly number[],
  levels: readonly string[],
  hierarchy: Hierarchy | undefined,
  total: number,
): { readonly text: string | null; readonly covered: number } {
  if (codes.length === 1) return { text: codes[0]! < 0 ? null : levels[codes[0]!]!, covered: 1 };
  const texts = codes.map((code) => levels[code] ?? '').sort();
  const anything = { text: ANY, covered: total };
  if (codes.includes(-1)) return anything;
  if (hierarchy === undefined) {
    // A set is read again at its commas.
    return codes.length >= total || texts.some((text) => text.includes(', '))
      ? anything
      : { text: `{${texts.join(', ')}}`, covered: codes.length };
  }
  const paths = texts.map((text) => hierarchy.get(text) ?? []);
  const height = paths[0]!.length;
  for (let level = 0; level < height; level++) {
    const ancestor = paths[0]![level]!;
    if (!paths.every((path) => path[level] === ancestor)) continue;
    return { text: ancestor, covered: levels.filter((text) => hierarchy.get(text)?.[level] === ancestor).length };
  }
  return anything;
}

/** A column of texts that is written class by class. */
class LevelWriter {
  private readonly levels: string[] = [];
  private readonly known = new Map<string, number>();
  private readonly codes: Int32Array;

  constructor(
    private readonly of: Column,
    rows: number,
  ) {
    this.codes = new Int32Array(rows);
  }

  write(rows: Int32Array, text: string | null): void {
    const code = text === null ? -1 : (this.known.get(text) ?? this.levels.length);
    if (text !== null && code === this.levels.length) {
      this.levels.push(text);
      this.known.set(text, code);
    }
    for (const row of rows) this.codes[row] = code;
  }

  column(): CategoricalColumn {
    return { type: 'categorical', name: this.of.name, roles: this.of.roles, levels: this.levels, codes: this.codes };
  }
}

/**
 * Predicates that are meant to hold for one person only, made from rows of a released table: Giomi et al. 2023, section
 * 3.2 (Anonymeter's multivariate singling-out attack).
 */
import { identity, sampleWithoutReplacement } from '../../numerics/permutation.js';
import type { Rng } from '../../numerics/random.js';
import { covers } from './generalised-cell.js';
import type { ComparedColumn } from './mixed-distance.js';

export type Condition =
  | { readonly column: number; readonly test: 'at-least' | 'at-most'; readonly value: number }
  /** Of numbers: missing. Of levels: of that released cell, or covered by it. */
  | { readonly column: number; readonly test: 'missing' }
  | { readonly column: number; readonly test: 'cell'; readonly value: number };

/** All of them must hold. */
export type Predicate = readonly Condition[];

/** Makes predicates, and looks who fulfils them. `of` is a table of originals, or the released one. */
export class Predicates {
  private readonly middles: readonly number[];
  private readonly spans: readonly (readonly [number, number])[];
  private readonly released: Int32Array;
  private buffer = new Int32Array();
  private readonly coverage = new Map<string, Uint8Array>();

  constructor(private readonly columns: readonly ComparedColumn[]) {
    this.released = identity(columns[0]?.released.length ?? 0);
    const sorted = columns.map((column) =>
      column.kind === 'numbers' ? column.released.filter((value) => !Number.isNaN(value)).sort() : new Float64Array(),
    );
    this.middles = sorted.map((values) => values[values.length >> 1] ?? Number.NaN);
    this.spans = sorted.map((values) => [values[0] ?? Number.NaN, values.at(-1) ?? Number.NaN]);
  }

  /**
   * From a released row, in so many columns at most: of numbers, beyond its value on the side away from the median; of
   * categories, its own. A cell that covers everything says nothing.
   */
  ofRow(row: number, count: number, rng: Rng): Predicate {
    return this.some(count, rng).flatMap((index) => this.conditionOf(row, index) ?? []);
  }

  /** The same, with one column more, in a random order, until it holds for no second released row. */
  isolating(row: number, rng: Rng): Predicate {
    const conditions: Condition[] = [];
    let rows = this.released;
    for (const index of sampleWithoutReplacement(this.columns.length, this.columns.length, rng)) {
      const condition = this.conditionOf(row, index);
      if (condition === undefined) continue;
      conditions.push(condition);
      rows = this.fulfilling(condition, 'released', rows);
      if (rows.length === 1) break;
    }
    return conditions.sort((a, b) => a.column - b.column);
  }

  private conditionOf(row: number, index: number): Condition | undefined {
    const column = this.columns[index]!;
    if (column.kind === 'numbers') {
      const value = column.released[row]!;
      if (Number.isNaN(value)) return { column: index, test: 'missing' };
      return { column: index, test: value > this.middles[index]! ? 'at-least' : 'at-most', value };
    }
    const cell = column.released[row]!;
    return column.cells[cell]!.kind === 'any' ? undefined : { column: index, test: 'cell', value: cell };
  }

  /** Without looking at rows: uniform in the span of numbers, any cell that occurs. */
  guess(count: number, rng: Rng): Predicate {
    return this.some(count, rng).map((index): Condition => {
      const column = this.columns[index]!;
      if (column.kind === 'levels') return { column: index, test: 'cell', value: rng.integer(column.cells.length) };
      const [from, to] = this.spans[index]!;
      const test = rng.next() < 0.5 ? 'at-least' : 'at-most';
      return { column: index, test, value: from + (to - from) * rng.next() };
    });
  }

  private some(count: number, rng: Rng): readonly number[] {
    return [...sampleWithoutReplacement(this.columns.length, count, rng)].sort((a, b) => a - b);
  }

  /** Whether it holds for just one of the rows. */
  isolates(predicate: Predicate, of: number | 'released', rows: Int32Array): boolean {
    let left = rows;
    for (const condition of predicate) {
      left = this.fulfilling(condition, of, left);
      if (left.length === 0) return false;
    }
    return left.length === 1;
  }

  /** Those of the rows, into a buffer that the next call may write over. */
  private fulfilling(condition: Condition, of: number | 'released', rows: Int32Array): Int32Array {
    if (this.buffer.length < rows.length) this.buffer = new Int32Array(rows.length);
    const kept = this.buffer;
    const column = this.columns[condition.column]!;
    let count = 0;
    if (column.kind === 'numbers') {
      const values = of === 'released' ? column.released : column.originals[of]!;
      const value = 'value' in condition ? condition.value : Number.NaN;
      const { test } = condition;
      for (let index = 0; index < rows.length; index++) {
        const row = rows[index]!;
        const own = values[row]!;
        if (test === 'at-least' ? own >= value : test === 'at-most' ? own <= value : Number.isNaN(own))
          kept[count++] = row;
      }
      return kept.subarray(0, count);
    }
    if (condition.test !== 'cell') throw new Error('a condition of numbers on a column of levels');
    const codes = of === 'released' ? column.released : column.originals[of]!;
    const fits = of === 'released' ? undefined : this.coveredBy(condition.column, column, condition.value);
    for (let index = 0; index < rows.length; index++) {
      const row = rows[index]!;
      const code = codes[row]!;
      if (fits === undefined ? code === condition.value : fits[code] === 1) kept[count++] = row;
    }
    return kept.subarray(0, count);
  }

  private coveredBy(index: number, { cells, values }: ComparedColumn & { kind: 'levels' }, cell: number): Uint8Array {
    const key = `${index} ${cell}`;
    const known = this.coverage.get(key) ?? Uint8Array.from(values, (value) => Number(covers(cells[cell]!, value)));
    this.coverage.set(key, known);
    return known;
  }
}

/** Columns that grow row by row. */
import type { ColumnSpec } from './spec.js';
import type { Column } from './table.js';

export interface ColumnBuilder {
  readonly spec: ColumnSpec;
  /** The missing value. */
  skip(): void;
  finish(): Column;
}

export class NumericBuilder implements ColumnBuilder {
  private values = new Float64Array(1024);
  private length = 0;

  constructor(readonly spec: ColumnSpec) {}

  push(value: number): void {
    if (this.length === this.values.length) {
      const larger = new Float64Array(2 * this.length);
      larger.set(this.values);
      this.values = larger;
    }
    this.values[this.length] = value;
    this.length += 1;
  }

  skip(): void {
    this.push(NaN);
  }

  finish(): Column {
    return { ...this.spec, type: 'numeric', values: this.values.slice(0, this.length) };
  }
}

export class CategoricalBuilder implements ColumnBuilder {
  private codes = new Int32Array(1024);
  private length = 0;
  private readonly levels: string[] = [];
  private readonly codeOf = new Map<string, number>();

  constructor(readonly spec: ColumnSpec) {}

  push(level: string): void {
    let code = this.codeOf.get(level);
    if (code === undefined) {
      code = this.levels.length;
      this.levels.push(level);
      this.codeOf.set(level, code);
    }
    this.pushCode(code);
  }

  skip(): void {
    this.pushCode(-1);
  }

  private pushCode(code: number): void {
    if (this.length === this.codes.length) {
      const larger = new Int32Array(2 * this.length);
      larger.set(this.codes);
      this.codes = larger;
    }
    this.codes[this.length] = code;
    this.length += 1;
  }

  finish(): Column {
    return { ...this.spec, type: 'categorical', levels: this.levels, codes: this.codes.slice(0, this.length) };
  }
}

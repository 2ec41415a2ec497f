/** A data set in memory: columnar, typed. */
export type Role = 'feature' | 'quasi-identifier' | 'sensitive' | 'identifier';

interface ColumnBase {
  readonly name: string;
  readonly roles: readonly Role[];
}

/** Missing is NaN. */
export interface NumericColumn extends ColumnBase {
  readonly type: 'numeric';
  readonly values: Float64Array;
}

/** `codes[i]` indexes `levels`; −1 is missing. Levels are the trimmed text, in order of first appearance. */
export interface CategoricalColumn extends ColumnBase {
  readonly type: 'categorical';
  readonly levels: readonly string[];
  readonly codes: Int32Array;
}

export type Column = NumericColumn | CategoricalColumn;

export interface Table {
  readonly rowCount: number;
  /** In the order of the file. Target, group and weight columns are here too. */
  readonly columns: readonly Column[];
  /** `sha256:…` of the file's bytes. */
  readonly digest: string;
}

/** All columns of a file as categories: levels are the cells' trimmed texts. */
export interface RawTable extends Table {
  readonly columns: readonly CategoricalColumn[];
}

export const columnOf = (table: Table, name: string): Column | undefined =>
  table.columns.find((column) => column.name === name);

/** The same columns at other rows (a resample, a fold, one row). Digest is kept: it names the file, not the selection. */
export function selectRows(table: Table, rows: ArrayLike<number>): Table {
  return {
    ...table,
    rowCount: rows.length,
    columns: table.columns.map((column): Column =>
      column.type === 'numeric'
        ? { ...column, values: picked(column.values, rows, new Float64Array(rows.length)) }
        : { ...column, codes: picked(column.codes, rows, new Int32Array(rows.length)) },
    ),
  };
}

function picked<Numbers extends Float64Array | Int32Array>(
  values: Numbers,
  rows: ArrayLike<number>,
  into: Numbers,
): Numbers {
  for (let i = 0; i < rows.length; i++) into[i] = values[rows[i]!]!;
  return into;
}

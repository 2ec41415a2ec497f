import { changeOf, actionable } from '../../methods/explainability/actionable.js';
import type { Actionable } from '../../methods/explainability/actionable.js';
import type { Edits } from '../../methods/explainability/counterfactual.js';
import type { Column, Table } from '../../subject/table.js';

/** Rows (training ones above) as numbers, level codes too, and what may be changed in them. */
export interface EditableRows {
  readonly stacked: Table;
  /** Place in the table's columns of each feature that may change. */
  readonly places: Int32Array;
  readonly names: readonly string[];
  readonly features: readonly Actionable[];
}

export function editableRows(
  stacked: Table,
  training: number,
  immutable: readonly string[],
  candidates: number,
): EditableRows {
  const places = Int32Array.from(stacked.columns.keys()).filter((at) => !immutable.includes(stacked.columns[at]!.name));
  return {
    stacked,
    places,
    names: Array.from(places, (at) => stacked.columns[at]!.name),
    features: Array.from(places, (at) => {
      const column = stacked.columns[at]!;
      const kind = column.type === 'numeric' ? 'number' : 'level';
      return actionable(kind, numbersOf(column).subarray(0, training), candidates);
    }),
  };
}

const numbersOf = (column: Column): Float64Array | Int32Array =>
  column.type === 'numeric' ? column.values : column.codes;

/** The features that may change, of one row. */
export const ownOf = ({ stacked, places }: EditableRows, row: number): Float64Array =>
  Float64Array.from(places, (at) => numbersOf(stacked.columns[at]!)[row]!);

/** One row as many times as there are edits, each edited. */
export function editedTable({ stacked, places }: EditableRows, row: number, edits: readonly Edits[]): Table {
  const columns = stacked.columns.map((column): Column =>
    column.type === 'numeric'
      ? { ...column, values: new Float64Array(edits.length).fill(column.values[row]!) }
      : { ...column, codes: new Int32Array(edits.length).fill(column.codes[row]!) },
  );
  edits.forEach((edit, at) => {
    for (const [feature, value] of edit) numbersOf(columns[places[feature]!]!)[at] = value;
  });
  return { rowCount: edits.length, columns, digest: stacked.digest };
}

/** The nearest of some rows, the nearest first. */
export function nearestRows(
  editable: EditableRows,
  own: Float64Array,
  among: Int32Array,
  count: number,
): readonly Float64Array[] {
  const distances = new Float64Array(among.length);
  editable.features.forEach((feature, at) => {
    const numbers = numbersOf(editable.stacked.columns[editable.places[at]!]!);
    among.forEach((row, place) => (distances[place]! += changeOf(feature, own[at]!, numbers[row]!)));
  });
  const order = Array.from(among.keys()).sort((a, b) => distances[a]! - distances[b]! || a - b);
  return order.slice(0, count).map((place) => ownOf(editable, among[place]!));
}

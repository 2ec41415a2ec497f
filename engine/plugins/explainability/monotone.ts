import { scoreStage } from '../../methods/explainability/shap/inside-shares.js';
import { isMonotone } from '../../methods/explainability/tree-shape.js';
import { ascendingOrder, quantileOfSorted } from '../../numerics/sorting.js';
import type { ModelInside } from '../../subject/model-inside.js';
import { selectRows } from '../../subject/table.js';
import type { NumericColumn, Table } from '../../subject/table.js';
import type { Model } from '../../subject/view.js';
import { checkpoint } from '../checkpoint.js';
import { valuesOf } from './explained-model.js';
import type { ValueOf } from './explained-model.js';

export interface MonotoneClaim {
  readonly column: string;
  readonly direction: 'increasing' | 'decreasing';
}

/** `verified` from the model's own stage for all rows; `refuted` by a row; else neither. */
export type MonotoneFinding = 'verified' | 'refuted' | 'unproven';

/** Values of the column that each row is tried with. */
const GRID = 20;
/** Answers in float32 differ by so much without meaning it. */
const ROUNDING = 1e-6;

/** Looks for a row whose answer moves the wrong way, then into the model. `rows` are few, with the column numeric. */
export async function monotoneFinding(
  { column: name, direction }: MonotoneClaim,
  column: NumericColumn,
  rows: Table,
  { model, inside, valueOf }: { readonly model: Model; readonly inside?: ModelInside; readonly valueOf: ValueOf },
  signal: AbortSignal,
): Promise<MonotoneFinding> {
  const sign = direction === 'increasing' ? 1 : -1;
  const grid = gridOf(column);
  let previous: Float64Array | undefined;
  for (const value of grid) {
    await checkpoint(signal);
    const columns = rows.columns.map((other) =>
      other.name === name && other.type === 'numeric' ? { ...other, values: other.values.map(() => value) } : other,
    );
    const answers = valuesOf(await model.predict({ ...rows, columns }, signal), valueOf);
    if (previous?.some((before, row) => sign * (answers[row]! - before) < -ROUNDING)) return 'refuted';
    previous = answers;
  }
  const proof = inside && (await proven(name, sign, column, rows, inside, valueOf.class ?? 0, signal));
  return proof === true ? 'verified' : 'unproven';
}

function gridOf(column: NumericColumn): readonly number[] {
  const sorted = column.values.filter((value) => Number.isFinite(value)).sort();
  if (sorted.length === 0) return [];
  return [...new Set(Array.from({ length: GRID }, (_, at) => quantileOfSorted(sorted, at / (GRID - 1))))];
}

/** Of a sum of trees it is enough that each is monotone; it is not needed, so a failure proves nothing. */
async function proven(
  name: string,
  sign: 1 | -1,
  column: NumericColumn,
  rows: Table,
  inside: ModelInside,
  index: number,
  signal: AbortSignal,
): Promise<boolean> {
  // A softmax over more classes can fall while its own score rises.
  if (inside.link === 'softmax' && inside.views.length > 2) return false;
  const places = inside.owners.flatMap((owner, place) => (owner === name ? [place] : []));
  if (places.length === 0) return true;
  if (places.length > 1) return false;
  const [place] = places;
  const order = ascendingOrder(column.values).filter((row) => Number.isFinite(column.values[row]!));
  const encoded = await inside.encode(selectRows(rows, order), signal);
  const way = wayOf(encoded.values, encoded.columns, place!, encoded.rows);
  if (way === undefined) return false;
  const direction = (sign * way) as 1 | -1;
  const stage = scoreStage(inside, index);
  if (stage.kind === 'linear') return direction * stage.weights[place!]! >= 0;
  return stage.ensemble.trees.every(
    (tree) => isMonotone(tree, place!, direction, (node) => tree.values[node]!) === true,
  );
}

/** Whether the encoded column rises (1) or falls (−1) with the raw one on these rows; neither: `undefined`. */
function wayOf(values: ArrayLike<number>, columns: number, place: number, rows: number): 1 | -1 | undefined {
  let rises = true;
  let falls = true;
  for (let row = 1; row < rows; row++) {
    const change = values[row * columns + place]! - values[(row - 1) * columns + place]!;
    if (!(change >= 0)) rises = false;
    if (!(change <= 0)) falls = false;
  }
  return rises === falls ? undefined : rises ? 1 : -1;
}

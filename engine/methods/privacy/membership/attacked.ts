import type { Units } from '../../evaluation/units.js';

/** What an attack says of rows, of one model or of several: one entry a row and model. */
export interface Attacked {
  /** Greater for what is likelier to be a member. Not NaN. */
  readonly scores: Float64Array;
  /** 1 where the model learnt of the row. */
  readonly member: Uint8Array;
  /** The row's place among the rows of `units`. */
  readonly row: Int32Array;
  /** Which model, 0…targets−1. */
  readonly target: Int32Array;
  readonly targets: number;
  /** Independent units of the rows. */
  readonly units: Units;
}

export interface Side {
  readonly entries: number;
  /** Rows with an entry, and units with a such row. */
  readonly rows: number;
  readonly units: number;
}

export function sidesOf({ member, row, units }: Attacked): { readonly members: Side; readonly others: Side } {
  const side = (kind: 0 | 1): Side => {
    const own = row.filter((_, i) => member[i] === kind);
    const rows = new Set(own);
    return { entries: own.length, rows: rows.size, units: new Set([...rows].map((one) => units.of[one]!)).size };
  };
  return { members: side(1), others: side(0) };
}

/** The scores of one side, highest first. */
export function fallingScores({ scores, member }: Pick<Attacked, 'scores' | 'member'>, kind: 0 | 1): Float64Array {
  return scores
    .filter((_, i) => member[i] === kind)
    .sort()
    .reverse();
}

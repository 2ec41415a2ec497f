import { selectRows } from '../../subject/table.js';
import type { Column, Table } from '../../subject/table.js';
import { ModelFault } from '../../subject/view.js';
import type { Model } from '../../subject/view.js';
import { checkpoint } from '../checkpoint.js';
import { valuesOf } from './explained-model.js';
import type { ValueOf } from './explained-model.js';

/** Of an answer: the squares of larger ones do not fit a double. */
const LARGEST = 1e150;
/** Cells of the rows that the model is asked for at once. */
const MOST_CELLS = 4e6;

/** The model's answers for rows of a table with other numbers (or level codes) in some columns. */
export interface VariedModel {
  readonly table: Table;
  /** Rows that were asked for. */
  readonly evaluations: number;
  /**
   * For each entry of `rows` that row's answer with the values of `varied`, by place of the column, one an entry. Throws
   * `ModelFault` (`out-of-domain`) where one is not finite; the signal's reason once aborted.
   */
  ask(rows: Int32Array, varied: ReadonlyMap<number, ArrayLike<number>>): Promise<Float64Array>;
}

export function variedModel(model: Model, table: Table, valueOf: ValueOf, signal: AbortSignal): VariedModel {
  const batch = Math.max(1, Math.floor(MOST_CELLS / Math.max(1, table.columns.length)));
  let evaluations = 0;
  return {
    table,
    get evaluations() {
      return evaluations;
    },
    async ask(rows, varied) {
      const answers = new Float64Array(rows.length);
      for (let from = 0; from < rows.length; from += batch) {
        await checkpoint(signal);
        const some = selectRows(table, rows.subarray(from, from + batch));
        const columns = some.columns.map((column, place) => withValues(column, varied.get(place), from));
        answers.set(valuesOf(await model.predict({ ...some, columns }, signal), valueOf), from);
        evaluations += some.rowCount;
      }
      const bad = answers.reduce((sum, answer) => sum + (Math.abs(answer) <= LARGEST ? 0 : 1), 0);
      if (bad > 0) {
        const part = `${bad} of ${answers.length} rows`;
        throw new ModelFault('out-of-domain', `the model’s answer is not finite, or above ${LARGEST}, for ${part}`);
      }
      return answers;
    },
  };
}

function withValues(column: Column, values: ArrayLike<number> | undefined, from: number): Column {
  if (values === undefined) return column;
  if (column.type === 'numeric') return { ...column, values: column.values.map((_, at) => values[from + at]!) };
  return { ...column, codes: column.codes.map((_, at) => values[from + at]!) };
}

import { selectRows } from '../../subject/table.js';
import type { Table } from '../../subject/table.js';
import type { Model, Predictions } from '../../subject/view.js';
import { checkpoint } from '../checkpoint.js';

/** Rows, ascending, with the values of `columns` of other rows, their givers. */
export interface Moved {
  readonly columns: readonly string[];
  readonly rows: Int32Array;
  readonly givers: Int32Array;
}

/** Answers to moved rows, batch after batch; what is asked may be taken from the source ahead of its answer. */
export type AnswerMoved = (all: Iterable<Moved>) => AsyncGenerator<readonly Predictions[]>;

/** Rows that a model is asked for at once: starting an answer has its price. */
const BATCH = 16_384;

/** By the model itself. */
export function answeredByModel(model: Model, table: Table, signal: AbortSignal): AnswerMoved {
  return async function* answers(all) {
    for (const { columns: names, rows, givers } of all) {
      const moving = table.columns.filter(({ name }) => names.includes(name));
      const found: Predictions[] = [];
      for (let from = 0; from < rows.length; from += BATCH) {
        await checkpoint(signal);
        const still = selectRows(table, rows.subarray(from, from + BATCH));
        const moved = selectRows({ ...table, columns: moving }, givers.subarray(from, from + BATCH)).columns;
        const columns = still.columns.map((column) => moved.find(({ name }) => name === column.name) ?? column);
        found.push(await model.predict({ ...still, columns }, signal));
      }
      yield found;
    }
  };
}

/** A model that answers batches of the test rows, again and again. */
import { selectRows, type Table } from '../../subject/table.js';
import type { Model, ModelRole, SubjectView } from '../../subject/view.js';
import type { Unmeasured } from '../figure.js';
import { unmeasured } from '../unmeasured.js';

export interface Serving {
  /** Answers the next batch of so many rows; the rows go round. */
  readonly call: () => Promise<void>;
  readonly batch: number;
}

export interface Served {
  readonly model: Model;
  /** Different batches are made beforehand: making them is not serving. */
  readonly batchesOf: (batch: number) => Serving;
}

/** So many batches of a size are made, or as many as there are different ones. */
const MOST_BATCHES = 8;

export async function servedModel(
  subject: SubjectView,
  signal: AbortSignal,
  of: ModelRole = 'model',
): Promise<Served | Unmeasured> {
  const model = await subject.model(of);
  const table = await subject.table('test');
  if (model === undefined) return unmeasured('missing-input', `the subject has no ${of}`);
  if (table === undefined) return unmeasured('missing-input', 'the subject has no test rows');
  if (!model.answersNewRows) return unmeasured('unsupported', `the ${of} is a file of predictions: nothing of it runs`);
  if (model.format === 'http')
    return unmeasured('unsupported', `the ${of} is behind a server: what this machine spends is not what it spends`);
  if (table.rowCount === 0) return unmeasured('out-of-domain', 'there are no rows to answer');
  return { model, batchesOf: (batch) => servingOf(model, table, batch, signal) };
}

export function servingOf(model: Model, table: Table, batch: number, signal: AbortSignal): Serving {
  const different = Math.min(MOST_BATCHES, Math.ceil(table.rowCount / batch));
  const tables = Array.from({ length: different }, (_, at) =>
    selectRows(
      table,
      Int32Array.from({ length: batch }, (_row, row) => (at * batch + row) % table.rowCount),
    ),
  );
  let next = 0;
  return {
    batch,
    async call() {
      signal.throwIfAborted();
      await model.predict(tables[next++ % different]!, signal);
    },
  };
}

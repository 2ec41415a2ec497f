/** Runs a session over a table, batch by batch. */
import type { Fetched, Session } from '../../backends/onnxruntime.js';
import { columnOf, selectRows } from '../table.js';
import type { Column, Table } from '../table.js';
import { ModelFault } from '../view.js';
import { feedOf } from './onnx-feeds.js';
import type { InputBlock } from './onnx-inputs.js';

/** About this many cells go into the model at once: bounds memory whatever the table's size. */
const BATCH_CELLS = 1 << 20;
const MAX_BATCH_ROWS = 8192;

export interface OnnxRunner {
  readonly blocks: readonly InputBlock[];
  /** Names of the features, in the order that the blocks count. */
  readonly features: readonly string[];
  /** One row of the subject's data. Throws `ModelFault` where there is none. */
  sample(): Promise<Table>;
  /** `take` gets each batch's results, the row at which it began and how many of its rows count. */
  run(
    session: Session,
    rows: Table,
    outputs: readonly string[],
    signal: AbortSignal | undefined,
    take: (results: Readonly<Record<string, Fetched>>, start: number, taken: number) => void,
  ): Promise<void>;
}

export const onnxRunner = (
  blocks: readonly InputBlock[],
  features: readonly string[],
  table: () => Promise<Table | undefined>,
): OnnxRunner => ({
  blocks,
  features,
  async sample() {
    const found = await table();
    if (found === undefined || found.rowCount === 0) throw new ModelFault('unsupported', 'there is no row to look at');
    return selectRows(found, [0]);
  },
  async run(session, rows, outputs, signal, take) {
    const columns = features.map((name) => featureOf(rows, name));
    const batch = batchRows(blocks);
    for (let start = 0; start < rows.rowCount; start += batch.rows) {
      signal?.throwIfAborted();
      const taken = Math.min(batch.rows, rows.rowCount - start);
      const padded = batch.fixed ? batch.rows : taken;
      const feeds = blocks.map((block) => [block.input, feedOf(block, columns, start, taken, padded)] as const);
      take(await session.run(Object.fromEntries(feeds), outputs), start, taken);
    }
  },
});

function featureOf(table: Table, name: string): Column {
  const column = columnOf(table, name);
  if (column === undefined) throw new ModelFault('unsupported', `the rows have no column "${name}"`);
  return column;
}

/** Rows a run: what the model fixes, else bounded by memory. */
function batchRows(blocks: readonly InputBlock[]): { readonly rows: number; readonly fixed: boolean } {
  const fixed = [...new Set(blocks.flatMap(({ fixedRows }) => (fixedRows === undefined ? [] : [fixedRows])))];
  if (fixed.length > 1)
    throw new ModelFault('unsupported', `the inputs take different numbers of rows: ${fixed.join(', ')}`);
  if (fixed[0] !== undefined) {
    if (fixed[0] > BATCH_CELLS) throw new ModelFault('unsupported', `the model takes ${fixed[0]} rows at a time`);
    return { rows: fixed[0], fixed: true };
  }
  const cells = blocks.reduce((sum, { features }) => sum + features.length, 0);
  return { rows: Math.max(1, Math.min(MAX_BATCH_ROWS, Math.floor(BATCH_CELLS / Math.max(1, cells)))), fixed: false };
}

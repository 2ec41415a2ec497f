/** A table through a model of tensors, some rows at a time. */
import type { Feed, Fetched } from '../../backends/onnxruntime.js';
import { columnOf } from '../table.js';
import type { Column, Table } from '../table.js';
import { ModelFault } from '../view.js';
import type { Predictions } from '../view.js';
import { OnnxAnswers } from './onnx-answers.js';
import { feedOf } from './onnx-feeds.js';
import type { InputBlock } from './onnx-inputs.js';
import type { OnnxPlan } from './onnx-plan.js';
import type { ClassSettings } from './probabilities.js';

/** About this many cells go into the model at once: bounds memory whatever the table's size. */
const BATCH_CELLS = 1 << 20;
const MAX_BATCH_ROWS = 8192;

export interface Question {
  readonly rows: Table;
  /** Of the feature columns, in the order that the blocks count. */
  readonly names: readonly string[];
  readonly blocks: readonly InputBlock[];
  readonly signal?: AbortSignal;
}

/** Takes tensors by input and gives those of `outputs`. Throws ModelFault. */
export type Run = (
  feeds: Readonly<Record<string, Feed>>,
  outputs: readonly string[],
) => Promise<Readonly<Record<string, Fetched>>>;

/** `take` gets each batch's results, the row at which it began and how many of its rows count. */
export async function runInBatches(
  { rows, names, blocks, signal }: Question,
  run: Run,
  outputs: readonly string[],
  take: (results: Readonly<Record<string, Fetched>>, start: number, taken: number) => void,
): Promise<void> {
  const features = names.map((name) => featureOf(rows, name));
  const batch = batchRows(blocks);
  for (let start = 0; start < rows.rowCount; start += batch.rows) {
    signal?.throwIfAborted();
    const taken = Math.min(batch.rows, rows.rowCount - start);
    const padded = batch.fixed ? batch.rows : taken;
    const feeds = blocks.map((block) => [block.input, feedOf(block, features, start, taken, padded)] as const);
    take(await run(Object.fromEntries(feeds), outputs), start, taken);
  }
}

/** What the model answers for the rows. */
export async function answerInBatches(
  question: Omit<Question, 'blocks'>,
  { inputs, outputs }: OnnxPlan,
  settings: ClassSettings,
  run: Run,
): Promise<Predictions> {
  const answers = new OnnxAnswers(outputs, settings, question.rows.rowCount);
  await runInBatches({ ...question, blocks: inputs.blocks }, run, answers.outputs, (results, start, taken) =>
    answers.add(results, start, taken),
  );
  return answers.predictions();
}

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

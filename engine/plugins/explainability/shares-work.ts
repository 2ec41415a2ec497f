import type { ExactShares } from '../../methods/explainability/shap/interventional-trees.js';
import { stageShares } from '../../methods/explainability/shap/inside-shares.js';
import type { Stage } from '../../methods/explainability/shap/inside-shares.js';
import type { StageRows } from '../../methods/explainability/shap/tree-ensemble.js';

/** Exact shares of one class: plain data, fit for a worker thread. */
export interface SharesTask extends StageRows {
  readonly inside: Stage;
  readonly index: number;
  readonly byCover: boolean;
}

/** Always so many rows at a time, so that threads change no bit. */
export const CHUNK = 512;

export const chunksOf = (rows: number): readonly number[] =>
  Array.from({ length: Math.ceil(rows / CHUNK) }, (_, chunk) => chunk * CHUNK);

/** The shares of the rows from `first` on, `CHUNK` at most. */
export function chunkShares(
  task: SharesTask,
  first: number,
  pause: (row: number) => Promise<void>,
): Promise<ExactShares> {
  const { rows, columns, values } = task.explained;
  const last = Math.min(rows, first + CHUNK);
  const part = Float64Array.from({ length: (last - first) * columns }, (_, at) => values[first * columns + at]!);
  const explained = { rows: last - first, columns, values: part };
  return stageShares(task.inside, task.index, { ...task, explained }, task.byCover, pause);
}

import { openSession } from '../../backends/onnxruntime.js';
import type { SessionChoice } from '../../backends/onnxruntime.js';
import type { DesignMatrix } from '../design-matrix.js';
import { layersOf, parametersOf } from './layout.js';
import type { MlpShape } from './layout.js';
import { padColumns } from './pad-columns.js';
import { answerModel } from './training-graph.js';

/** Answers of trained models to rows of their own. */
export interface Answers {
  /**
   * `numbers` is models × numbers; `encode(model, from, to)` gives that model's rows from…to−1, of `rows[model]`.
   * Rows × outputs of each model.
   */
  to(
    numbers: Float32Array,
    rows: ArrayLike<number>,
    encode: (model: number, from: number, to: number) => DesignMatrix,
  ): Promise<readonly Float32Array[]>;
  close(): Promise<void>;
}

/** Rows of one model in one run. */
const ROWS_OF_A_RUN = 1024;

export async function openAnswers(shape: MlpShape, choice: SessionChoice): Promise<Answers> {
  const session = await openSession(answerModel(shape), choice);
  const { models, inputs, outputs } = shape;
  const width = parametersOf(layersOf(shape));
  return {
    async to(numbers, rows, encode) {
      const answers = Array.from(rows, (count) => new Float32Array(count * outputs));
      const most = Math.max(...Array.from(rows));
      for (let from = 0; from < most; from += ROWS_OF_A_RUN) {
        const count = Math.min(ROWS_OF_A_RUN, most - from);
        const data = new Float32Array(models * count * inputs);
        const upTo = (model: number): number => Math.min(from + count, rows[model]!);
        for (let model = 0; model < models; model++) {
          if (upTo(model) > from) {
            padColumns(encode(model, from, upTo(model)), inputs, data.subarray(model * count * inputs));
          }
        }
        const feeds = {
          numbers: { type: 'float32', data: numbers, dims: [models, width] },
          rows: { type: 'float32', data, dims: [models, count, inputs] },
        } as const;
        const given = (await session.run(feeds, ['answers'])).answers!.data as Float32Array;
        answers.forEach((answer, model) => {
          if (upTo(model) <= from) return;
          const at = model * count * outputs;
          answer.set(given.subarray(at, at + (upTo(model) - from) * outputs), from * outputs);
        });
      }
      return answers;
    },
    close: () => session.close(),
  };
}

/** Some rows of a matrix, without a copy. */
export const rowsOf = (x: DesignMatrix, from: number, to: number): DesignMatrix => ({
  rows: to - from,
  columns: x.columns,
  values: x.values.subarray(from * x.columns, to * x.columns),
});

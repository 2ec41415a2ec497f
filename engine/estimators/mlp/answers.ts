import { openSession } from '../../backends/onnxruntime.js';
import type { SessionChoice } from '../../backends/onnxruntime.js';
import { layersOf, parametersOf } from './layout.js';
import type { MlpShape } from './layout.js';
import { answerModel } from './training-graph.js';

/** Answers of trained models to rows of their own. */
export interface Answers {
  /** `numbers` is models × numbers; `rows` are each model's, as `networkRows` has them. Rows × outputs of each model. */
  to(numbers: Float32Array, rows: readonly Float32Array[]): Promise<readonly Float32Array[]>;
  close(): Promise<void>;
}

/** Rows of one model in one run. */
const ROWS_OF_A_RUN = 1024;

export async function openAnswers(shape: MlpShape, choice: SessionChoice): Promise<Answers> {
  const session = await openSession(answerModel(shape), choice);
  const { models, inputs, outputs } = shape;
  const width = parametersOf(layersOf(shape));
  const columns = inputs + 1;
  return {
    async to(numbers, rows) {
      const counts = rows.map(({ length }) => length / columns);
      const answers = counts.map((count) => new Float32Array(count * outputs));
      const most = Math.max(...counts);
      for (let from = 0; from < most; from += ROWS_OF_A_RUN) {
        const to = Math.min(from + ROWS_OF_A_RUN, most);
        const data = new Float32Array(models * (to - from) * columns);
        rows.forEach((values, model) => {
          data.set(values.subarray(from * columns, to * columns), model * (to - from) * columns);
        });
        const feeds = {
          numbers: { type: 'float32', data: numbers, dims: [models, width] },
          rows: { type: 'float32', data, dims: [models, to - from, columns] },
        } as const;
        const given = (await session.run(feeds, ['answers'])).answers!.data as Float32Array;
        answers.forEach((answer, model) => {
          const own = Math.min(to, counts[model]!) - from;
          const at = model * (to - from) * outputs;
          if (own > 0) answer.set(given.subarray(at, at + own * outputs), from * outputs);
        });
      }
      return answers;
    },
    close: () => session.close(),
  };
}

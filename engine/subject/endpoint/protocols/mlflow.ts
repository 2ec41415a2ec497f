/**
 * MLflow's scoring server: `POST …/invocations` with `dataframe_split`, answered by `{"predictions": […]}` (MLflow 2 on)
 * or the bare list (MLflow 1). It tells neither the model's inputs nor its version.
 */
import { ModelFault } from '../../view.js';
import { flat, isObject, unlike } from '../wire.js';
import type { Protocol, RowAnswer } from '../wire.js';

const NAME = 'MLflow';

export const mlflow: Protocol = {
  open(_client, { endpoint }, features) {
    const columns = JSON.stringify(features.map(({ name }) => name));
    return Promise.resolve({
      serves: 'a model without a stated name',
      stated: null,
      address: new URL(endpoint.url),
      row: (cells, row) => [
        cells
          .map((column) => {
            if (column.type === 'categorical') return JSON.stringify(column.levels[column.codes[row]!] ?? null);
            const value = column.values[row]!;
            return Number.isFinite(value) ? String(value) : 'null';
          })
          .join(','),
      ],
      body: (rows) =>
        `{"dataframe_split":{"columns":${columns},"data":[${rows.map(([cells]) => `[${cells!}]`).join(',')}]}}`,
      answers(json, rows) {
        const list = isObject(json) ? json['predictions'] : json;
        if (!Array.isArray(list)) throw unlike(NAME, 'it has no list `predictions`');
        if (list.length !== rows) throw new ModelFault('failed', `${list.length} predictions for ${rows} rows`);
        return (list as unknown[]).map(predictionOf);
      },
    });
  },
};

/** A number, a list of numbers, or a record of a data frame. */
export function predictionOf(prediction: unknown): RowAnswer {
  const whole = flat(prediction);
  if (whole !== undefined) return { '': whole };
  if (!isObject(prediction)) throw unlike(NAME, 'a prediction is neither a number, a list nor a record');
  return Object.fromEntries(
    Object.entries(prediction).map(([name, value]) => {
      const part = flat(value);
      if (part === undefined) throw unlike(NAME, `"${name.slice(0, 100)}" of a prediction is no tensor`);
      return [name, part];
    }),
  );
}

/**
 * A server of one small model (three numbers to two classes) by the three protocols, field by field as their
 * specifications have them; it counts what it is asked and can be told to misbehave.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { listening } from './listening.js';
import type { Listening, Mischief } from './listening.js';

export interface ModelServer extends Omit<Listening, 'port'> {
  readonly origin: string;
  /** Bodies of inference requests that were answered as they should. */
  readonly answered: readonly unknown[];
  /** Each row that was answered, as JSON, as often as it was. */
  readonly rows: readonly string[];
  /** All requests, inference or not. */
  readonly requests: readonly {
    readonly method: string;
    readonly path: string;
    readonly headers: IncomingMessage['headers'];
  }[];
}

export const probability = (a: number, b: number): number => 1 / (1 + Math.exp(-2 * a - b));

type Row = readonly [number, number, number];

const PREDICT: Readonly<Record<string, { rows(body: never): readonly Row[]; answer(rows: readonly Row[]): unknown }>> =
  {
    // kserve/open-inference-protocol, specification/protocol/inference_rest.md
    '/v2/models/small/infer': {
      rows: ({
        inputs: [input],
      }: {
        inputs: [{ name: string; shape: number[]; datatype: string; data: number[] }];
      }) => {
        if (input.name !== 'x' || input.datatype !== 'FP32' || input.shape.length !== 2 || input.shape[1] !== 3)
          throw new Error('bad tensor');
        return chunked(input.data, input.shape[0]!);
      },
      answer: (rows) => ({
        model_name: 'small',
        model_version: '3',
        id: 'abc',
        outputs: [
          {
            name: 'label',
            shape: [rows.length],
            datatype: 'BYTES',
            data: rows.map((row) => (p(row) > 0.5 ? 'yes' : 'no')),
          },
          {
            name: 'scores',
            shape: [rows.length, 2],
            datatype: 'FP32',
            data: rows.flatMap((row) => [1 - p(row), p(row)]),
          },
        ],
      }),
    },
    // tensorflow/serving, g3doc/api_rest.md
    '/v1/models/small:predict': {
      rows: (body: { signature_name: string; instances?: Row[]; inputs?: Row[] }) => {
        if (body.signature_name !== 'serving_default') throw new Error('bad signature');
        return body.instances ?? body.inputs!;
      },
      answer: (rows) => ({ predictions: rows.map((row) => [p(row)]) }),
    },
    '/v1/models/columns:predict': {
      rows: (body: { inputs: Row[] }) => body.inputs,
      answer: (rows) => ({ outputs: rows.map((row) => [p(row)]) }),
    },
    // mlflow, mlflow/pyfunc/scoring_server
    '/invocations': {
      rows: ({ dataframe_split: { columns, data } }: { dataframe_split: { columns: string[]; data: number[][] } }) =>
        data.map((row) => ['a', 'b', 'c'].map((name) => row[columns.indexOf(name)]!) as unknown as Row),
      answer: (rows) => ({ predictions: rows.map((row) => [1 - p(row), p(row)]) }),
    },
    '/records/invocations': {
      rows: ({ dataframe_split: { data } }: { dataframe_split: { data: Row[] } }) => data,
      answer: (rows) => ({
        predictions: rows.map((row) => ({ prediction: p(row) > 0.5 ? 'yes' : 'no', no: 1 - p(row), yes: p(row) })),
      }),
    },
    '/labels/invocations': {
      rows: ({ dataframe_split: { data } }: { dataframe_split: { data: Row[] } }) => data,
      answer: (rows) => rows.map((row) => (p(row) > 0.5 ? 1 : 0)),
    },
  };

const p = ([a, b]: Row): number => probability(a, b);

const chunked = (data: readonly number[], rows: number): readonly Row[] =>
  Array.from({ length: rows }, (_, row) => data.slice(row * 3, row * 3 + 3) as unknown as Row);

const signature = (model: string): unknown => ({
  model_spec: { name: model, signature_name: '', version: '7' },
  metadata: {
    signature_def: {
      signature_def: {
        serving_default: {
          inputs: {
            x: {
              dtype: 'DT_FLOAT',
              tensor_shape: {
                dim: [
                  { size: '-1', name: '' },
                  { size: '3', name: '' },
                ],
                unknown_rank: false,
              },
              name: 'serving_default_x:0',
            },
          },
          outputs: {
            score: {
              dtype: 'DT_FLOAT',
              tensor_shape: {
                dim: [
                  { size: '-1', name: '' },
                  { size: '1', name: '' },
                ],
                unknown_rank: false,
              },
              name: 'StatefulPartitionedCall:0',
            },
          },
          method_name: 'tensorflow/serving/predict',
        },
      },
    },
  },
});

const METADATA: Readonly<Record<string, unknown>> = {
  '/v2/models/small': {
    name: 'small',
    versions: ['3'],
    platform: 'onnxruntime_onnx',
    inputs: [{ name: 'x', datatype: 'FP32', shape: [-1, 3] }],
    outputs: [
      { name: 'label', datatype: 'BYTES', shape: [-1] },
      { name: 'scores', datatype: 'FP32', shape: [-1, 2] },
    ],
  },
  '/v1/models/small/metadata': signature('small'),
  '/v1/models/columns/metadata': signature('columns'),
};

export async function startModelServer(mischief: Mischief = () => undefined): Promise<ModelServer> {
  const answered: unknown[] = [];
  const rows: string[] = [];
  const requests: { method: string; path: string; headers: IncomingMessage['headers'] }[] = [];
  let nth = 0;
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = new URL(request.url!, 'http://localhost').pathname;
    requests.push({ method: request.method!, path, headers: request.headers });
    const reply = (status: number, json: unknown): void => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(json));
    };
    if (request.method === 'GET') {
      return METADATA[path] === undefined ? reply(404, { error: 'unknown' }) : reply(200, METADATA[path]);
    }
    const pieces: Buffer[] = [];
    for await (const piece of request) pieces.push(piece as Buffer);
    const predict = PREDICT[path];
    if (predict === undefined) return reply(404, { error: 'unknown' });
    const body: unknown = JSON.parse(Buffer.concat(pieces).toString('utf8'));
    const asked = predict.rows(body as never);
    const answer = (): unknown => {
      answered.push(body);
      rows.push(...asked.map((row) => JSON.stringify(row)));
      return predict.answer(asked);
    };
    if (mischief(request, response, nth++, answer) === true) return;
    reply(200, answer());
  };
  const { port, stop, restart } = await listening(handle, (message) => ({ error: message }));
  return {
    origin: `http://127.0.0.1:${port}`,
    answered,
    rows,
    requests,
    stop,
    restart,
  };
}

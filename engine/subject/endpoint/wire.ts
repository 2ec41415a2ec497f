/** What a protocol must do: rows to the body of a request, its answer to answers of rows. */
import type { FeatureSpec } from '../formats/onnx-inputs.js';
import type { Column } from '../table.js';
import { ModelFault } from '../view.js';
import type { Client } from './client.js';
import type { HttpModelSpec } from './spec.js';

export type Scalar = number | string | boolean | null;

/** By output of the model; an output without a name is `''`. Tensors of a row are flat, row-major. */
export type RowAnswer = Readonly<Record<string, Scalar | readonly Scalar[]>>;

export interface Wire {
  /** The server's word on what it serves: `name@version`, as far as it says. */
  readonly serves: string;
  /** All that the server says of the model, as JSON: where it changes, the model has changed. */
  readonly stated: unknown;
  /** Where rows are posted. */
  readonly address: URL;
  /** Outputs whose numbers are floating point, where the protocol tells types. */
  readonly floats?: ReadonlySet<string>;
  /** JSON of one row, in as many pieces as the protocol puts it. Throws ModelFault where JSON cannot hold it. */
  row(columns: readonly Column[], row: number): readonly string[];
  body(rows: readonly (readonly string[])[]): string;
  /** Throws ModelFault (`failed`) where it is not what the protocol says, or another model's. */
  answers(json: unknown, rows: number): readonly RowAnswer[];
}

export interface Protocol {
  /** Asks the server what it serves, where the protocol can. Throws ModelFault. */
  open(client: Client, model: HttpModelSpec, features: readonly FeatureSpec[]): Promise<Wire>;
}

export type JsonObject = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const unlike = (protocol: string, what: string): ModelFault =>
  new ModelFault('failed', `the answer is not ${protocol}'s: ${what}`);

/** A tensor's part of one row, flat; a tensor of one number a row is that number. */
export function flat(value: unknown): Scalar | readonly Scalar[] | undefined {
  if (!Array.isArray(value)) return scalarOf(value);
  const all = (value as unknown[]).flat(Number.POSITIVE_INFINITY).map(scalarOf);
  if (all.some((scalar) => scalar === undefined)) return undefined;
  return all.length === 1 ? all[0] : (all as readonly Scalar[]);
}

function scalarOf(value: unknown): Scalar | undefined {
  // TensorFlow Serving's form of bytes.
  if (isObject(value) && typeof value['b64'] === 'string') return Buffer.from(value['b64'], 'base64').toString('utf8');
  return value === null || ['number', 'string', 'boolean'].includes(typeof value) ? (value as Scalar) : undefined;
}

import type { Attribution, Explained, Scale } from '../../methods/explainability/attribution.js';
import { occlusion } from '../../methods/explainability/occlusion.js';
import { stageScores } from '../../methods/explainability/shap/inside-shares.js';
import type { ModelInside } from '../../subject/model-inside.js';
import type { Table } from '../../subject/table.js';
import { ModelFault } from '../../subject/view.js';
import { checkpoint } from '../checkpoint.js';
import { attribute } from './attribute.js';
import type { ShapContext, ShapRequest, Unattributed } from './attribute.js';
import { mixedTable, valuesOf } from './explained-model.js';
import type { ExplainedRows } from './explained-rows.js';
import { limeOfRow } from './lime-of-row.js';
import type { LimeSettings } from './lime-of-row.js';

export const ATTRIBUTIONS = ['shap', 'lime', 'occlusion'] as const;
export type AttributionName = (typeof ATTRIBUTIONS)[number];

/** Any attribution, with the settings of each kind. */
export interface AttributionRequest extends ShapRequest, LimeSettings {
  readonly attribution: AttributionName;
}

/** The attribution asked for, of every explained row, or why there is none. Throws `ModelFault`. */
export async function attributed(
  given: ExplainedRows,
  request: AttributionRequest,
  context: ShapContext,
): Promise<Attribution | Unattributed> {
  const found = await ofKind(given, request, context);
  if ('unsupported' in found || found.values.every(Number.isFinite)) return found;
  throw new ModelFault(
    'out-of-domain',
    'an attribution is not finite: the data hold infinite or huge numbers, or mostEvaluations are too few for the features',
  );
}

function ofKind(
  given: ExplainedRows,
  request: AttributionRequest,
  context: ShapContext,
): Promise<Attribution | Unattributed> {
  if (request.attribution === 'lime') return ofLime(given, request, context);
  if (request.attribution === 'occlusion') return ofOcclusion(given, request, context);
  return attribute(given.model, given.tables, given.classes, request, context);
}

async function ofLime(
  given: ExplainedRows,
  request: AttributionRequest,
  { rng, signal, progress, training }: ShapContext,
): Promise<Attribution | Unattributed> {
  const { players, explained } = given.tables;
  if (training === undefined || training.rowCount === 0) return { unsupported: 'LIME draws from training rows' };
  if ([...players.values()].some(({ length }) => length > 1)) {
    return { unsupported: 'LIME knows no features that move together' };
  }
  const rows = explained.rowCount;
  const values = new Float64Array(rows * players.size);
  const base = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    await checkpoint(signal);
    const fit = await limeOfRow(given, training, row, request, rng(`row ${row}`), signal);
    values.set(fit.weights, row * players.size);
    base[row] = fit.intercept;
    progress(row + 1, rows);
  }
  const scale = given.classes === undefined ? 'prediction' : 'probability';
  const predictions = await ownValues(rowValues(given, scale, signal));
  const frame = { method: 'lime', exact: false, additive: false, scale, players: [...players.keys()], rows } as const;
  return { ...frame, values, base, predictions, evaluations: rows * (request.samples + 1) };
}

async function ofOcclusion(
  given: ExplainedRows,
  { scale: asked, mostEvaluations }: AttributionRequest,
  { signal }: ShapContext,
): Promise<Attribution> {
  const scale = given.classes === undefined ? 'prediction' : asked === 'auto' ? 'probability' : asked;
  const explained = rowValues(given, scale, signal);
  const { values, predictions } = await occlusion(explained, mostEvaluations);
  const { players, rows } = explained;
  const frame = { method: 'occlusion', exact: false, additive: false, scale, players, rows } as const;
  return { ...frame, values, predictions, base: new Float64Array(rows), evaluations: explained.asked() };
}

/** A model as an explainer sees it, that knows how many mixes it was asked for. */
export interface CountedModel extends Explained {
  readonly asked: () => number;
}

/**
 * What is explained of each row: the answer for the row's class on `scale`, or, with `inside`, the score of the model's
 * last stage. Throws `ModelFault` (`out-of-domain`) where a value is not finite.
 */
export function rowValues(
  { model, tables, classes }: ExplainedRows,
  scale: Scale,
  signal: AbortSignal,
  inside?: ModelInside,
): CountedModel {
  let asked = 0;
  const answers = async (table: Table): Promise<(index: number | undefined) => Float64Array> => {
    if (inside !== undefined) {
      const encoded = await inside.encode(table, signal);
      return (index) => stageScores(inside, index ?? 0, encoded);
    }
    const predictions = await model.predict(table, signal);
    return (index) => valuesOf(predictions, { ...(index !== undefined && { class: index }), scale });
  };
  return {
    players: [...tables.players.keys()],
    rows: tables.explained.rowCount,
    backgrounds: tables.background.rowCount,
    asked: () => asked,
    async value(mixes) {
      const { rows } = mixes;
      const values = new Float64Array(rows.length);
      for (let from = 0; from < rows.length; from += BATCH) {
        await checkpoint(signal);
        const to = Math.min(rows.length, from + BATCH);
        const of = await answers(mixedTable(tables, mixes, from, to));
        const known = new Map<number | undefined, Float64Array>();
        for (let mix = from; mix < to; mix++) {
          const index = classes?.[rows[mix]!];
          const column = known.get(index) ?? of(index);
          known.set(index, column);
          values[mix] = column[mix - from]!;
        }
      }
      asked += rows.length;
      if (values.every(Number.isFinite)) return values;
      throw new ModelFault('out-of-domain', 'the model has no finite value for a mixed row');
    },
  };
}

/** Rows that a model is asked for at once. */
const BATCH = 16_384;

/** The value of every explained row as it is. */
export function ownValues({ rows, players, value }: Explained): Promise<Float64Array> {
  return value({
    rows: Int32Array.from({ length: rows }, (_, row) => row),
    backgrounds: new Int32Array(rows),
    masks: new Uint8Array(rows * players.length).fill(1),
  });
}

const READ_INSIDE: readonly string[] = [
  'linear',
  'interventional-tree',
  'path-dependent-tree',
  'path-dependent-tree-recounted',
];

/** Asks what the attribution explains: the score of the last stage where it was read out of the model's file. */
export async function withItsValues<T>(
  given: ExplainedRows,
  { method, scale }: Attribution,
  signal: AbortSignal,
  use: (explained: CountedModel) => Promise<T>,
): Promise<T> {
  const inside = READ_INSIDE.includes(method) && scale === 'margin' ? await given.model.inside?.() : undefined;
  try {
    return await use(rowValues(given, scale, signal, inside));
  } finally {
    await inside?.close();
  }
}

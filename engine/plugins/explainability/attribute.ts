import type { Attribution, Explained, Scale } from '../../methods/explainability/attribution.js';
import { enumeratedShapley } from '../../methods/explainability/shap/enumeration.js';
import { kernelShap } from '../../methods/explainability/shap/kernel-shap.js';
import { permutationShap } from '../../methods/explainability/shap/permutation-shap.js';
import type { SamplingPlan } from '../../methods/explainability/shap/sampling.js';
import { withCovers } from '../../methods/explainability/shap/tree-ensemble.js';
import { deviation } from '../../numerics/deviation.js';
import type { Rng } from '../../numerics/random.js';
import type { ModelInside } from '../../subject/model-inside.js';
import { selectRows } from '../../subject/table.js';
import type { Table } from '../../subject/table.js';
import type { Model } from '../../subject/view.js';
import { exactAttribution, openExact } from './exact-shares.js';
import type { Opened } from './exact-shares.js';
import { explainedModel } from './explained-model.js';
import type { MixedTables } from './explained-model.js';

export const SHAP_METHODS = ['auto', 'exact', 'path-dependent-tree', 'enumeration', 'kernel', 'permutation'] as const;
export type ShapMethod = (typeof SHAP_METHODS)[number];

export interface ShapRequest {
  readonly method: ShapMethod;
  /** `auto`: what the exact method explains where there is one, else the probability or prediction. */
  readonly scale: 'auto' | Exclude<Scale, 'prediction'>;
  /** Of sampling: largest standard error of a value, as a share of the standard deviation of the explained values. */
  readonly tolerance: number;
  /** Of sampling: most evaluations of the model a row. */
  readonly mostEvaluations: number;
}

export interface ShapContext {
  readonly rng: (stream: string) => Rng;
  readonly signal: AbortSignal;
  readonly progress: (done: number, total: number, note?: string) => void;
  /** Rows that covers are counted from. */
  readonly training: Table | undefined;
}

/** Why there is no attribution as asked. */
export interface Unattributed {
  readonly unsupported: string;
}

/** Up to so many players every coalition is asked, if that is no more than `MOST_ASKED` in all. */
const FEW_PLAYERS = 12;
const MOST_ASKED = 5e7;
/** The regression of the kernel method solves a system of so many players at most. */
const KERNEL_PLAYERS = 200;

/**
 * Shapley values of the model for the rows of `tables.explained`, by the method asked, or the best at hand: exact from
 * the model's own last stage, else by all coalitions, else sampled. `classes` has the class that is explained for each
 * row; none for a regression.
 */
export async function attribute(
  model: Model,
  tables: MixedTables,
  classes: Int32Array | undefined,
  request: ShapRequest,
  context: ShapContext,
): Promise<Attribution | Unattributed> {
  const inside = wantsInside(request) ? await model.inside?.() : undefined;
  try {
    const groups = classes === undefined ? [undefined] : [...new Set(classes)].sort((a, b) => a - b);
    const parts: { readonly rows: Int32Array; readonly attribution: Attribution }[] = [];
    for (const index of groups) {
      const all = Int32Array.from({ length: tables.explained.rowCount }, (_, row) => row);
      const rows = index === undefined ? all : all.filter((row) => classes![row] === index);
      const some = { ...tables, explained: selectRows(tables.explained, rows) };
      const attribution = await ofClass(model, some, index, request, context, inside);
      if ('unsupported' in attribution) return attribution;
      parts.push({ rows, attribution });
    }
    return joined(parts);
  } finally {
    await inside?.close();
  }
}

const wantsInside = ({ method, scale }: ShapRequest): boolean =>
  ['auto', 'exact', 'path-dependent-tree'].includes(method) && scale !== 'decision';

async function ofClass(
  model: Model,
  tables: MixedTables,
  index: number | undefined,
  request: ShapRequest,
  context: ShapContext,
  inside: ModelInside | undefined,
): Promise<Attribution | Unattributed> {
  const { signal, rng } = context;
  const { method } = request;
  const answer: Scale = index === undefined ? 'prediction' : 'probability';
  if (inside !== undefined) {
    const answers = explainedModel(model, tables, valueOf(index, answer), signal);
    const opened = await openExact(inside, tables, answers, index ?? 0, rng(`inside ${index ?? ''}`), signal);
    const exact = 'unlike' in opened ? opened.unlike : await exactly(opened, tables, index, request, context);
    if (typeof exact !== 'string') return exact;
    if (method !== 'auto') return { unsupported: exact };
  } else if (method === 'exact' || method === 'path-dependent-tree') {
    return { unsupported: 'the model’s file shows no linear or tree stage that can be read' };
  }
  const asked = request.scale === 'auto' ? 'probability' : request.scale;
  const scale: Scale = index === undefined ? 'prediction' : asked;
  const explained = explainedModel(model, tables, valueOf(index, scale), signal);
  const name = chosen(method, explained);
  if (typeof name !== 'string') return name;
  const frame = { method: name, additive: true, scale, players: explained.players, rows: explained.rows };
  if (name === 'enumeration') return { ...frame, exact: true, ...(await enumeratedShapley(explained)) };
  const plan = await samplingPlan(explained, request, context, index);
  const sampled = await (name === 'kernel' ? kernelShap : permutationShap)(explained, plan);
  return { ...frame, exact: false, ...sampled };
}

const valueOf = (index: number | undefined, scale: Scale) => ({ ...(index !== undefined && { class: index }), scale });

/** The exact attribution, or why it is not what was asked for. */
async function exactly(
  opened: Opened,
  { players }: MixedTables,
  index: number | undefined,
  { method, scale }: ShapRequest,
  { signal, progress, training }: ShapContext,
): Promise<Attribution | string> {
  const { stage, link } = opened.inside;
  const own = link === 'identity' ? 'probability' : 'margin';
  if (index !== undefined && scale !== 'auto' && scale !== own) return `its last stage gives the ${own}`;
  const byCover = method === 'path-dependent-tree';
  let counted = false;
  let inside = opened.inside;
  if (byCover) {
    if (stage.kind !== 'trees') return 'the model is none of trees';
    if (stage.ensemble.trees.some(({ covers }) => covers === undefined)) {
      if (training === undefined) return 'the trees hold no covers, and there is no data to count them from';
      counted = true;
      const ensemble = withCovers(stage.ensemble, await opened.inside.encode(training, signal));
      inside = { ...inside, stage: { kind: 'trees', ensemble } };
    }
  }
  const names = [...players.keys()];
  const attribution = await exactAttribution({ ...opened, inside }, names, index ?? 0, { byCover, signal, progress });
  return counted ? { ...attribution, method: 'path-dependent-tree-recounted' } : attribution;
}

function chosen(method: ShapMethod, { players, backgrounds, rows }: Explained): string | Unattributed {
  const count = players.length;
  const affordable = count <= FEW_PLAYERS && 2 ** count * backgrounds * rows <= MOST_ASKED;
  if (method === 'enumeration' && !affordable) {
    return { unsupported: `all coalitions of ${count} features are too many for ${rows} rows` };
  }
  if (count === 1 || method === 'enumeration' || (method === 'auto' && affordable)) return 'enumeration';
  if (method === 'kernel' && count > KERNEL_PLAYERS) {
    return { unsupported: `the kernel method solves for ${KERNEL_PLAYERS} features at most, not ${count}` };
  }
  return method === 'permutation' || count > KERNEL_PLAYERS ? 'permutation' : 'kernel';
}

async function samplingPlan(
  explained: Explained,
  { tolerance, mostEvaluations }: ShapRequest,
  { rng, progress }: ShapContext,
  index: number | undefined,
): Promise<SamplingPlan> {
  const { rows, players } = explained;
  const values = await explained.value({
    rows: Int32Array.from({ length: rows }, (_, row) => row),
    backgrounds: new Int32Array(rows),
    masks: new Uint8Array(rows * players.length).fill(1),
  });
  return {
    tolerance: tolerance * deviation(values),
    mostEvaluations,
    rng: (row) => rng(`row ${index ?? ''} ${row}`),
    progress: (settled, all) => progress(settled, all),
  };
}

/** Parts of the rows put back in their places. The method is the same for all classes of one model. */
function joined(parts: readonly { readonly rows: Int32Array; readonly attribution: Attribution }[]): Attribution {
  const [first] = parts;
  if (first === undefined) throw new RangeError('no rows are explained');
  if (parts.length === 1) return first.attribution;
  const rows = parts.reduce((sum, part) => sum + part.rows.length, 0);
  const width = first.attribution.players.length;
  const values = new Float64Array(rows * width);
  const errors = first.attribution.errors && new Float64Array(rows * width);
  const base = new Float64Array(rows);
  const predictions = new Float64Array(rows);
  for (const { rows: places, attribution } of parts) {
    places.forEach((row, at) => {
      values.set(attribution.values.subarray(at * width, (at + 1) * width), row * width);
      if (attribution.errors) errors?.set(attribution.errors.subarray(at * width, (at + 1) * width), row * width);
      base[row] = attribution.base[at]!;
      predictions[row] = attribution.predictions[at]!;
    });
  }
  return {
    ...first.attribution,
    rows,
    values,
    ...(errors && { errors }),
    base,
    predictions,
    evaluations: parts.reduce((sum, { attribution }) => sum + attribution.evaluations, 0),
  };
}

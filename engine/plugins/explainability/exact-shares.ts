import type { Attribution, Explained, Mixes } from '../../methods/explainability/attribution.js';
import { stageAnswers, stageScores } from '../../methods/explainability/shap/inside-shares.js';
import type { Encoded } from '../../methods/explainability/shap/tree-ensemble.js';
import type { Rng } from '../../numerics/random.js';
import type { ModelInside } from '../../subject/model-inside.js';
import type { Table } from '../../subject/table.js';
import { checkpoint } from '../checkpoint.js';
import { mixedTable } from './explained-model.js';
import type { Players } from './explained-model.js';
import { threadedShares } from './threaded-shares.js';

/** Mixed rows on which a reading of the model's inside is held against its answers. */
const CHECKED = 256;
/** Graphs compute in float32. */
const TOLERANCE = 1e-4;

export interface Opened {
  readonly inside: ModelInside;
  readonly explained: Encoded;
  readonly background: Encoded;
  /** Player of each encoded column. */
  readonly owners: Int32Array;
}

/**
 * Rows encoded for the model's last stage, or why the stage does not stand for the model: on random mixes of the rows
 * each encoded column must be that of its own player's row, and the stage's answers those of the model.
 * `answers` must be on the scale of the model's answers: a probability, or a prediction.
 */
export async function openExact(
  inside: ModelInside,
  tables: { readonly explained: Table; readonly background: Table; readonly players: Players },
  answers: Explained,
  index: number,
  rng: Rng,
  signal: AbortSignal,
): Promise<Opened | { readonly unlike: string }> {
  const names = [...tables.players.values()];
  const owners = Int32Array.from(inside.owners, (feature) => names.findIndex((of) => of.includes(feature)));
  if (owners.includes(-1)) return { unlike: 'a column of the model belongs to no player' };
  const explained = await inside.encode(tables.explained, signal);
  const background = await inside.encode(tables.background, signal);
  const mixes = randomMixes(answers, rng);
  const mixed = await inside.encode(mixedTable(tables, mixes), signal);
  const columns = mixed.columns;
  const players = answers.players.length;
  for (let mix = 0; mix < mixed.rows; mix++) {
    for (let column = 0; column < columns; column++) {
      const own = mixes.masks[mix * players + owners[column]!] === 1;
      const wanted = own
        ? explained.values[mixes.rows[mix]! * columns + column]!
        : background.values[mixes.backgrounds[mix]! * columns + column]!;
      if (!Object.is(mixed.values[mix * columns + column]! + 0, wanted + 0)) {
        return { unlike: 'a column before its last stage mixes features' };
      }
    }
  }
  const given = await answers.value(mixes);
  const read = stageAnswers(inside, index, mixed);
  const unlike = given.some(
    (value, mix) => !(Math.abs(value - read[mix]!) <= TOLERANCE * Math.max(1, Math.abs(value))),
  );
  return unlike ? { unlike: 'the model does more than its last stage' } : { inside, explained, background, owners };
}

function randomMixes({ rows, backgrounds, players }: Explained, rng: Rng): Mixes {
  return {
    rows: Int32Array.from({ length: CHECKED }, () => rng.integer(rows)),
    backgrounds: Int32Array.from({ length: CHECKED }, () => rng.integer(backgrounds)),
    masks: Uint8Array.from({ length: CHECKED * players.length }, () => rng.integer(2)),
  };
}

/** Exact attributions of the stage's score. */
export async function exactAttribution(
  { inside, ...rows }: Opened,
  players: readonly string[],
  index: number,
  {
    byCover,
    signal,
    progress,
  }: {
    readonly byCover: boolean;
    readonly signal: AbortSignal;
    readonly progress: (done: number, total: number) => void;
  },
): Promise<Attribution> {
  const count = rows.explained.rows;
  const { stage, link, views } = inside;
  // A thread can be sent numbers, but no functions.
  const task = { ...rows, inside: { stage, link, views }, index, byCover, players: players.length };
  const { values, base } = await threadedShares(task, {
    pause: async (row) => {
      await checkpoint(signal);
      progress(row, count);
    },
  });
  return {
    method: stage.kind === 'linear' ? 'linear' : byCover ? 'path-dependent-tree' : 'interventional-tree',
    exact: true,
    additive: true,
    scale: link !== 'identity' ? 'margin' : views.length > 1 ? 'probability' : 'prediction',
    players,
    rows: count,
    values,
    base: new Float64Array(count).fill(base),
    predictions: stageScores(inside, index, rows.explained),
    evaluations: 0,
  };
}

import type { Explained, Mixes, Scale } from '../../methods/explainability/attribution.js';
import type { Column, Table } from '../../subject/table.js';
import { ModelFault } from '../../subject/view.js';
import type { Model, Predictions } from '../../subject/view.js';
import { checkpoint } from '../checkpoint.js';
import type { Unmeasured } from '../figure.js';
import { unmeasured } from '../unmeasured.js';

/** Rows that a model is asked for at once: enough to keep it busy, few enough to stay small. */
const BATCH = 16_384;

/** What is explained: the answer for one class, or the number that a regression answers. */
export interface ValueOf {
  /** Index of the class; absent for regression. */
  readonly class?: number;
  readonly scale: Scale;
}

/** Players by name, each with the columns that move together. */
export type Players = ReadonlyMap<string, readonly string[]>;

/** Each feature a player, but for those that `together` puts in one. */
export function playersOf(features: readonly Column[], together: readonly (readonly string[])[] = []): Players {
  const players = new Map<string, string[]>();
  for (const { name } of features) {
    const group = together.find((names) => names.includes(name));
    const player = group === undefined ? name : group.join(' + ');
    players.set(player, [...(players.get(player) ?? []), name]);
  }
  return players;
}

/** Why `together` groups no features of these: a name that is none, or that is in two groups. */
export function groupsFault(
  features: readonly Column[],
  together: readonly (readonly string[])[],
): Unmeasured | undefined {
  const names = together.flat();
  const unknown = names.find((name) => !features.some((feature) => feature.name === name));
  if (unknown !== undefined) return unmeasured('unsupported', `"${unknown}" of together is no feature`);
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  return twice === undefined ? undefined : unmeasured('unsupported', `"${twice}" is named twice in together`);
}

/** One number a row of what a model answers, on the scale asked. Throws `ModelFault` where it answers no such thing. */
export function valuesOf(predictions: Predictions, { class: index = 0, scale }: ValueOf): Float64Array {
  if (predictions.kind === 'numbers') {
    if (scale !== 'prediction') throw new ModelFault('unsupported', `a regression’s answer has no ${scale}`);
    return predictions.values;
  }
  const { labels, probabilities } = predictions;
  if (scale === 'decision') return Float64Array.from(labels, (label) => (label === index ? 1 : 0));
  if (scale === 'prediction') throw new ModelFault('unsupported', 'a classifier’s answer is no number');
  if (probabilities === undefined)
    throw new ModelFault('unsupported', 'the model answers labels without probabilities');
  const classes = probabilities.length / Math.max(1, labels.length);
  return Float64Array.from(labels, (_, row) => {
    const probability = probabilities[row * classes + index]!;
    return scale === 'probability' ? probability : Math.log(probability) - Math.log1p(-probability);
  });
}

/** What a mix is made of. */
export interface MixedTables {
  readonly explained: Table;
  readonly background: Table;
  readonly players: Players;
}

/**
 * A model on rows mixed of explained and background rows. Throws `ModelFault` (`out-of-domain`) where a value is not finite;
 * the signal's reason once aborted.
 */
export function explainedModel(model: Model, tables: MixedTables, valueOf: ValueOf, signal: AbortSignal): Explained {
  return {
    players: [...tables.players.keys()],
    rows: tables.explained.rowCount,
    backgrounds: tables.background.rowCount,
    async value(mixes) {
      const values = new Float64Array(mixes.rows.length);
      for (let from = 0; from < values.length; from += BATCH) {
        await checkpoint(signal);
        const table = mixedTable(tables, mixes, from, Math.min(values.length, from + BATCH));
        values.set(valuesOf(await model.predict(table, signal), valueOf), from);
      }
      if (!values.every(Number.isFinite)) {
        throw new ModelFault('out-of-domain', 'the model has no finite value for a mixed row');
      }
      return values;
    },
  };
}

/** Mixes `from` to `to` as rows. Columns that no player has are the explained row's. */
export function mixedTable(
  { explained, background, players }: MixedTables,
  mixes: Mixes,
  from = 0,
  to = mixes.rows.length,
): Table {
  const { rows, backgrounds, masks } = mixes;
  const playerOf = new Map([...players.values()].flatMap((names, player) => names.map((name) => [name, player])));
  const length = to - from;
  const columns = explained.columns.map((column, place): Column => {
    const player = playerOf.get(column.name);
    const other = background.columns[place]!;
    const isOwn = (mix: number): boolean => player === undefined || masks[mix * players.size + player] === 1;
    if (column.type === 'numeric' && other.type === 'numeric') {
      return { ...column, values: mixedNumbers(column.values, other.values, player, players.size, mixes, from, to) };
    }
    if (column.type === 'categorical' && other.type === 'categorical') {
      return mixedCodes(column, other, isOwn, rows, backgrounds, from, length);
    }
    throw new Error(`column ${column.name} has another type in the background`);
  });
  return { rowCount: length, columns, digest: explained.digest };
}

function mixedNumbers(
  own: Float64Array,
  other: Float64Array,
  player: number | undefined,
  players: number,
  { rows, backgrounds, masks }: Mixes,
  from: number,
  to: number,
): Float64Array {
  const values = new Float64Array(to - from);
  if (player === undefined) for (let mix = from; mix < to; mix++) values[mix - from] = own[rows[mix]!]!;
  else {
    for (let mix = from, at = from * players + player; mix < to; mix++, at += players) {
      values[mix - from] = masks[at] === 1 ? own[rows[mix]!]! : other[backgrounds[mix]!]!;
    }
  }
  return values;
}

function mixedCodes(
  column: Column & { type: 'categorical' },
  other: Column & { type: 'categorical' },
  isOwn: (mix: number) => boolean,
  rows: Int32Array,
  backgrounds: Int32Array,
  from: number,
  length: number,
): Column {
  // Train and test tables number their levels apart.
  const levels = [...column.levels];
  const place = new Map(levels.map((level, code) => [level, code]));
  const theirs = other.levels.map((level) => place.get(level) ?? levels.push(level) - 1);
  const codes = new Int32Array(length);
  for (let at = 0; at < length; at++) {
    const mix = from + at;
    const code = isOwn(mix) ? column.codes[rows[mix]!]! : other.codes[backgrounds[mix]!]!;
    codes[at] = isOwn(mix) || code === -1 ? code : theirs[code]!;
  }
  return { ...column, levels, codes };
}

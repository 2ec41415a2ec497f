import type { PermutedScore } from '../../methods/explainability/importance-draws.js';
import { weightedScore } from '../../methods/explainability/weighted-score.js';
import type { ImportanceMetric } from '../../methods/explainability/weighted-score.js';
import { selectRows } from '../../subject/table.js';
import type { Column, Table } from '../../subject/table.js';
import type { Model, Predictions } from '../../subject/view.js';
import { checkpoint } from '../checkpoint.js';
import type { Unmeasured } from '../figure.js';
import { unmeasured } from '../unmeasured.js';
import { answered } from './importance-data.js';
import type { SampledRows } from '../sampled-rows.js';

/** Rows that a model is asked for at once: starting an answer has its price. */
const BATCH = 16_384;
/** About so many numbers of answers are kept. */
const KEPT = 1 << 21;

/** A model, the rows, and its answers for them as they are. */
export interface Asked {
  readonly model: Model;
  readonly data: SampledRows;
  readonly base: Predictions;
}

/**
 * The scores of the answers where each row has the values of `columns` of its partner, one a permutation. A model is
 * asked once for what is the same: a row whose partner has its own values has its answer already, and so has one that
 * was given such values before.
 */
export async function permutedScores(
  asked: Asked,
  columns: readonly string[],
  partners: readonly Int32Array[],
  metric: ImportanceMetric,
  signal: AbortSignal,
): Promise<readonly PermutedScore[] | Unmeasured> {
  const { table, target } = asked.data;
  const moving = table.columns.filter(({ name }) => columns.includes(name));
  const kinds = kindsOf(moving, table.rowCount);
  const together = Math.max(1, Math.floor(KEPT / (table.rowCount * Math.max(1, asked.model.classes.length))));
  const scores: PermutedScore[] = [];
  for (let from = 0; from < partners.length; from += together) {
    const some = partners.slice(from, from + together);
    await checkpoint(signal);
    const { rows, givers, places } = distinct(some, kinds);
    const batches = await answersFor(asked.model, table, moving, rows, givers, signal);
    const all = joined([asked.base, ...batches]);
    if (all === undefined) return unmeasured('failed', 'the model answers in another form once a column is shuffled');
    for (const [index, partner] of some.entries()) {
      const answers = answered(target, selected(all, places[index]!));
      if ('unmeasured' in answers) return answers;
      const score = weightedScore(metric, answers);
      if (score === undefined) return unmeasured('unsupported', `the model’s answers have no ${metric}`);
      scores.push({ score, partner });
    }
  }
  return scores;
}

/** One number for each combination of values, by row. */
function kindsOf(columns: readonly Column[], rows: number): Int32Array {
  let kinds = new Int32Array(rows);
  for (const column of columns) {
    const values = column.type === 'numeric' ? column.values : column.codes;
    const numbers = new Map<number, Map<number, number>>();
    let next = 0;
    kinds = kinds.map((kind, row) => {
      const own = numbers.get(kind) ?? new Map<number, number>();
      numbers.set(kind, own);
      const known = own.get(values[row]!) ?? next++;
      own.set(values[row]!, known);
      return known;
    });
  }
  return kinds;
}

/** The mixed rows to ask for, and for each permutation where each row's answer is: below the rows' count their own. */
function distinct(
  partners: readonly Int32Array[],
  kinds: Int32Array,
): { readonly rows: Int32Array; readonly givers: Int32Array; readonly places: readonly Int32Array[] } {
  const count = kinds.length;
  const rows: number[] = [];
  const givers: number[] = [];
  const known = new Map<number, number>();
  const places = partners.map((partner) =>
    partner.map((giver, row) => {
      const kind = kinds[giver]!;
      if (kind === kinds[row]) return row;
      const key = kind * count + row;
      const place = known.get(key);
      if (place !== undefined) return place;
      rows.push(row);
      givers.push(giver);
      known.set(key, count + rows.length - 1);
      return count + rows.length - 1;
    }),
  );
  return { rows: Int32Array.from(rows), givers: Int32Array.from(givers), places };
}

async function answersFor(
  model: Model,
  table: Table,
  moving: readonly Column[],
  rows: Int32Array,
  givers: Int32Array,
  signal: AbortSignal,
): Promise<readonly Predictions[]> {
  const found: Predictions[] = [];
  for (let from = 0; from < rows.length; from += BATCH) {
    await checkpoint(signal);
    const still = selectRows(table, rows.subarray(from, from + BATCH));
    const moved = selectRows({ ...table, columns: moving }, givers.subarray(from, from + BATCH)).columns;
    const columns = still.columns.map((column) => moved.find(({ name }) => name === column.name) ?? column);
    found.push(await model.predict({ ...still, columns }, signal));
  }
  return found;
}

/** One after the other; `undefined` where they differ in form. */
function joined(parts: readonly Predictions[]): Predictions | undefined {
  const numbers = parts.flatMap((part) => (part.kind === 'numbers' ? [part.values] : []));
  if (numbers.length === parts.length) return { kind: 'numbers', values: concatenated(numbers) };
  const labels = parts.flatMap((part) => (part.kind === 'classes' ? [Float64Array.from(part.labels)] : []));
  if (labels.length < parts.length) return undefined;
  const probabilities = parts.flatMap((part) =>
    part.kind === 'classes' && part.probabilities ? [part.probabilities] : [],
  );
  if (probabilities.length > 0 && probabilities.length < parts.length) return undefined;
  return {
    kind: 'classes',
    labels: Int32Array.from(concatenated(labels)),
    ...(probabilities.length > 0 && { probabilities: concatenated(probabilities) }),
  };
}

function concatenated(parts: readonly Float64Array[]): Float64Array {
  const all = new Float64Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

function selected(predictions: Predictions, places: Int32Array): Predictions {
  if (predictions.kind === 'numbers') {
    return { kind: 'numbers', values: Float64Array.from(places, (place) => predictions.values[place]!) };
  }
  const { labels, probabilities } = predictions;
  const width = (probabilities?.length ?? 0) / labels.length;
  return {
    kind: 'classes',
    labels: places.map((place) => labels[place]!),
    ...(probabilities && {
      probabilities: Float64Array.from(
        { length: places.length * width },
        (_, at) => probabilities[places[Math.floor(at / width)]! * width + (at % width)]!,
      ),
    }),
  };
}

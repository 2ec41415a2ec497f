import type { PermutedScore } from '../../methods/explainability/importance-draws.js';
import { weightedScore } from '../../methods/explainability/weighted-score.js';
import type { ImportanceMetric } from '../../methods/explainability/weighted-score.js';
import type { Column, Table } from '../../subject/table.js';
import type { Model, Predictions } from '../../subject/view.js';
import { checkpoint } from '../checkpoint.js';
import type { Unmeasured } from '../figure.js';
import { unmeasured } from '../unmeasured.js';
import { answered } from './importance-data.js';
import type { AnswerMoved, Moved } from './moved-answers.js';
import type { SampledRows } from '../sampled-rows.js';

/** About so many numbers of answers are kept. */
const KEPT = 1 << 21;

/** A model, the rows, its answers for them as they are, and who answers for them when they are moved. */
export interface Asked {
  readonly model: Model;
  readonly data: SampledRows;
  readonly base: Predictions;
  readonly answer: AnswerMoved;
}

/** Columns that move as one, and whose values each row gets, permutation by permutation. */
export interface Permutations {
  readonly columns: readonly string[];
  readonly partners: readonly Int32Array[];
}

/** What is asked at once: some of a player's permutations. */
interface Some extends Moved {
  readonly partners: readonly Int32Array[];
  /** For each permutation where each row's answer is: below the rows' count their own, then those to the moved rows. */
  readonly places: readonly Int32Array[];
  readonly last: boolean;
}

/**
 * The scores of the answers where each row has the values of `columns` of its partner, one a permutation: of one player
 * after another. A model is asked once for what is the same: a row whose partner has its own values has its answer
 * already, and so has one that was given such values before.
 */
export async function* permutedScores(
  { model, data, base, answer }: Asked,
  players: Iterable<Permutations>,
  metric: ImportanceMetric,
  signal: AbortSignal,
): AsyncGenerator<readonly PermutedScore[] | Unmeasured> {
  const { table, target } = data;
  const together = Math.max(1, Math.floor(KEPT / (table.rowCount * Math.max(1, model.classes.length))));
  const asked: Some[] = [];
  function* ask(): Generator<Some> {
    for (const player of players) {
      for (const some of questionsOf(table, player, together)) {
        asked.push(some);
        yield some;
      }
    }
  }
  let scores: PermutedScore[] = [];
  for await (const answers of answer(ask())) {
    await checkpoint(signal);
    const { partners, places, last } = asked.shift()!;
    const all = joined([base, ...answers]);
    if (all === undefined) {
      yield unmeasured('failed', 'the model answers in another form once a column is shuffled');
      return;
    }
    for (const [index, partner] of partners.entries()) {
      const known = answered(target, selected(all, places[index]!));
      const score = 'unmeasured' in known ? known : weightedScore(metric, known);
      if (typeof score !== 'function') {
        yield score ?? unmeasured('unsupported', `the model’s answers have no ${metric}`);
        return;
      }
      scores.push({ score, partner });
    }
    if (!last) continue;
    yield scores;
    scores = [];
  }
}

function* questionsOf(table: Table, { columns, partners }: Permutations, together: number): Generator<Some> {
  const moving = table.columns.filter(({ name }) => columns.includes(name));
  const kinds = kindsOf(moving, table.rowCount);
  for (let from = 0; from < partners.length; from += together) {
    const some = partners.slice(from, from + together);
    yield { columns, partners: some, ...distinct(some, kinds), last: from + together >= partners.length };
  }
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

/** The moved rows to ask for, row after row, and for each permutation where each row's answer is. */
function distinct(
  partners: readonly Int32Array[],
  kinds: Int32Array,
): { readonly rows: Int32Array; readonly givers: Int32Array; readonly places: readonly Int32Array[] } {
  const count = kinds.length;
  const rows = new Int32Array(partners.length * count);
  const givers = new Int32Array(rows.length);
  const places = partners.map(() => new Int32Array(count));
  /** By kind: the last row that was given it, and where that row's answer is. */
  const given = new Int32Array(count).fill(-1);
  const known = new Int32Array(count);
  let asked = 0;
  for (let row = 0; row < count; row++) {
    for (let at = 0; at < partners.length; at++) {
      const giver = partners[at]![row]!;
      const kind = kinds[giver]!;
      if (kind === kinds[row]) {
        places[at]![row] = row;
        continue;
      }
      if (given[kind] !== row) {
        given[kind] = row;
        known[kind] = count + asked;
        rows[asked] = row;
        givers[asked++] = giver;
      }
      places[at]![row] = known[kind]!;
    }
  }
  return { rows: rows.slice(0, asked), givers: givers.slice(0, asked), places };
}

/** One after the other; `undefined` where they differ in form. */
function joined(parts: readonly Predictions[]): Predictions | undefined {
  const numbers = parts.flatMap((part) => (part.kind === 'numbers' ? [part.values] : []));
  if (numbers.length === parts.length) return { kind: 'numbers', values: concatenated(numbers) };
  const labels = parts.flatMap((part) => (part.kind === 'classes' ? [new Float64Array(part.labels)] : []));
  if (labels.length < parts.length) return undefined;
  const probabilities = parts.flatMap((part) =>
    part.kind === 'classes' && part.probabilities ? [part.probabilities] : [],
  );
  if (probabilities.length > 0 && probabilities.length < parts.length) return undefined;
  return {
    kind: 'classes',
    labels: new Int32Array(concatenated(labels)),
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
  if (predictions.kind === 'numbers') return { kind: 'numbers', values: pickedOf(predictions.values, places, 1) };
  const { labels, probabilities } = predictions;
  const width = (probabilities?.length ?? 0) / labels.length;
  return {
    kind: 'classes',
    labels: places.map((place) => labels[place]!),
    ...(probabilities && { probabilities: pickedOf(probabilities, places, width) }),
  };
}

function pickedOf(values: Float64Array, places: Int32Array, width: number): Float64Array {
  const picked = new Float64Array(places.length * width);
  for (let row = 0; row < places.length; row++) {
    for (let k = 0; k < width; k++) picked[row * width + k] = values[places[row]! * width + k]!;
  }
  return picked;
}

import { quantileBins } from '../../methods/explainability/effects/accumulated.js';
import type { Bins } from '../../methods/explainability/effects/accumulated.js';
import { actionable } from '../../methods/explainability/actionable.js';
import { rangeOf } from '../../methods/explainability/effects/curves.js';
import type { Curves } from '../../methods/explainability/effects/curves.js';
import { gridOf } from '../../methods/explainability/effects/grid.js';
import type { Column } from '../../subject/table.js';
import type { VariedModel } from './varied-rows.js';

/** A feature with the answers that its curves are made of. */
export interface FeatureEffects {
  readonly name: string;
  readonly place: number;
  /** Values (level codes) at which the curves are; none where the training data know none. */
  readonly grid: Float64Array;
  /** Of a categorical feature: the level of each point. */
  readonly levels?: readonly string[];
  readonly curves: Curves;
  /** Of a numeric feature whose values vary: its intervals, and each row's change over its own. */
  readonly local?: { readonly bins: Bins; readonly changes: Float64Array };
}

/** Rows and points of the first look at every feature; cells of all that it asks for. */
const LOOK_ROWS = 20;
const LOOK_POINTS = 3;
const LOOK_CELLS = 1.5e8;
/** Cells of one question. */
const ASKED_CELLS = 4e6;

const numbersOf = (column: Column): Float64Array | Int32Array =>
  column.type === 'numeric' ? column.values : column.codes;

/** Of the training rows: points of a number, or the most frequent levels. */
const pointsOf = (column: Column, known: ArrayLike<number>, points: number): Float64Array =>
  column.type === 'numeric' ? gridOf(known, points) : actionable('level', known, points).candidates;

/** Places of the features that move some rows' answers most, the strongest first. */
export async function strongestFeatures(
  varied: VariedModel,
  training: readonly Column[],
  most: number,
): Promise<readonly number[]> {
  const { columns, rowCount } = varied.table;
  const affordable = Math.max(1, Math.floor(LOOK_CELLS / (LOOK_POINTS * columns.length ** 2)));
  const rows = Math.min(rowCount, LOOK_ROWS, affordable);
  const picked = Int32Array.from({ length: rows }, (_, at) => Math.floor((at * rowCount) / rows));
  // Many features in one question: wide data would make a question of a few rows dear.
  const together = Math.max(1, Math.floor(ASKED_CELLS / (columns.length * rows * LOOK_POINTS)));
  const strengths = new Float64Array(columns.length);
  for (let from = 0; from < columns.length; from += together) {
    const places = Array.from({ length: Math.min(together, columns.length - from) }, (_, at) => from + at);
    const grids = places.map((place) => pointsOf(columns[place]!, numbersOf(training[place]!), LOOK_POINTS));
    const starts = grids.map((_, at) => rows * grids.slice(0, at).reduce((sum, { length }) => sum + length, 0));
    const asked = Int32Array.from(
      grids.flatMap(({ length }) => [...picked].flatMap((row) => Array.from({ length }, () => row))),
    );
    const changes = new Map(
      places.map((place, at) => {
        const own = numbersOf(columns[place]!);
        const values = Float64Array.from(asked, (row) => own[row]!);
        const grid = grids[at]!;
        for (let k = 0; k < rows * grid.length; k++) values[starts[at]! + k] = grid[k % grid.length]!;
        return [place, values] as const;
      }),
    );
    const answers = await varied.ask(asked, changes);
    grids.forEach(({ length }, at) => {
      for (let row = 0; row < rows; row++) {
        const start = starts[at]! + row * length;
        strengths[from + at]! += rangeOf(answers.subarray(start, start + length));
      }
    });
  }
  return [...columns.keys()].sort((a, b) => strengths[b]! - strengths[a]! || a - b).slice(0, most);
}

/** The curves of one feature over all rows. */
export async function featureEffects(
  varied: VariedModel,
  training: Column,
  place: number,
  points: number,
): Promise<FeatureEffects> {
  const column = varied.table.columns[place]!;
  const all = Int32Array.from({ length: varied.table.rowCount }, (_, row) => row);
  const grid = pointsOf(column, numbersOf(training), points);
  const frame = { name: column.name, place, grid, curves: await curvesOf(varied, place, grid, all) };
  if (column.type === 'categorical') {
    return { ...frame, levels: Array.from(grid, (code) => column.levels[code]!) };
  }
  const bins = quantileBins(column.values, points);
  if (bins.edges.length < 2) return frame;
  const inside = all.filter((row) => bins.of[row]! >= 0);
  const edge = (upper: 0 | 1) => inside.map((row) => bins.of[row]! + upper);
  const at = (upper: 0 | 1) => new Map([[place, Float64Array.from(edge(upper), (number) => bins.edges[number]!)]]);
  const low = await varied.ask(inside, at(0));
  const high = await varied.ask(inside, at(1));
  const changes = new Float64Array(all.length);
  inside.forEach((row, index) => (changes[row] = high[index]! - low[index]!));
  return { ...frame, local: { bins, changes } };
}

async function curvesOf(varied: VariedModel, place: number, grid: Float64Array, rows: Int32Array): Promise<Curves> {
  const points = grid.length;
  const repeated = Int32Array.from({ length: rows.length * points }, (_, at) => rows[Math.floor(at / points)]!);
  const values = Float64Array.from(repeated, (_, at) => grid[at % points]!);
  return { rows: rows.length, points, values: await varied.ask(repeated, new Map([[place, values]])) };
}

/** Answers with the values that some features have in row i and all others in row l: rows × rows, by i. */
export function crossed(varied: VariedModel, places: readonly number[], rows: Int32Array): Promise<Float64Array> {
  const count = rows.length;
  const others = Int32Array.from({ length: count * count }, (_, at) => rows[at % count]!);
  const own = (place: number): Float64Array => {
    const numbers = numbersOf(varied.table.columns[place]!);
    return Float64Array.from(others, (_, at) => numbers[rows[Math.floor(at / count)]!]!);
  };
  return varied.ask(others, new Map(places.map((place) => [place, own(place)])));
}

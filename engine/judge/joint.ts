/**
 * Joint draws (random sets, Dempster 1967; confidence boxes, Balch 2012): every input gives interval-valued draws, a
 * comparison's lowest support is the share of draws wholly on the passing side, its highest the share with any part
 * there. Paired bootstrap draws of inputs on the same rows are compared index by index; independent inputs by
 * stratified draws, independently permuted.
 */
import { evaluateColumns, evaluatePoints, exactly, inSpareRoom, type Column, type Room } from './columns.js';
import { pairedDifference, pairedPointDifference, sampledDifference, type Difference } from './difference.js';
import type { KnownNumber } from './resolve.js';
import { shapeOf, signedParts, type Shape } from './shape.js';
import { drawn, DRAWS, stratified } from './strata.js';
import type { Term } from './term.js';

/**
 * `undefined` where draws would not be sound: dependent inputs that cannot be paired, bounds of a fixed level, a
 * passing side with corners. `box.ts` judges those.
 */
export function jointDifference(left: Term, right: Term, inputs: readonly KnownNumber[]): Difference | undefined {
  const shape = shapeOf(left, right);
  const groups = groupsOf(inputs);
  if (shape === undefined || groups === undefined || inputs.length < 2) return undefined;
  if (shape !== 'monomial' && inputs.some(({ figure }) => isLogarithmic(figure))) return undefined;
  const paired = groups.every((group) => group === groups[0]);
  const count = paired ? inputs[0]!.spread.draws!.length : DRAWS;
  const columns = inputs.map(({ spread }, index): Column => {
    const group = groups[index]!;
    if (paired) return wideDraws(spread.draws!);
    const alone = groups.filter((other) => other === group).length === 1;
    return alone ? stratified(spread, group) : exactly(drawn(spread.draws!, group));
  });
  const signed = [...signedParts(left, shape), ...signedParts(right, shape)];
  if (paired) {
    const units = inputs.map(({ figure }) => figure?.n).filter((n) => n !== undefined);
    const n = units.length > 0 ? Math.min(...units) : undefined;
    const points = inSpareRoom((room) => pairedPoints({ left, right, signed }, columns, shape, n, room));
    if (points !== 'no points') return points;
    return byEnds(true, n);
  }
  return byEnds(false, undefined);

  function byEnds(together: boolean, n: number | undefined): Difference | undefined {
    const evaluate = (term: Term): Column => evaluateColumns(term, columns, count);
    if (!signed.every((part) => hasOneSign(evaluate(part), shape === 'monomial'))) return undefined;
    const a = evaluate(left);
    const b = evaluate(right);
    const ends: Column = {
      lower: a.lower.map((value, i) => orElse(value - b.upper[i]!, -Infinity)),
      upper: a.upper.map((value, i) => orElse(value - b.lower[i]!, Infinity)),
    };
    if (together) return pairedDifference(ends, n, largest(a) + largest(b));
    return sampledDifference(ends, Math.min(count, ...inputs.map(({ spread }) => spread.draws?.length ?? count)));
  }
}

interface Sides {
  readonly left: Term;
  readonly right: Term;
  /** Parts that must have one sign. */
  readonly signed: readonly Term[];
}

/** Where every draw is a point, as it is but for overflow: two passes over the sides, and no array of differences. */
function pairedPoints(
  { left, right, signed }: Sides,
  columns: readonly Column[],
  shape: Shape,
  n: number | undefined,
  room: Room,
): Difference | undefined | 'no points' {
  for (const part of signed) {
    // A unit's factor is above 0.
    if (part.kind === 'chance') {
      if (!hasOneSign(columns[part.input]!, shape === 'monomial')) return undefined;
      continue;
    }
    const points = evaluatePoints(part, columns, room);
    if (points === undefined) return 'no points';
    const values = typeof points === 'number' ? Float64Array.of(points) : points;
    if (!hasOneSign(exactly(values), shape === 'monomial')) return undefined;
  }
  const a = evaluatePoints(left, columns, room);
  const b = evaluatePoints(right, columns, room);
  if (a === undefined || b === undefined) return 'no points';
  return pairedPointDifference(a, b, n, () => {
    // Evidence for people asks for it, and few verdicts do.
    const count = columns[0]!.lower.length;
    const [first, second] = [left, right].map((side) => evaluateColumns(side, columns, count).lower) as [
      Float64Array,
      Float64Array,
    ];
    return first.map((value, i) => value - second[i]!);
  });
}

/** Every comparison of a figure reads the same draws. */
const wide = new WeakMap<Float32Array, Column>();
function wideDraws(draws: Float32Array): Column {
  const known = wide.get(draws);
  if (known !== undefined) return known;
  const column = exactly(new Float64Array(draws));
  signs.set(column, hasOneSign(column, true) ? 1 : hasOneSign(column, false) ? -1 : 0);
  wide.set(draws, column);
  return column;
}

/** Of figures' draws: 1 where all are above 0, −1 where all are below. */
const signs = new WeakMap<Column, number>();

function largest({ lower, upper }: Column): number {
  let most = 0;
  for (let i = 0; i < lower.length; i += 1) {
    const size = Math.max(Math.abs(lower[i]!), Math.abs(upper[i]!));
    if (size > most) most = size;
  }
  return most;
}

/** All draws above 0, or (but for logarithms) all below. */
function hasOneSign(column: Column, positive: boolean): boolean {
  const known = signs.get(column);
  if (known !== undefined) return known > 0 || (!positive && known < 0);
  const { lower, upper } = column;
  let [above, below] = [true, !positive];
  for (let i = 0; i < lower.length; i += 1) {
    if (!(lower[i]! > 0)) above = false;
    if (!(upper[i]! < 0)) below = false;
    if (!above && !below) return false;
  }
  return true;
}

const orElse = (value: number, otherwise: number): number => (Number.isNaN(value) ? otherwise : value);
const isLogarithmic = (figure: KnownNumber['figure']): boolean =>
  figure?.uncertainty.kind === 'student-t' && figure.uncertainty.transform === 'log';

/** Group of each input: inputs of one group are drawn together, groups are independent. */
function groupsOf(inputs: readonly KnownNumber[]): readonly number[] | undefined {
  const rows = inputs.map(({ figure }) => figure?.rows);
  if (rows.includes(undefined) || inputs.some(({ spread }) => spread.level !== undefined)) return undefined;
  const names = [...new Set(rows)];
  const groups = rows.map((name) => names.indexOf(name));
  const pairable = inputs.every((input, i) =>
    inputs.every((other, j) => {
      if (i === j || groups[i] !== groups[j]) return true;
      const counts = [input.spread.draws?.length, other.spread.draws?.length];
      return counts[0] !== undefined && counts[0] === counts[1];
    }),
  );
  return pairable ? groups : undefined;
}

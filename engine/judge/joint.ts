/**
 * Joint draws (random sets, Dempster 1967; confidence boxes, Balch 2012): every input gives interval-valued draws, a
 * comparison's lowest support is the share of draws wholly on the passing side, its highest the share with any part
 * there. Paired bootstrap draws of inputs on the same rows are compared index by index; independent inputs by
 * stratified draws, independently permuted.
 */
import { evaluateColumns, evaluatePoints, exactly, isExact, type Column } from './columns.js';
import { pairedDifference, sampledDifference, type Difference } from './difference.js';
import type { KnownNumber } from './resolve.js';
import { shapeOf, signedParts } from './shape.js';
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
  const evaluate = (term: Term): Column => evaluateColumns(term, columns, count);
  const definite = [...signedParts(left, shape), ...signedParts(right, shape)].every((part) =>
    hasOneSign(evaluate(part), shape === 'monomial'),
  );
  if (!definite) return undefined;
  const units = inputs.map(({ figure }) => figure?.n).filter((n) => n !== undefined);
  const a = evaluate(left);
  const b = evaluate(right);
  const ends = difference(a, b);
  if (!paired)
    return sampledDifference(ends, Math.min(count, ...inputs.map(({ spread }) => spread.draws?.length ?? count)));
  return pairedDifference(ends, units.length > 0 ? Math.min(...units) : undefined, largest(a) + largest(b));
}

/** Every comparison of a figure reads the same draws. */
const wide = new WeakMap<Float32Array, Column>();
function wideDraws(draws: Float32Array): Column {
  const known = wide.get(draws) ?? exactly(new Float64Array(draws));
  wide.set(draws, known);
  return known;
}

function difference(a: Column, b: Column): Column {
  if (isExact(a) && isExact(b)) {
    const points = evaluatePoints(SUBTRACTED, [a, b]);
    if (points instanceof Float64Array) return exactly(points);
  }
  return {
    lower: a.lower.map((value, i) => orElse(value - b.upper[i]!, -Infinity)),
    upper: a.upper.map((value, i) => orElse(value - b.lower[i]!, Infinity)),
  };
}

const SUBTRACTED: Term = {
  kind: 'arithmetic',
  operator: '-',
  parts: [
    { kind: 'chance', input: 0, factor: 1 },
    { kind: 'chance', input: 1, factor: 1 },
  ],
};

function largest({ lower, upper }: Column): number {
  let most = 0;
  for (let i = 0; i < lower.length; i += 1) {
    const size = Math.max(Math.abs(lower[i]!), Math.abs(upper[i]!));
    if (size > most) most = size;
  }
  return most;
}

/** All draws above 0, or (but for logarithms) all below. */
function hasOneSign({ lower, upper }: Column, positive: boolean): boolean {
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

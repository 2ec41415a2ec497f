/**
 * Joint draws (random sets, Dempster 1967; confidence boxes, Balch 2012): every input gives interval-valued draws, a
 * comparison's lowest support is the share of draws wholly on the passing side, its highest the share with any part
 * there. Paired bootstrap draws of inputs on the same rows are compared index by index; independent inputs by
 * stratified draws, independently permuted.
 */
import { evaluateColumns, type Column } from './columns.js';
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
    if (paired) return exactly(Float64Array.from(spread.draws!));
    const alone = groups.filter((other) => other === group).length === 1;
    return alone ? stratified(spread, group) : exactly(drawn(spread.draws!, group));
  });
  const evaluate = (term: Term): Column => evaluateColumns(term, columns, count);
  const definite = [...signedParts(left, shape), ...signedParts(right, shape)].every((part) =>
    hasOneSign(evaluate(part), shape === 'monomial'),
  );
  if (!definite) return undefined;
  const a = evaluate(left);
  const b = evaluate(right);
  const ends: Column = {
    lower: a.lower.map((value, i) => orElse(value - b.upper[i]!, -Infinity)),
    upper: a.upper.map((value, i) => orElse(value - b.lower[i]!, Infinity)),
  };
  if (!paired)
    return sampledDifference(ends, Math.min(count, ...inputs.map(({ spread }) => spread.draws?.length ?? count)));
  const units = inputs.map(({ figure }) => figure?.n).filter((n) => n !== undefined);
  return pairedDifference(ends, units.length > 0 ? Math.min(...units) : undefined, largest(a) + largest(b));
}

const exactly = (values: Float64Array): Column => ({ lower: values, upper: values });
const largest = ({ lower, upper }: Column): number =>
  lower.reduce((most, value, i) => Math.max(most, Math.abs(value), Math.abs(upper[i]!)), 0);

/** All draws above 0, or (but for logarithms) all below. */
const hasOneSign = ({ lower, upper }: Column, positive: boolean): boolean =>
  lower.every((value) => value > 0) || (!positive && upper.every((value) => value < 0));

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

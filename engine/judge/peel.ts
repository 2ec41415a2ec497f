/** Solving a comparison for its one uncertain input, so that the input's closed form judges it. */
import type { Equality, Ordering } from '../rules/ast.js';
import { fromBase } from '../rules/units.js';
import { MIRRORED } from './fixed.js';
import { isPoint } from './interval.js';
import { isFixed, type Term } from './term.js';

export interface Solved {
  readonly input: number;
  readonly operator: Ordering | Equality;
  /** In the input's own unit. */
  readonly limit: number;
}

/** The value of a part without chance, where it is exact. */
const exact = (term: Term | undefined): number | undefined =>
  term?.kind === 'fixed' && isPoint(term.interval) ? term.interval[0] : undefined;

/**
 * `term operator limit`, the term monotone in one uncertain input and otherwise exact: a chain of `+`, `-`, `*`, `/`
 * with exact numbers. `undefined` for anything else, which is judged by other means.
 */
export function solveFor(term: Term, operator: Ordering | Equality, limit: number): Solved | undefined {
  if (!Number.isFinite(limit)) return undefined;
  if (term.kind === 'chance') return { input: term.input, operator, limit: fromBase(limit, term.factor) };
  if (term.kind === 'fixed') return undefined;
  const [first, second] = term.parts;
  const turned = (by: number): Ordering | Equality => (by < 0 ? MIRRORED[operator] : operator);
  if (term.parts.length === 1 && first) {
    return term.operator === '-' ? solveFor(first, turned(-1), -limit) : solveFor(first, operator, limit);
  }
  if (term.parts.length !== 2 || !first || !second) return undefined;
  const left = exact(first);
  const right = exact(second);
  const inner = isFixed(first) ? second : first;
  const constant = isFixed(first) ? left : right;
  if (constant === undefined) return undefined;
  switch (term.operator) {
    case '+':
      return solveFor(inner, operator, limit - constant);
    case '-':
      return inner === first
        ? solveFor(inner, operator, limit + constant)
        : solveFor(inner, turned(-1), constant - limit);
    case '*':
      return constant === 0 ? undefined : solveFor(inner, turned(constant), limit / constant);
    case '/':
      return inner === first && constant !== 0 ? solveFor(inner, turned(constant), limit * constant) : undefined;
    default:
      return undefined;
  }
}

/** Interval arithmetic on what values can be, for the static check. Ends may be infinite; both are attained or open alike. */
import type { Equality, Ordering } from './ast.js';

export type Interval = readonly [lowest: number, highest: number];

export const EVERYTHING: Interval = [-Infinity, Infinity];

export function combineIntervals(
  operator: '+' | '-' | '*' | '/' | '%' | 'min' | 'max',
  parts: readonly Interval[],
): Interval {
  const [first, ...rest] = parts;
  if (first === undefined) return EVERYTHING;
  if (operator === '-' && rest.length === 0) return [-first[1], -first[0]];
  return rest.reduce<Interval>((left, right) => combineTwo(operator, left, right), first);
}

function combineTwo(operator: '+' | '-' | '*' | '/' | '%' | 'min' | 'max', a: Interval, b: Interval): Interval {
  switch (operator) {
    case '+':
      return sound(a[0] + b[0], a[1] + b[1]);
    case '-':
      return sound(a[0] - b[1], a[1] - b[0]);
    case '*':
      return hull(a, b, (x, y) => x * y);
    case '/':
      return b[0] <= 0 && b[1] >= 0 ? EVERYTHING : hull(a, b, (x, y) => x / y);
    case '%':
      return EVERYTHING;
    case 'min':
      return [Math.min(a[0], b[0]), Math.min(a[1], b[1])];
    case 'max':
      return [Math.max(a[0], b[0]), Math.max(a[1], b[1])];
  }
}

function hull(a: Interval, b: Interval, of: (x: number, y: number) => number): Interval {
  const corners = [of(a[0], b[0]), of(a[0], b[1]), of(a[1], b[0]), of(a[1], b[1])];
  return sound(Math.min(...corners), Math.max(...corners));
}

/** ∞ − ∞ and 0 × ∞ say nothing. */
function sound(lowest: number, highest: number): Interval {
  return Number.isNaN(lowest) || Number.isNaN(highest) ? EVERYTHING : [lowest, highest];
}

/** Whether a comparison comes out one way for all values of two intervals. */
export function foregone(operator: Ordering | Equality, a: Interval, b: Interval): 'always' | 'never' | 'open' {
  switch (operator) {
    case '>=':
      return a[0] >= b[1] ? 'always' : a[1] < b[0] ? 'never' : 'open';
    case '>':
      return a[0] > b[1] ? 'always' : a[1] <= b[0] ? 'never' : 'open';
    case '<=':
      return foregone('>=', b, a);
    case '<':
      return foregone('>', b, a);
    case '==':
      return a[1] < b[0] || a[0] > b[1] ? 'never' : 'open';
    case '!=':
      return a[1] < b[0] || a[0] > b[1] ? 'always' : 'open';
  }
}

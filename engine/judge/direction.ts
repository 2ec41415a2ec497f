/** Whether an expression rises or falls with one of its uncertain inputs, wherever the inputs may lie. */
import type { Interval } from './interval.js';
import type { KnownNumber } from './resolve.js';
import { evaluateTerm, type Term } from './term.js';

/** 1 rises, −1 falls, 0 does not depend, `undefined` could do both. */
export type Direction = 1 | -1 | 0 | undefined;

export function both(a: Direction, b: Direction): Direction {
  if (a === 0) return b;
  return b === 0 || a === b ? a : undefined;
}

export const reversed = (direction: Direction): Direction => (direction === 1 ? -1 : direction === -1 ? 1 : direction);

/** Direction of c·x where x goes in `direction` and c lies in `factor`. */
function times(direction: Direction, factor: Interval): Direction {
  if (direction === 0) return 0;
  if (factor[0] >= 0) return direction;
  return factor[1] <= 0 ? reversed(direction) : undefined;
}

export function directionOf(term: Term, input: number, inputs: readonly KnownNumber[]): Direction {
  const domains = inputs.map(({ spread }) => spread.domain);
  const of = (part: Term): Direction => {
    if (part.kind === 'fixed') return 0;
    if (part.kind === 'chance') return part.input === input ? 1 : 0;
    const [first, ...rest] = part.parts;
    if (!first) return 0;
    const directions = part.parts.map(of);
    if (directions.every((direction) => direction === 0)) return 0;
    switch (part.operator) {
      case '+':
      case 'min':
      case 'max':
        return directions.reduce(both);
      case '-':
        return rest.length === 0
          ? reversed(of(first))
          : directions.map((d, i) => (i === 0 ? d : reversed(d))).reduce(both);
      case '*': {
        // d(uvw) sums one summand for each factor that moves: the others must keep their sign.
        const values = part.parts.map((factor) => evaluateTerm(factor, domains));
        return directions
          .map((direction, i) => values.reduce((d, value, j) => (j === i ? d : times(d, value)), direction))
          .reduce(both);
      }
      case '/': {
        const second = rest[0];
        if (!second || rest.length > 1) return undefined;
        const above = evaluateTerm(first, domains);
        const below = evaluateTerm(second, domains);
        if (below[0] < 0 && below[1] > 0) return undefined;
        return both(times(of(first), below), reversed(times(of(second), above)));
      }
      case '%':
        return undefined;
    }
  };
  return of(term);
}

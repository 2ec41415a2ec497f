/** Comparing what has no chance in it: intervals against intervals, in three values. */
import type { Equality, Ordering } from '../rules/ast.js';
import { isPoint, type Interval } from './interval.js';
import { CERTAIN, EXCLUDED, OPEN, opposite, type Support } from './kinds/spread.js';

const three = (always: boolean, ever: boolean): Support => (always ? CERTAIN : ever ? OPEN : EXCLUDED);

export function compareIntervals(left: Interval, operator: Ordering | Equality, right: Interval): Support {
  switch (operator) {
    case '>=':
      return three(left[0] >= right[1], left[1] >= right[0]);
    case '>':
      return three(left[0] > right[1], left[1] > right[0]);
    case '<=':
      return three(left[1] <= right[0], left[0] <= right[1]);
    case '<':
      return three(left[1] < right[0], left[0] < right[1]);
    case '==':
      return three(isPoint(left) && isPoint(right) && left[0] === right[0], left[0] <= right[1] && right[0] <= left[1]);
    case '!=':
      return opposite(compareIntervals(left, '==', right));
  }
}

/** `a op b` read from the other side. */
export const MIRRORED: Readonly<Record<Ordering | Equality, Ordering | Equality>> = {
  '>=': '<=',
  '>': '<',
  '<=': '>=',
  '<': '>',
  '==': '==',
  '!=': '!=',
};

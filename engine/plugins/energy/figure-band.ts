import type { Band } from '../../methods/energy/band.js';
import { studentTQuantile } from '../../numerics/distributions/student-t.js';
import type { Figure } from '../figure.js';

/** As wide as noise reaches at 99 %, which is what widens a band of repeated readings too. */
const LEVEL = 0.99;

/** A figure of repeated readings as a band; not below `least`. */
export function bandOfFigure({ estimate, uncertainty }: Figure, least = 0): Band {
  switch (uncertainty.kind) {
    case 'exact':
      return { estimate, lower: estimate, upper: estimate };
    case 'range':
      return { estimate, lower: uncertainty.lower, upper: uncertainty.upper };
    case 'student-t': {
      const reach = studentTQuantile((1 + LEVEL) / 2, uncertainty.df) * uncertainty.scale;
      return { estimate, lower: Math.max(least, estimate - reach), upper: estimate + reach };
    }
    default:
      throw new TypeError(`repeated readings are no ${uncertainty.kind}`);
  }
}

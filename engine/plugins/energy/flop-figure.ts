import type { FlopCount } from '../../methods/energy/graph-profile.js';
import { exactFigure } from '../exact-figure.js';
import type { Figure, Unmeasured } from '../figure.js';
import { unmeasured } from '../unmeasured.js';

/** The longest way of a row; where the data choose shorter ones (trees), a range down to the shortest. */
export function flopFigure(flops: FlopCount): Figure | Unmeasured {
  if ('uncounted' in flops) return unmeasured('unsupported', flops.uncounted);
  const figure = exactFigure(flops.upper, 'FLOP/prediction');
  if (flops.lower === flops.upper) return figure;
  return { ...figure, uncertainty: { kind: 'range', lower: flops.lower, upper: flops.upper } };
}

import type { Band } from '../../methods/energy/band.js';
import type { Basis, Figure, Unmeasured } from '../figure.js';
import { unmeasured } from '../unmeasured.js';

/** A figure with its systematic band; exact where the band has no width. */
export function bandFigure({ estimate, lower, upper }: Band, unit: string, basis: Basis): Figure | Unmeasured {
  if (![estimate, lower, upper].every(Number.isFinite))
    return unmeasured('out-of-domain', 'the numbers given are too large or too small to compute with');
  const uncertainty = lower === upper ? ({ kind: 'exact' } as const) : ({ kind: 'range', lower, upper } as const);
  return { estimate, unit, uncertainty, basis };
}

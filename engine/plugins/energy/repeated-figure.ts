import { repeatedEnergy, type Repeat } from '../../methods/energy/repeated-energy.js';
import type { Basis, Figure, Unmeasured } from '../figure.js';
import { unmeasured } from '../unmeasured.js';

export interface RepeatedOptions {
  readonly unit: string;
  readonly basis: Basis;
  /** Closed; a band is cut to it. */
  readonly least?: number;
  readonly factor?: number;
}

/** A figure of the mean of repeated readings: Student's t, or the band of a model or a sensor with the noise around it. */
export function repeatedFigure(
  repeats: readonly Repeat[],
  { unit, basis, least = -Infinity, factor = 1 }: RepeatedOptions,
): Figure | Unmeasured {
  const found = repeatedEnergy(repeats);
  if (found === undefined)
    return unmeasured(
      'out-of-domain',
      `${repeats.length} repeats say the same or are too few: nothing tells their noise`,
    );
  const estimate = found.mean * factor + 0;
  if (!Number.isFinite(estimate)) return unmeasured('out-of-domain', 'the readings are no numbers');
  const uncertainty: Figure['uncertainty'] =
    found.kind === 'student-t'
      ? { kind: 'student-t', scale: found.scale * factor, df: found.df }
      : {
          kind: 'range',
          lower: Math.min(estimate, Math.max(least, found.lower * factor)),
          upper: Math.max(estimate, found.upper * factor),
        };
  return { estimate, unit, n: repeats.length, uncertainty, basis };
}

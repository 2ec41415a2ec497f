import { generationEnergy, SIZES_KNOWN } from '../../methods/energy/generation-energy.js';
import type { Figure, Unmeasured } from '../figure.js';
import { unmeasured } from '../unmeasured.js';
import { bandFigure } from './band-figure.js';

export interface DeclaredGeneration {
  /** Of the model; absent where nobody says. */
  readonly parameters: number | undefined;
  /** Those that take part in a token; all of them where it is `null`. */
  readonly activeParameters: number | null;
  /** Of one weight. */
  readonly bits: number;
  /** Fewest and most; `null` where nobody knows. */
  readonly requestsAtOnce: readonly [number, number] | null;
}

/**
 * J per thousand generated tokens by two published regressions on the size of the model (docs/energy.md), which is
 * declared, so that the figure is no better than somebody's word.
 */
export function declaredGeneration(declared: DeclaredGeneration): Figure | Unmeasured {
  const { parameters: total, activeParameters, bits, requestsAtOnce } = declared;
  if (total === undefined)
    return unmeasured('missing-input', 'an estimate needs `parameters` or training.compute.parameters');
  const active = activeParameters ?? total;
  const [least, most] = SIZES_KNOWN;
  if (active < least || active > most)
    return unmeasured(
      'out-of-domain',
      `the regressions know models of ${least / 1e9} to ${most / 1e9} billion parameters`,
    );
  if (requestsAtOnce !== null && requestsAtOnce[0] >= requestsAtOnce[1])
    return unmeasured(
      'out-of-domain',
      '`requestsAtOnce` must name fewer and more: how far one number is off is not published',
    );
  const { estimate, lower, upper } = generationEnergy({ active, total, bits }, requestsAtOnce);
  const perThousand = { estimate: 1000 * estimate, lower: 1000 * lower, upper: 1000 * upper };
  return bandFigure(perThousand, 'J/1e3 token', 'declared');
}

/** Counts of verdicts on simulated subjects exactly at the limit, by the judge's own support. */
import { spreadOf, supportOf } from '../../engine/judge/support.js';
import type { Rng } from '../../engine/numerics/random.js';
import { createRng } from '../../engine/numerics/generator.js';
import type { Figure, Unmeasured } from '../../engine/plugins/figure.js';

export type Figures = Readonly<Record<string, Figure | Unmeasured>>;

export interface CalibrationCase {
  readonly name: string;
  /** True values by output; only these are looked at. */
  readonly truth: Readonly<Record<string, number>>;
  /** A value on the good side by which the power is told, and the operator that it should pass. */
  readonly clear?: Readonly<Record<string, readonly ['>=' | '<=', number]>>;
  /** One sample's figures. */
  figures(rng: Rng, draws: Rng): Promise<Figures> | Figures;
}

export interface CaseCounts {
  readonly output: string;
  readonly limit: number;
  readonly simulations: number;
  readonly unmeasured: number;
  readonly atLeastPasses: number;
  readonly atMostPasses: number;
  readonly clearPasses: number | undefined;
}

export async function simulateCase(
  of: CalibrationCase,
  simulations: number,
  confidence = 0.95,
): Promise<readonly CaseCounts[]> {
  const tallies = Object.keys(of.truth).map((output) => ({ output, unmeasured: 0, atLeast: 0, atMost: 0, clear: 0 }));
  for (let run = 0; run < simulations; run++) {
    const seed = `${of.name}/${run}`;
    const figures = await of.figures(createRng(`sample ${seed}`), createRng(`draws ${seed}`));
    for (const tally of tallies) {
      const figure = figures[tally.output]!;
      if ('unmeasured' in figure) {
        tally.unmeasured++;
        continue;
      }
      const spread = spreadOf(figure);
      if (!spread) throw new Error(`${tally.output}: the judge refuses it`);
      const truth = of.truth[tally.output]!;
      if (supportOf(spread, '>=', truth)[0] >= confidence) tally.atLeast++;
      if (supportOf(spread, '<=', truth)[0] >= confidence) tally.atMost++;
      const clear = of.clear?.[tally.output];
      if (clear && supportOf(spread, clear[0], clear[1])[0] >= confidence) tally.clear++;
    }
  }
  return tallies.map(({ output, unmeasured, atLeast, atMost, clear }) => ({
    output,
    limit: of.truth[output]!,
    simulations,
    unmeasured,
    atLeastPasses: atLeast,
    atMostPasses: atMost,
    clearPasses: of.clear?.[output] === undefined ? undefined : clear,
  }));
}

/** The most that α allows within three standard errors of the simulation. */
export const allowed = (simulations: number, alpha = 0.05): number =>
  Math.floor(simulations * alpha + 3 * Math.sqrt(simulations * alpha * (1 - alpha)));

/**
 * Outputs whose `>=` or `<=` passes too often. A limit at the end of the range is met by every figure (`<= 1` of a
 * share): such a pass is true, not false.
 */
export function missesOf(
  counts: readonly CaseCounts[],
  range: (output: string) => readonly [number, number],
): readonly CaseCounts[] {
  return counts.filter(({ output, limit, simulations, atLeastPasses, atMostPasses }) => {
    const most = allowed(simulations);
    const [low, high] = range(output);
    return (limit > low && atLeastPasses > most) || (limit < high && atMostPasses > most);
  });
}

/** Counts of verdicts on simulated subjects exactly at the limit, by the judge's own support. */
import { spreadOf, supportOf } from '../../engine/judge/support.js';
import { classificationFigures } from '../../engine/methods/evaluation/classification.js';
import { regressionFigures } from '../../engine/methods/evaluation/regression.js';
import { createRng } from '../../engine/numerics/generator.js';
import type { Figure, Unmeasured } from '../../engine/plugins/figure.js';
import type { Subject } from './subjects.js';

export interface Counts {
  readonly metric: string;
  readonly limit: number;
  readonly simulations: number;
  readonly unmeasured: number;
  /** Verdicts of `metric >= limit` and, the same support from the other side, of `metric <= limit`. */
  readonly atLeastPasses: number;
  readonly atMostPasses: number;
  /** Passes where twice the error is allowed: the limit is clearly on the other side. */
  readonly clearPasses: number;
}

const LOSSES = new Set(['logLoss', 'brier', 'ece', 'mae', 'mse', 'rmse', 'medianAbsoluteError']);

export function simulate(
  subject: Subject,
  n: number,
  simulations: number,
  draws: number,
  confidence = 0.95,
): readonly Counts[] {
  const tallies = new Map(
    Object.keys(subject.truth).map((metric) => [metric, { unmeasured: 0, atLeast: 0, atMost: 0, clear: 0 }]),
  );
  for (let run = 0; run < simulations; run++) {
    const seed = `${subject.name}/${n}/${run}`;
    const sample = subject.sample(n, createRng(`sample ${seed}`));
    const options = { rng: createRng(`draws ${seed}`), basis: 'observed', draws } as const;
    const figures: Readonly<Record<string, Figure | Unmeasured>> =
      sample.kind === 'classes'
        ? classificationFigures(sample.evidence, options)
        : regressionFigures(sample.evidence, options);
    for (const [metric, tally] of tallies) {
      const figure = figures[metric]!;
      if ('unmeasured' in figure) {
        tally.unmeasured++;
        continue;
      }
      const spread = spreadOf(figure);
      if (!spread) throw new Error(`${metric}: the judge refuses ${JSON.stringify(figure).slice(0, 200)}`);
      const truth = subject.truth[metric]!;
      // The figures come as float32 draws and float64 estimates; the limit is judged as it stands.
      if (supportOf(spread, '>=', truth)[0] >= confidence) tally.atLeast++;
      if (supportOf(spread, '<=', truth)[0] >= confidence) tally.atMost++;
      const loss = LOSSES.has(metric);
      const clear = metric === 'ece' ? truth + 0.05 : loss ? 2 * truth : 1 - 2 * (1 - truth);
      if (supportOf(spread, loss ? '<=' : '>=', clear)[0] >= confidence) tally.clear++;
    }
  }
  return [...tallies].map(([metric, tally]) => ({
    metric,
    limit: subject.truth[metric]!,
    simulations,
    unmeasured: tally.unmeasured,
    atLeastPasses: tally.atLeast,
    atMostPasses: tally.atMost,
    clearPasses: tally.clear,
  }));
}

/** The most that α allows within three standard errors of the simulation. */
export const allowed = (simulations: number, alpha = 0.05): number =>
  Math.floor(simulations * alpha + 3 * Math.sqrt(simulations * alpha * (1 - alpha)));

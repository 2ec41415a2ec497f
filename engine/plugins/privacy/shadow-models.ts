import type { Trained } from '../../backends/device.js';
import { EstimatorFault } from '../../estimators/estimator-fault.js';
import { estimatorOf } from '../../estimators/registry.js';
import type { Fold } from '../../estimators/splits.js';
import { scaledConfidences } from '../../methods/privacy/membership/confidence.js';
import { type ShadowDesign, shadowDesign } from '../../methods/privacy/membership/shadow-design.js';
import type { Shadows } from '../../methods/privacy/membership/shadows.js';
import { checkpoint } from '../checkpoint.js';
import type { MeasureContext } from '../contract.js';
import type { AttackParameters } from './attack-parameters.js';
import { allRows } from './attack-pool.js';
import type { AttackPool } from './attack-pool.js';

export interface ShadowModels {
  readonly design: ShadowDesign;
  /** Of the rows that are attacked. */
  readonly shadows: Shadows;
  /** Of the population's rows, which none of them learnt of. */
  readonly population: Shadows;
  /** Rows that each model learnt of, on the average. */
  readonly trainRows: number;
}

/**
 * All shadow models of an attack, trained as one batch of the subject's estimator, each on its part of the attacked
 * rows (whole groups, where there are groups), and what they answer for all rows of the pool. Memory models × rows.
 */
export async function trainShadows(
  pool: AttackPool,
  eighths: number,
  { subject, params, rng, signal, progress, device }: MeasureContext<AttackParameters>,
  trained: (how: Trained) => void,
): Promise<ShadowModels> {
  if (subject.estimator === undefined) {
    throw new EstimatorFault('out-of-domain', 'shadow models need the subject’s estimator');
  }
  const { data, attacked, units } = pool;
  const design = shadowDesign(units.count, params.shadows, eighths, rng('shadow design'));
  const all = allRows(pool);
  const learns = (model: number, row: number): boolean => design.member[model * units.count + units.of[row]!] === 1;
  const folds = Array.from({ length: design.models }, (_, model): Fold => ({
    train: all.subarray(0, attacked).filter((row) => learns(model, row)),
    test: all,
  }));
  const estimator = await estimatorOf(subject.estimator, 'classes');
  const answers = await estimator.answers(data, folds, {
    rng: (stream) => rng(`shadow ${stream}`),
    pause: () => checkpoint(signal),
    progress,
    signal,
    device,
    trained,
  });
  const { codes, classes } = data.target;
  const shadows = emptyShadows(attacked, design.models);
  const population = emptyShadows(pool.population, design.models);
  answers.forEach((probabilities, model) => {
    const confidences = scaledConfidences(probabilities, codes, classes.length);
    shadows.confidences.set(confidences.subarray(0, attacked), model * attacked);
    population.confidences.set(confidences.subarray(attacked), model * pool.population);
    for (let row = 0; row < attacked; row++) shadows.member[model * attacked + row] = Number(learns(model, row));
  });
  const learnt = folds.reduce((sum, { train }) => sum + train.length, 0);
  return { design, shadows, population, trainRows: learnt / design.models };
}

const emptyShadows = (rows: number, models: number): Shadows => ({
  rows,
  models,
  member: new Uint8Array(models * rows),
  confidences: new Float64Array(models * rows),
});

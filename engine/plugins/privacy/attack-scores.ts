import { lossOf } from '../../methods/privacy/membership/confidence.js';
import { liraScores } from '../../methods/privacy/membership/lira.js';
import { refinedShares, rmiaScores } from '../../methods/privacy/membership/rmia.js';
import { type LeftOut, NONE } from '../../methods/privacy/membership/shadows.js';
import type { AttackParameters } from './attack-parameters.js';
import type { ShadowModels } from './shadow-models.js';

/** What the attacked model is confident of: the rows that are attacked, and the population's. */
export interface TargetConfidences {
  readonly attacked: Float64Array;
  readonly population: Float64Array;
}

/** −loss of each row: the threshold attack of Yeom, Giacomelli, Fredrikson & Jha, CSF 2018, for every threshold. */
export const lossScores = (confidences: Float64Array): Float64Array => confidences.map((value) => -lossOf(value));

/** The scores of the attacked rows, by an attack that uses shadow models. */
export function shadowScores(
  params: AttackParameters,
  target: TargetConfidences,
  { shadows, population }: ShadowModels,
  leftOut: LeftOut = NONE,
): Float64Array {
  if (params.attack === 'lira') return liraScores(target.attacked, shadows, params, leftOut);
  const scores = rmiaScores(
    target.attacked,
    shadows,
    { confidences: target.population, shadows: population },
    params,
    leftOut,
  );
  return refinedShares(scores, population.rows);
}

/** Fewest models of a kind that an attack takes of each row: a variance takes two. */
const FEWEST: Readonly<Record<AttackParameters['attack'], number>> = { 'loss-threshold': 0, lira: 2, rmia: 1 };

/** Why there are too few shadow models of a row, in words; `undefined` where there are enough. */
export function tooFewShadows(params: AttackParameters, eighths: number, leftOut: number): string | undefined {
  const models = params.shadows - leftOut;
  const learnt = (models * eighths) / 8;
  const fewest = FEWEST[params.attack];
  if (models - learnt >= fewest && (!params.online || learnt >= fewest)) return undefined;
  return `${params.shadows} shadow models are too few: of each row, ${learnt} learnt of it and ${models - learnt} did not, and ${params.attack} takes ${fewest} of a kind`;
}

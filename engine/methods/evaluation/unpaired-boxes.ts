import { gammaDraw } from '../../numerics/gamma-draw.js';
import { type BoxDraws, boxDraws } from './bayesian-bootstrap.js';
import type { DrawOptions } from './mean-boxes.js';
import { type Score, finished, scoreBoxes } from './score.js';
import type { Units } from './units.js';

/**
 * Confidence boxes of scores where pairing does not matter, as for the worst of many. Of a share of independent rows the
 * weights that the Bayesian bootstrap gives to its k hits add up to a gamma variable, as do those of the misses: drawn
 * as such, a box costs draws instead of rows × draws.
 */
export function unpairedBoxes(scores: readonly Score[], units: Units, options: DrawOptions): readonly BoxDraws[] {
  if (!units.plain || !scores.every(isShare)) return scoreBoxes(scores, units, options);
  return scores.map((score) => shareBox(score, options));
}

const isShare = ({ parts }: Score): boolean => parts.length === 1 && parts[0]!.values instanceof Uint8Array;

function shareBox(score: Score, { rng, draws }: DrawOptions): BoxDraws {
  const { values, rows } = score.parts[0]!;
  const n = rows?.length ?? values.length;
  let hits = 0;
  for (let i = 0; i < n; i++) hits += values[rows === undefined ? i : rows[i]!]!;
  const box = boxDraws(draws);
  for (let draw = 0; draw < draws; draw++) {
    const right = gammaDraw(hits, rng);
    const wrong = gammaDraw(n - hits, rng);
    const extra = gammaDraw(1, rng);
    box.plain[draw] = finished(score, right / (right + wrong));
    box.lower[draw] = finished(score, right / (right + wrong + extra));
    box.upper[draw] = finished(score, (right + extra) / (right + wrong + extra));
  }
  return box;
}

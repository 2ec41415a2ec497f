import { tooSmall, unitsOf } from '../../methods/evaluation/units.js';
import type { Units } from '../../methods/evaluation/units.js';
import { identity, permutation } from '../../numerics/permutation.js';
import type { Rng } from '../../numerics/random.js';
import type { AnsweredPart } from '../answered-part.js';
import type { Unmeasured } from '../figure.js';
import { unmeasured } from '../unmeasured.js';

/** Some of an answered part's rows, as units of their own. */
export interface SomeRows {
  readonly rows: Int32Array;
  readonly units: Units;
}

/** Rows (by place in `of`) with what is left of their groups and weights. */
export function someRows(of: Units, rows: Int32Array): SomeRows {
  const groups = of.name === 'groups' ? rows.map((row) => of.of[row]!) : undefined;
  const weights = of.weighted ? Float64Array.from(rows, (row) => of.weights[row]!) : undefined;
  return { rows, units: unitsOf(rows.length, groups, weights) };
}

/** Units, never cut, that calibrate, and the rest: chosen by chance, or the first ones in the data's order. */
export function splitRows(
  { units }: AnsweredPart,
  { calibrationShare, split }: { readonly calibrationShare: number; readonly split: 'random' | 'in-order' },
  rng: Rng,
): { readonly calibration: SomeRows; readonly evaluation: SomeRows } | Unmeasured {
  const order = split === 'random' ? permutation(units.count, rng) : identity(units.count);
  const calibrates = new Uint8Array(units.count);
  order.subarray(0, Math.floor(calibrationShare * units.count)).forEach((unit) => (calibrates[unit] = 1));
  const rowsThat = (calibrate: number): SomeRows =>
    someRows(
      units,
      identity(units.of.length).filter((row) => calibrates[units.of[row]!] === calibrate),
    );
  const parts = { calibration: rowsThat(1), evaluation: rowsThat(0) };
  for (const [name, part] of Object.entries(parts)) {
    const small = tooSmall(part.units);
    if (small !== undefined) return unmeasured('out-of-domain', `for ${name}: ${small}`);
  }
  return parts;
}

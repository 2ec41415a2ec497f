/** Quantities of documents: a value and its unit. */
import { isUnitFault, parseUnit, sameDimension } from '../../rules/units.js';
import { fromBase, toBase } from '../../rules/units.js';
import type { Unmeasured } from '../figure.js';
import { unmeasured } from '../unmeasured.js';

export interface Quantity {
  readonly value: number;
  readonly unit: string;
}

/** The value in `wanted`; `unsupported` where the unit is none or of another kind. `what` names it to its author. */
export function quantityIn({ value, unit }: Quantity, wanted: string, what: string): number | Unmeasured {
  const [given, target] = [parseUnit(unit), parseUnit(wanted)];
  if (isUnitFault(target)) throw new TypeError(target.fault);
  if (isUnitFault(given)) {
    const hint = given.hint === undefined ? '' : ` (${given.hint})`;
    return unmeasured('unsupported', `${what}: ${given.fault}${hint}`);
  }
  if (!sameDimension(given.dimension, target.dimension))
    return unmeasured('unsupported', `${what}: ${unit} cannot be turned into ${wanted}`);
  return unit === wanted ? value : fromBase(toBase(value, given.factor), target.factor);
}

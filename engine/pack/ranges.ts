import type { Catalogue } from '../plugins/contract.js';
import { EVERYTHING } from '../rules/interval.js';
import type { RangeOf } from '../rules/strictness.js';
import type { EffectiveRule } from './policy.js';

/** What the figures that a rule reads can be, as their plugins declare them. */
export function rangesIn(measurements: EffectiveRule['measurements'], catalogue: Catalogue): RangeOf {
  return (reference) => {
    if (reference.root !== 'measurement') return EVERYTHING;
    const plugin = measurements[reference.alias]?.plugin;
    const spec = plugin === undefined ? undefined : catalogue[plugin]?.outputs[reference.output];
    if (spec === undefined || !('range' in spec)) return EVERYTHING;
    return [spec.range[0] ?? -Infinity, spec.range[1] ?? Infinity];
  };
}

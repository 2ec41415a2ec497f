/** Views side by side: of two layers that both apply, the stricter one holds. */
import type { Diagnostic } from '../document/diagnostic.js';
import { faultAt, type View } from './layer.js';
import type { EffectiveParameter } from './policy.js';

export interface Merged {
  readonly view: View;
  readonly diagnostics: readonly Diagnostic[];
}

export function mergeViews(a: View, b: View): Merged {
  const diagnostics: Diagnostic[] = [];
  const layers = new Map(a.layers);
  for (const [id, layer] of b.layers) {
    const other = layers.get(id);
    if (other === undefined) layers.set(id, layer);
    else if (other.digest !== layer.digest) {
      diagnostics.push(
        faultAt(layer.positions, ['metadata', 'id'], 'value', {
          code: 'ASSAY1304',
          message: `“${id}” is also the id of ${other.file}, which is another document`,
        }),
      );
    }
  }
  const parameters = new Map(a.parameters);
  for (const [id, parameter] of b.parameters) {
    const other = parameters.get(id);
    const strict = other === undefined ? parameter : stricter(other, parameter);
    if (strict !== undefined) parameters.set(id, strict);
    else {
      const layer = b.layers.get(parameter.origin.layer);
      if (layer !== undefined) {
        diagnostics.push(
          faultAt(layer.positions, ['set', id], 'key', {
            code: 'ASSAY1320',
            message: `${id} is set to different values by ${parameter.origin.layer} and ${other?.origin.layer ?? ''}, and neither is stricter`,
          }),
        );
      }
    }
  }
  const rules = new Map(a.rules);
  for (const [id, rule] of b.rules) if (rules.get(id)?.level !== 'shall') rules.set(id, rule);
  return {
    view: {
      layers,
      packs: new Map([...a.packs, ...b.packs]),
      parameters,
      rules,
      excluded: new Map([...a.excluded, ...b.excluded]),
      waivers: [...a.waivers, ...b.waivers.filter((waiver) => !a.waivers.includes(waiver))],
      manifests: new Map([...a.manifests, ...b.manifests]),
    },
    diagnostics,
  };
}

/**
 * The stricter of two values of one parameter; of an adjustable one that which was set over its owner's. `undefined`
 * where neither is.
 */
function stricter(a: EffectiveParameter, b: EffectiveParameter): EffectiveParameter | undefined {
  if (JSON.stringify(a.value) === JSON.stringify(b.value)) return a;
  if (a.adjustable === true && isOwners(a) !== isOwners(b)) return isOwners(a) ? b : a;
  if (a.tighten === undefined || typeof a.value !== 'number' || typeof b.value !== 'number') return undefined;
  return (a.tighten === 'up') === b.value > a.value ? b : a;
}

const isOwners = ({ id, origin }: EffectiveParameter): boolean => id.startsWith(`${origin.layer}.`);

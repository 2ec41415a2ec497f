/** A rule of a resolved policy with something in it changed, checked as if it had been written so. */
import type { Rule } from '../document/types.generated.js';
import { isError, type Diagnostic } from '../document/diagnostic.js';
import { checkRules } from '../pack/check-rules.js';
import type { View } from '../pack/layer.js';
import type { EffectiveParameter, EffectiveRule } from '../pack/policy.js';
import type { Catalogue } from '../plugins/contract.js';

export interface Change {
  /** Instead of the rule as written. */
  readonly rule?: Rule;
  /** Values by the parameter's id, `<layer>.<name>`. */
  readonly parameters?: Readonly<Record<string, EffectiveParameter['value']>>;
}

/** The rule after the change, or the faults that the static check finds in it. */
export function variantOf(
  view: View,
  catalogue: Catalogue,
  id: string,
  { rule, parameters = {} }: Change,
): EffectiveRule | readonly Diagnostic[] {
  const draft = view.rules.get(id)!;
  const changed = [...view.parameters].map(([name, parameter]): [string, EffectiveParameter] => [
    name,
    Object.hasOwn(parameters, name) ? { ...parameter, value: parameters[name]! } : parameter,
  ]);
  const { rules, diagnostics } = checkRules(
    { ...view, parameters: new Map(changed), rules: new Map([[id, rule === undefined ? draft : { ...draft, rule }]]) },
    catalogue,
  );
  return rules[0] ?? diagnostics.filter(isError);
}

/** Settings that look allowed and yet weaken a rule: a factor that turns it around, a `tighten` that names the wrong way. */
import type { Diagnostic } from '../document/diagnostic.js';
import type { Catalogue } from '../plugins/contract.js';
import type { Condition } from '../rules/ast.js';
import { answersOf, opposite, strictnessOf, withParameter, type RangeOf } from '../rules/strictness.js';
import { checkRules } from './check-rules.js';
import type { View } from './layer.js';
import type { EffectiveParameter, EffectiveRule } from './policy.js';
import { rangesIn } from './ranges.js';

/** Each setting of a profile is held against every rule that reads the parameter, at its owner's value and as set. */
export function loosenedBySettings(view: View, catalogue: Catalogue): Diagnostic[] {
  const { parameters } = view;
  if (![...parameters.values()].some(({ earlier }) => earlier !== undefined)) return [];
  // At the owners' values: as set, the static check may refuse a rule already.
  const { rules } = checkRules({ ...view, parameters: new Map([...parameters].map(atOwners)) }, catalogue);
  const found = new Map<string, Diagnostic>();
  for (const rule of rules) {
    const rangeOf = rangesIn(rule.measurements, catalogue);
    for (const name of Object.keys(rule.parameters)) {
      const id = name.includes('.') ? name : `${rule.layer}.${name}`;
      const parameter = parameters.get(id);
      const owners = parameter?.earlier?.[0];
      if (parameter === undefined || owners === undefined || found.has(id)) continue;
      const setting: Setting = { name, parameter, rangeOf };
      if (!turns(rule, setting)) continue;
      const { file, range, layer } = parameter.origin;
      const place = view.layers.get(layer)?.positions.value(['set', id]) ?? { file, range };
      found.set(id, {
        code: 'ASSAY1355',
        severity: 'error',
        message: `${id} was ${String(owners.value)} (${owners.origin.file}:${owners.origin.range.line}), and at ${String(parameter.value)} ${rule.id} (${rule.origin.file}:${rule.origin.range.line}) would let worse figures pass, or others than its author meant`,
        ...place,
        hint: 'leave it as it is, or ask the publisher',
      });
    }
  }
  return [...found.values()];
}

const atOwners = ([id, parameter]: [string, EffectiveParameter]): [string, EffectiveParameter] => [
  id,
  { ...parameter, value: parameter.earlier?.[0]?.value ?? parameter.value },
];

interface Setting {
  /** What follows `parameters.` in the rule. */
  readonly name: string;
  readonly parameter: EffectiveParameter;
  readonly rangeOf: RangeOf;
}

function turns({ require, when }: EffectiveRule, { name, parameter, rangeOf }: Setting): boolean {
  const now = withParameter(require, name, parameter.value);
  if (answersOtherwise(require, now, rangeOf)) return true;
  if (parameter.tighten === undefined) return false;
  if (strictnessOf(require, now, rangeOf) === 'weaker') return true;
  if (when === undefined) return false;
  // A rule that applies to less is a weaker one.
  return opposite(strictnessOf(when, withParameter(when, name, parameter.value), rangeOf)) === 'weaker';
}

function answersOtherwise(before: Condition, after: Condition, rangeOf: RangeOf): boolean {
  const now = answersOf(after, rangeOf);
  return [...answersOf(before, rangeOf)].some(
    ([figure, sign]) => (sign === 1 || sign === -1) && now.get(figure) !== sign,
  );
}

/** A profile's own words on top of what it imports: `exclude`, `set`, `raise`, `tighten`. Layers may only tighten. */
import type { Diagnostic } from '../document/diagnostic.js';
import type { ProfileDocument } from '../document/types.generated.js';
import { nearest } from '../document/nearest.js';
import { choiceFault } from './choices.js';
import { faultAt, originOf, type Fault, type Layer, type RuleDraft, type View } from './layer.js';
import type { EffectiveParameter } from './policy.js';
import { tightenRule } from './tighten-rule.js';

export interface Tailored {
  readonly view: View;
  readonly diagnostics: readonly Diagnostic[];
}

/** Drops the rules that an import excludes; only `should` rules may go. */
export function exclude(view: View, layer: Layer, importIndex: number, excluded: readonly string[]): Tailored {
  const rules = new Map(view.rules);
  const left = new Map(view.excluded);
  const diagnostics: Diagnostic[] = [];
  excluded.forEach((name, index) => {
    const at = (fault: Fault): void => {
      diagnostics.push(faultAt(layer.positions, ['imports', importIndex, 'exclude', index], 'value', fault));
    };
    const id = fullRuleId(name, rules);
    const rule = id === undefined ? undefined : rules.get(id);
    if (id === undefined || rule === undefined) at(unknownRule(name, rules));
    else if (rule.level === 'shall') {
      at({
        code: 'ASSAY1310',
        message:
          rule.raised === undefined
            ? `${id} is a “shall” rule of ${line(rule)} and cannot be excluded`
            : `${id} was raised to “shall” at ${rule.raised.file}:${rule.raised.range.line} and cannot be excluded`,
        hint: 'where one model may miss it for a time, write a waiver',
      });
    } else {
      rules.delete(id);
      left.set(id, { rule, origin: originOf(layer, ['imports', importIndex, 'exclude', index]) });
    }
  });
  return { view: { ...view, rules, excluded: left }, diagnostics };
}

/** `set`, `raise` and `tighten` of a profile, applied to the view of its imports. */
export function tailor(view: View, layer: Layer, document: ProfileDocument): Tailored {
  const diagnostics: Diagnostic[] = [];
  const parameters = new Map(view.parameters);
  for (const [id, value] of Object.entries(document.set ?? {})) {
    const current = parameters.get(id);
    const fault = current === undefined ? unknownParameter(id, parameters) : refuses(current, value);
    if (fault !== undefined) {
      const onKey = fault.code === 'ASSAY1305' || fault.code === 'ASSAY1307';
      diagnostics.push(faultAt(layer.positions, ['set', id], onKey ? 'key' : 'value', fault));
    } else if (current !== undefined) {
      const earlier = [...(current.earlier ?? []), { value: current.value, origin: current.origin }];
      parameters.set(id, { ...current, value, origin: originOf(layer, ['set', id]), earlier });
    }
  }
  const rules = new Map(view.rules);
  for (const [name, level] of Object.entries(document.raise ?? {})) {
    const id = fullRuleId(name, rules);
    const rule = id === undefined ? undefined : rules.get(id);
    if (id === undefined || rule === undefined) {
      diagnostics.push(faultAt(layer.positions, ['raise', name], 'key', unknownRule(name, rules)));
    } else if (level === 'should') {
      if (rule.level === 'shall') diagnostics.push(faultAt(layer.positions, ['raise', name], 'value', lowers(rule)));
    } else if (rule.level !== level || (rule.rule.transition !== undefined && rule.raised === undefined)) {
      rules.set(id, { ...rule, level, raised: originOf(layer, ['raise', name]) });
    }
  }
  for (const [name, wanted] of Object.entries(document.tighten ?? {})) {
    const id = fullRuleId(name, rules);
    const rule = id === undefined ? undefined : rules.get(id);
    if (id === undefined || rule === undefined) {
      diagnostics.push(faultAt(layer.positions, ['tighten', name], 'key', unknownRule(name, rules)));
    } else {
      const { draft, faults } = tightenRule(rule, wanted, layer);
      rules.set(id, draft);
      for (const { field, fault } of faults) {
        diagnostics.push(faultAt(layer.positions, ['tighten', name, field], 'value', fault));
      }
    }
  }
  return { view: { ...view, parameters, rules }, diagnostics };
}

const lowers = (rule: RuleDraft): Fault => ({
  code: 'ASSAY1350',
  message:
    rule.raised === undefined
      ? `${rule.id} is a “shall” rule of ${line(rule)} and cannot be lowered`
      : `${rule.id} was raised to “shall” at ${rule.raised.file}:${rule.raised.range.line} and cannot be lowered`,
  hint: 'where one model may miss it for a time, write a waiver',
});

function refuses(parameter: EffectiveParameter, value: unknown): Fault | undefined {
  const { id, value: current, unit, tighten } = parameter;
  const where = `${parameter.origin.file}:${parameter.origin.range.line}`;
  if (typeof value !== typeof current || Array.isArray(value) !== Array.isArray(current)) {
    const message = `${id} is ${kindOf(current)}${unit === undefined ? '' : ` in ${unit}`} (${where}), not ${kindOf(value)}`;
    return { code: 'ASSAY1308', message };
  }
  if (JSON.stringify(value) === JSON.stringify(current)) return undefined;
  if (parameter.adjustable === true && tighten === undefined) return choiceFault(id, value, parameter.choices);
  if (parameter.adjustable === false || tighten === undefined) {
    return { code: 'ASSAY1307', message: `${id} is fixed by its owner (${where})` };
  }
  if (typeof value === 'number' && typeof current === 'number') {
    const tighter = tighten === 'up' ? value > current : value < current;
    if (tighter) return undefined;
  }
  const direction = tighten === 'up' ? 'at least' : 'at most';
  return {
    code: 'ASSAY1306',
    message: `${id} may only be tightened: ${String(value)} is looser than ${String(current)}${unit === undefined || unit === '1' ? '' : ` ${unit}`} (${where})`,
    hint: `set it to ${direction} ${String(current)}, or leave it as it is${unit === undefined || unit === '1' ? '' : `; values are in ${unit}`}`,
  };
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'string' ? 'a text' : `a ${typeof value}`;
}

function unknownParameter(id: string, parameters: ReadonlyMap<string, unknown>): Fault {
  const near = nearest(id, parameters.keys());
  return {
    code: 'ASSAY1305',
    message: `there is no parameter ${id} in what this profile imports`,
    ...(near === undefined ? {} : { hint: `did you mean ${near}?` }),
  };
}

function unknownRule(name: string, rules: ReadonlyMap<string, unknown>): Fault {
  const near = nearest(name, rules.keys());
  return {
    code: 'ASSAY1309',
    message: `there is no rule ${name} in what is imported`,
    ...(near === undefined ? {} : { hint: `did you mean ${near}?` }),
  };
}

/** A rule's full id; the short form stands where only one rule has it. */
export function fullRuleId(name: string, rules: ReadonlyMap<string, unknown>): string | undefined {
  if (rules.has(name)) return name;
  const matches = [...rules.keys()].filter((id) => id.endsWith(`/${name}`));
  return matches.length === 1 ? matches[0] : undefined;
}

const line = ({ layer, index }: RuleDraft): string =>
  `${layer.file}:${layer.positions.value(['rules', index]).range.line}`;

/** `--only RULE|AREA`: the part of a policy that is asked for. */
import type { Diagnostic } from '../document/diagnostic.js';
import type { EffectivePolicy } from '../pack/policy.js';
import { fullRuleId } from '../pack/tailor.js';
import { AREAS } from '../plugins/contract.js';
import { nearest } from '../document/nearest.js';

export interface Selected {
  readonly policy: EffectivePolicy;
  readonly diagnostics: readonly Diagnostic[];
}

export function selectRules(policy: EffectivePolicy, only: readonly string[]): Selected {
  if (only.length === 0) return { policy, diagnostics: [] };
  const byId = new Map(policy.rules.map((rule) => [rule.id, rule]));
  const wanted = new Set<string>();
  const diagnostics: Diagnostic[] = [];
  for (const name of only) {
    const area = AREAS.find((candidate) => candidate === name);
    const id = fullRuleId(name, byId);
    if (area !== undefined) for (const rule of policy.rules) wanted.add(rule.area === area ? rule.id : '');
    else if (id !== undefined) wanted.add(id);
    else {
      const near = nearest(name, [...AREAS, ...byId.keys()]);
      diagnostics.push({
        code: 'ASSAY1309',
        severity: 'error',
        message: `--only ${name} names neither an area nor one rule of the policy`,
        file: '--only',
        ...(near === undefined ? {} : { hint: `did you mean ${near}?` }),
      });
    }
  }
  return { policy: { ...policy, rules: policy.rules.filter((rule) => wanted.has(rule.id)) }, diagnostics };
}

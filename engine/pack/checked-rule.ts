/** The static check of a rule, kept as long as neither the rule nor anything that it may name is another. */
import type { Rule } from '../document/types.generated.js';
import { checkRule } from '../rules/check-rule.js';
import type { RuleCheck, Scope } from '../rules/scope.js';

export interface CheckedRule {
  readonly require: RuleCheck;
  readonly when?: RuleCheck;
}

interface Kept extends CheckedRule {
  readonly scope: string;
  readonly plugins: readonly unknown[];
}

/** Of documents that are read part by part, rules that nobody edits stay the same objects. */
const kept = new WeakMap<Rule, Kept>();

/** @param key Of the scope's facts and parameters, see `scopeKey`. */
export function checkedRule(rule: Rule, scope: Scope, key: string): CheckedRule {
  const plugins = Object.entries(scope.measurements).flatMap(([alias, { plugin, outputs }]) => [
    alias,
    plugin,
    outputs,
  ]);
  const before = kept.get(rule);
  if (before?.scope === key && sameItems(before.plugins, plugins)) return before;
  const checked = {
    require: checkRule(rule.require, scope, 'require'),
    ...(rule.when !== undefined && { when: checkRule(rule.when, scope, 'when') }),
  };
  kept.set(rule, { ...checked, scope: key, plugins });
  return checked;
}

/** All that a check reads of facts and parameters. */
export const scopeKey = ({ facts, parameters }: Pick<Scope, 'facts' | 'parameters'>): string =>
  JSON.stringify([facts, Object.entries(parameters).map(([name, { value, unit }]) => [name, value, unit])]);

const sameItems = (a: readonly unknown[], b: readonly unknown[]): boolean =>
  a.length === b.length && a.every((item, index) => item === b[index]);

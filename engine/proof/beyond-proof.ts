/** Rules of which nothing is proved but that they are the same: too large, or with terms that formulas do not have. */
import type { EffectiveRule } from '../pack/policy.js';
import type { Condition } from '../rules/ast.js';

/** What formulas have of a rule, and what bears on no verdict. */
const KNOWN: ReadonlySet<string> = new Set<keyof EffectiveRule>([
  'id',
  'layer',
  'area',
  'clause',
  'title',
  'level',
  'waiver',
  'confidence',
  'basis',
  'remedy',
  'requireLogic',
  'require',
  'whenLogic',
  'when',
  'measurements',
  'parameters',
  'origin',
]);

/** Comparisons at all shares of the error: more take too long. */
const MOST = 20_000;

export const isBeyondProof = (rule: EffectiveRule): boolean =>
  Object.keys(termsOf(rule)).length > 0 || sizeOf(rule.require) + (rule.when ? sizeOf(rule.when) : 0) > MOST;

/** Equal for two rules that say the same. */
export const wordsOf = (rule: EffectiveRule, requests: readonly (readonly [string, string])[]): string => {
  const { requireLogic, whenLogic, confidence, basis, parameters } = rule;
  return JSON.stringify([requireLogic, whenLogic, confidence, basis, parameters, requests, termsOf(rule)]);
};

const termsOf = (rule: EffectiveRule): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(rule).filter(([key, value]) => !KNOWN.has(key) && value !== undefined));

/** A part of an `or` is asked at as many errors as the `or` has parts. */
function sizeOf(condition: Condition): number {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return condition.parts.length * condition.parts.reduce((sum, part) => sum + sizeOf(part), 0);
    case 'not':
      return sizeOf(condition.part);
    case 'if':
      return 4 * (2 * sizeOf(condition.test) + sizeOf(condition.then) + sizeOf(condition.otherwise));
    case 'all':
    case 'some':
    case 'none':
      return sizeOf(condition.body);
    default:
      return 1;
  }
}

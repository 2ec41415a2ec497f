/** Rules of which nothing is proved but that they are the same: too large. */
import type { EffectiveRule } from '../pack/policy.js';
import type { Condition } from '../rules/ast.js';

/**
 * What each field of a rule bears on: its verdict on evidence, its weight on a day, waivers, or none of them. A field that is
 * missing here would be left out of proofs, so that the compiler asks for it.
 */
const BEARS: Readonly<Record<keyof EffectiveRule, 'verdict' | 'weight' | 'waivers' | 'nothing'>> = {
  id: 'nothing',
  layer: 'nothing',
  area: 'nothing',
  clause: 'nothing',
  title: 'nothing',
  level: 'weight',
  waiver: 'waivers',
  waiverTerms: 'waivers',
  effectiveFrom: 'weight',
  effectiveUntil: 'weight',
  transition: 'weight',
  maxAge: 'verdict',
  confidence: 'verdict',
  basis: 'verdict',
  remedy: 'nothing',
  requireLogic: 'verdict',
  // Of what is written: `requireLogic`, `whenLogic`.
  require: 'nothing',
  whenLogic: 'verdict',
  when: 'nothing',
  // Told by the requests that they come to.
  measurements: 'nothing',
  parameters: 'verdict',
  origin: 'nothing',
};

/** Comparisons at all shares of the error: more take too long. */
const MOST = 20_000;

export const isBeyondProof = (rule: EffectiveRule): boolean =>
  sizeOf(rule.require) + (rule.when ? sizeOf(rule.when) : 0) > MOST;

/** Equal for two rules that say the same of all evidence. */
export const wordsOf = (rule: EffectiveRule, requests: readonly (readonly [string, string])[]): string =>
  JSON.stringify([
    Object.entries(BEARS).map(([field, bears]) => (bears === 'verdict' ? rule[field as keyof EffectiveRule] : 0)),
    requests,
  ]);

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

/** A whole effective policy as formulas: which of its rules hold a subject back on a day, and what waivers of profiles change. */
import { standingOf } from '../judge/standing.js';
import type { EffectivePolicy, EffectiveRule } from '../pack/policy.js';
import type { Catalogue } from '../plugins/contract.js';
import type { EncodedRule, Encoder } from './encoder.js';
import { and, FALSE, not, or, type Formula } from './formula.js';
import type { Occasion } from './occasion.js';

/** A policy with the plugins that its rules were checked against. */
export interface ComparedPolicy {
  readonly policy: EffectivePolicy;
  readonly catalogue: Catalogue;
}

/** What a rule counts for on a day: nothing where it is not in effect. */
export type Weight = 'nothing' | EffectiveRule['level'];

export interface PolicyRule extends EncodedRule {
  /** At each instant of the occasion. */
  readonly weights: readonly Weight[];
  /** It is in effect, and its level `shall`. */
  readonly binds: Formula;
  /** It passes, does not apply, is not in effect, or a waiver in a profile covers it. */
  readonly lets: Formula;
}

export interface EncodedPolicy extends ComparedPolicy {
  readonly rules: readonly PolicyRule[];
}

export function encodePolicy(encoder: Encoder, compared: ComparedPolicy, occasion: Occasion): EncodedPolicy {
  const { policy, catalogue } = compared;
  const rules = policy.rules.map((rule): PolicyRule => {
    const encoded = encoder.rule(rule, catalogue);
    const { pass, fail, notApplicable } = encoded;
    const waivers = policy.waivers.filter((waiver) => waiver.rule === rule.id);
    const undetermined = not(or(pass, fail, notApplicable));
    const waived = waivers.map((waiver) =>
      and(
        occasion.inForce(waiver, rule),
        or(
          waiver.covers.includes('fail') ? fail : FALSE,
          waiver.covers.includes('undetermined') ? undetermined : FALSE,
        ),
      ),
    );
    const out = occasion.when((instant) => weightOn(rule, instant) === 'nothing');
    return {
      ...encoded,
      weights: occasion.instants.map((instant) => weightOn(rule, instant)),
      binds: occasion.when((instant) => weightOn(rule, instant) === 'shall'),
      lets: encoder.theory.define(or(pass, notApplicable, out, ...waived)),
    };
  });
  return { ...compared, rules };
}

function weightOn(rule: EffectiveRule, instant: string): Weight {
  const { level, effect } = standingOf(rule, instant);
  return effect === 'in-effect' ? level : 'nothing';
}

const HEAVIER: readonly Weight[] = ['nothing', 'should', 'shall'];

/** Whether a rule counts for no less than another on every day. */
export const countsNoLess = (one: PolicyRule, than: PolicyRule): boolean =>
  one.weights.every((weight, at) => HEAVIER.indexOf(weight) >= HEAVIER.indexOf(than.weights[at]!));

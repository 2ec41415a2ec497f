/** A simulated subject exactly at its limit, and what counts as a wrong verdict on it. */
import { compileVerdict } from '../../engine/judge/judge-rule.js';
import type { EvidenceSource } from '../../engine/judge/verdict.js';
import { createRng } from '../../engine/numerics/generator.js';
import type { Rng } from '../../engine/numerics/random.js';
import type { EffectiveRule } from '../../engine/pack/policy.js';

export interface Trial {
  readonly rule: EffectiveRule;
  readonly source: EvidenceSource;
}

export interface Scenario {
  readonly section: string;
  readonly name: string;
  readonly confidence: number;
  /** A value at its limit is as good as just beyond it: whether the requirement can then be false, or true. */
  readonly canBeFalse: boolean;
  readonly canBeTrue: boolean;
  /** Trials of the full table, as a share of the usual number. */
  readonly weight?: number;
  /** One sample and the rule it is judged by; `shift` standard errors to the passing side, 0 at the limit. */
  make(rng: Rng, shift: number): Trial;
}

/** Plain data: it crosses threads. */
export interface Row extends Omit<Scenario, 'make' | 'weight'> {
  readonly trials: number;
  readonly falsePasses: number;
  readonly falseFails: number;
  /** Share that passes where the truth is POWER_SHIFT standard errors on the passing side. */
  readonly power: number;
  readonly holds: boolean;
}

export const POWER_SHIFT = 4;

/** At most α within three standard errors of the simulation. */
const within = (wrong: number, trials: number, error: number): boolean =>
  wrong <= trials * error + 3 * Math.sqrt(trials * error * (1 - error));

export function calibrate(scenario: Scenario, usualTrials: number): Row {
  const trials = Math.max(50, Math.round(usualTrials * (scenario.weight ?? 1)));
  const verdicts = (shift: number, count: number, stream: string): readonly string[] => {
    const rng = createRng(`calibration/${scenario.section}/${scenario.name}/${stream}`);
    return Array.from({ length: count }, () => {
      const { rule, source } = scenario.make(rng, shift);
      return compileVerdict(rule)(source);
    });
  };
  const atLimit = verdicts(0, trials, 'limit');
  const above = verdicts(POWER_SHIFT, Math.max(25, Math.round(trials / 5)), 'above');
  const share = (list: readonly string[], verdict: string): number => list.filter((item) => item === verdict).length;
  const falsePasses = scenario.canBeFalse ? share(atLimit, 'pass') : 0;
  const falseFails = scenario.canBeTrue ? share(atLimit, 'fail') : 0;
  const error = 1 - scenario.confidence;
  const { section, name, confidence, canBeFalse, canBeTrue } = scenario;
  return {
    section,
    name,
    confidence,
    canBeFalse,
    canBeTrue,
    trials,
    falsePasses: falsePasses / trials,
    falseFails: falseFails / trials,
    power: share(above, 'pass') / above.length,
    holds: within(falsePasses, trials, error) && within(falseFails, trials, error),
  };
}

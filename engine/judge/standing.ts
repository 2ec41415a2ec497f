import type { EffectiveRule } from '../pack/policy.js';

/** What a rule counts for on a day. */
export interface Standing {
  /** In a transition, `should`. */
  readonly level: EffectiveRule['level'];
  /** `later`: it takes effect another day; `over`: it no longer does. */
  readonly effect: 'in-effect' | 'later' | 'over';
}

type Dated = Pick<EffectiveRule, 'level' | 'effectiveFrom' | 'effectiveUntil' | 'transition'>;

/** @param asOf ISO 8601 instant in UTC, or its day: dates of rules are days in UTC */
export function standingOf({ level, effectiveFrom, effectiveUntil, transition }: Dated, asOf: string): Standing {
  const day = asOf.slice(0, 10);
  const later = effectiveFrom !== undefined && day < effectiveFrom;
  const over = effectiveUntil !== undefined && day >= effectiveUntil;
  return {
    level: transition !== undefined && day < transition.until ? 'should' : level,
    effect: later ? 'later' : over ? 'over' : 'in-effect',
  };
}

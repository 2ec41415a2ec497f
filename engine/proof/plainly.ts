/** What is plain without a solver: the same rule, or one comparison with a limit that is no laxer. */
import { errorOf } from '../judge/judge-rule.js';
import { countsNoLess, type EncodedPolicy, type PolicyRule } from './encode-policy.js';
import type { Limited } from './tree.js';
import { isNoEasierToWaive } from './waiver-kinds.js';

/** `same`: the rules say the same; `limit`: they differ in their limit alone. */
export type PlainReason = 'same' | 'limit';

interface Pair {
  readonly base: EncodedPolicy;
  readonly other: EncodedPolicy;
  readonly rule: PolicyRule;
  readonly counterpart: PolicyRule;
}

/** Why `counterpart` is plainly at least as strict as `rule`; `undefined` where that takes more than a look. */
export function atLeastAsStrict({ base, other, rule: a, counterpart: b }: Pair): PlainReason | undefined {
  const [rule, counterpart] = [a.rule, b.rule];
  if (!countsNoLess(b, a) || !isNoEasierToWaive(counterpart, rule)) return undefined;
  if ([base, other].some(({ policy }) => policy.waivers.some((waiver) => waiver.rule === rule.id))) return undefined;
  // Equal formulas have equal names.
  if (a.pass === b.pass && a.notApplicable === b.notApplicable) return 'same';
  const alike = a.notApplicable === b.notApplicable && String(rule.basis) === String(counterpart.basis);
  const fresher = (counterpart.maxAge ?? Infinity) <= (rule.maxAge ?? Infinity);
  const surer =
    (rule.confidence === 'point') === (counterpart.confidence === 'point') &&
    errorOf(counterpart.confidence) <= errorOf(rule.confidence);
  return alike && fresher && surer && a.limited && b.limited && isNoLaxer(a.limited, b.limited) ? 'limit' : undefined;
}

/** Whether `b` limits the same figure in the same direction, no laxer: exact figures and bounds alike. */
function isNoLaxer(a: Limited, b: Limited): boolean {
  if (a.figure !== b.figure || a.operator !== b.operator) return false;
  const [limits, turns] = [a.limit - b.limit, a.turns - b.turns];
  if (a.operator === '>=' || a.operator === '>') return limits <= 0 && turns <= 0;
  return (a.operator === '<=' || a.operator === '<') && limits >= 0 && turns >= 0;
}

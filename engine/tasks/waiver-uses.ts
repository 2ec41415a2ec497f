import { matchSubject, type AppliedWaivers, type SubjectIdentity, type WaivedRule } from '../judge/waivers.js';
import type { Waiver } from '../pack/policy.js';
import type { WaiverUse } from '../report/assemble.js';

/** For the report: the waiver that names each rule and this subject, and what it comes to. The applied one first. */
export function waiverUses(
  waivers: readonly Waiver[],
  rules: readonly WaivedRule[],
  { waived }: AppliedWaivers,
  subject: SubjectIdentity,
  asOf: Date,
): Record<string, WaiverUse> {
  const uses: Record<string, WaiverUse> = {};
  for (const { rule, judgement } of rules) {
    const applied = waived.get(rule.id);
    const waiver =
      applied ?? waivers.find((one) => one.rule === rule.id && matchSubject(one.subject, subject) === true);
    if (waiver === undefined) continue;
    const idle = judgement.verdict === 'pass' || judgement.verdict === 'not-applicable';
    const expired = !(asOf.getTime() < Date.parse(waiver.expires));
    const state = applied
      ? 'applied'
      : rule.waiver === 'forbidden'
        ? 'forbidden'
        : expired
          ? 'expired'
          : idle
            ? 'unneeded'
            : 'not-covering';
    uses[rule.id] = { waiver, state };
  }
  return uses;
}

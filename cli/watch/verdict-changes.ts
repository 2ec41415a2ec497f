/** What a check says now and did not say before. */
import type { CheckOutcome } from '../../engine/index.js';

/** By subject, and by subject and rule. A subject that cannot be read has the verdict `unread`. */
export type Verdicts = ReadonlyMap<string, string>;

export function verdictsOf(reports: CheckOutcome['reports']): Verdicts {
  const verdicts = new Map<string, string>();
  for (const record of reports) {
    if (record.kind === 'UnreadSubject') {
      verdicts.set(record.path, 'unread');
      continue;
    }
    const { subject, rules, verdict } = record;
    for (const rule of rules)
      verdicts.set(`${subject.name} ${rule.id}`, rule.waiver ? `${rule.verdict} (waived)` : rule.verdict);
    verdicts.set(subject.name, verdict);
  }
  return verdicts;
}

/** `credit-risk sustainable-ai/EVAL-001: fail → pass`, one a line. */
export function verdictChanges(before: Verdicts, now: Verdicts): readonly string[] {
  return [...new Set([...before.keys(), ...now.keys()])].flatMap((name) => {
    const [was, is] = [before.get(name) ?? '–', now.get(name) ?? '–'];
    return was === is ? [] : [`${name}: ${was} → ${is}`];
  });
}

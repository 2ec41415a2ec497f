/** What differs between two reports on one subject, in the order of what a reader asks first. */
import type { EvidenceRecord, Report, RuleRecord } from '../report.js';

type ParameterRecord = Report['policy']['effective']['parameters'][number];

export type Change =
  | { readonly kind: 'part'; readonly part: 'policy' | 'model' | 'data' | 'subject' | 'seed' }
  | { readonly kind: 'engine'; readonly before: string; readonly after: string }
  | { readonly kind: 'rule'; readonly rule: string; readonly what: 'added' | 'removed' }
  | { readonly kind: 'parameter'; readonly before: ParameterRecord; readonly after: ParameterRecord }
  | {
      readonly kind: 'verdict';
      readonly rule: string;
      readonly before: RuleRecord['verdict'];
      readonly after: RuleRecord['verdict'];
    }
  | {
      readonly kind: 'estimate';
      readonly rule: string;
      readonly before: EvidenceRecord;
      readonly after: EvidenceRecord;
    };

export function changesBetween(before: Report, after: Report): readonly Change[] {
  const old = new Map(before.rules.map((rule) => [rule.id, rule]));
  const now = new Set(after.rules.map((rule) => rule.id));
  return [
    ...partChanges(before, after),
    ...parameterChanges(before, after),
    ...after.rules.flatMap((rule): Change[] => {
      const earlier = old.get(rule.id);
      return earlier === undefined ? [{ kind: 'rule', rule: rule.id, what: 'added' }] : ruleChanges(earlier, rule);
    }),
    ...before.rules
      .filter((rule) => !now.has(rule.id))
      .map((rule): Change => ({ kind: 'rule', rule: rule.id, what: 'removed' })),
  ];
}

/** Of those that both policies have. */
function parameterChanges(before: Report, after: Report): Change[] {
  const old = new Map(before.policy.effective.parameters.map((parameter) => [parameter.id, parameter]));
  return after.policy.effective.parameters.flatMap((parameter): Change[] => {
    const earlier = old.get(parameter.id);
    return earlier === undefined || JSON.stringify(earlier.value) === JSON.stringify(parameter.value)
      ? []
      : [{ kind: 'parameter', before: earlier, after: parameter }];
  });
}

const dataOf = (report: Report): string =>
  JSON.stringify(
    report.subject.inputs.filter(({ role }) => role.startsWith('data')).map(({ role, digest }) => [role, digest]),
  );

function partChanges(before: Report, after: Report): Change[] {
  const modelDiffers = before.subject.model?.digest !== after.subject.model?.digest;
  const dataDiffers = dataOf(before) !== dataOf(after);
  const parts: Change[] = [];
  if (before.engine.version !== after.engine.version)
    parts.push({ kind: 'engine', before: before.engine.version, after: after.engine.version });
  if (before.policy.digest !== after.policy.digest) parts.push({ kind: 'part', part: 'policy' });
  if (modelDiffers) parts.push({ kind: 'part', part: 'model' });
  if (dataDiffers) parts.push({ kind: 'part', part: 'data' });
  if (!modelDiffers && !dataDiffers && before.subject.digest !== after.subject.digest)
    parts.push({ kind: 'part', part: 'subject' });
  // A seed that follows from the digests changes with them: no news of its own.
  if (before.seed !== after.seed && (before.seedChosen || after.seedChosen)) parts.push({ kind: 'part', part: 'seed' });
  return parts;
}

function ruleChanges(before: RuleRecord, after: RuleRecord): Change[] {
  const changes: Change[] = [];
  if (before.verdict !== after.verdict)
    changes.push({ kind: 'verdict', rule: after.id, before: before.verdict, after: after.verdict });
  for (const evidence of after.evidence.filter((each) => each.deciding)) {
    const earlier = before.evidence.find(
      (each) => each.output === evidence.output && each.operator === evidence.operator,
    );
    if (earlier !== undefined && earlier.estimate !== evidence.estimate)
      changes.push({ kind: 'estimate', rule: after.id, before: earlier, after: evidence });
  }
  return changes;
}

/** What a report's evidence comes to under another policy: judged again, never measured. Pure. */
import { judgePolicy } from '../judge/judge-policy.js';
import type { CheckVerdict, RuleVerdict } from '../judge/verdict.js';
import type { EffectivePolicy, EffectiveRule } from '../pack/policy.js';
import type { Catalogue } from '../plugins/contract.js';
import { fillParameters } from '../plugins/parameters.js';
import type { MeasurementRecord, Report } from '../report/report.js';
import { referencesIn } from '../rules/references.js';
import { differencesBetween } from './differences.js';
import { recordedEvidence } from './recorded-evidence.js';

export interface RuleUnder {
  readonly rule: string;
  /** In the report; absent where it does not know the rule. */
  readonly before?: RuleVerdict;
  /** Under the other policy; absent where it has no such rule. */
  readonly after?: RuleVerdict;
  /** Plugins whose figures it needs and the report does not hold: `after` says nothing until they are measured. */
  readonly needsMeasuring: readonly string[];
}

export interface ReportUnder {
  readonly subject: { readonly name: string; readonly version: string };
  /** The day on which it is judged. */
  readonly asOf: string;
  readonly before: CheckVerdict;
  /** `null` where no rule applies. */
  readonly after: CheckVerdict | null;
  readonly rules: readonly RuleUnder[];
}

export function judgeUnder(
  report: Report,
  policy: EffectivePolicy,
  catalogue: Catalogue,
  asOf: string,
  file: string,
): ReportUnder {
  const needs = new Map<string, readonly string[]>();
  const judged = judgePolicy({
    rules: policy.rules,
    evidenceOf: (rule) => {
      const found = measurementsFor(rule, report, catalogue);
      needs.set(rule.id, missingFor(rule, found));
      return recordedEvidence(report, rule, found, asOf);
    },
    waivers: policy.waivers,
    subject: { ...report.subject, file },
    asOf,
  });
  const before = new Map(report.rules.map(({ id, verdict }) => [id, verdict]));
  const ids = [...new Set([...before.keys(), ...policy.rules.map(({ id }) => id)])].sort((a, b) => (a < b ? -1 : 1));
  const rules = ids.map((rule): RuleUnder => {
    const after = judged.judgements[rule]?.verdict;
    // Of a rule that does not apply nothing need be measured.
    const needsMeasuring = after === 'not-applicable' ? [] : (needs.get(rule) ?? []);
    return {
      rule,
      ...(before.has(rule) ? { before: before.get(rule)! } : {}),
      ...(after === undefined ? {} : { after }),
      needsMeasuring,
    };
  });
  const { name, version } = report.subject;
  const after = judged.overall.kind === 'verdict' ? judged.overall.verdict : null;
  return { subject: { name, version }, asOf, before: report.verdict, after, rules };
}

/** Whether a verdict that was given would now be another, as far as the report can tell. */
export const flips = ({ before, after, rules }: ReportUnder): boolean =>
  before !== after ||
  rules.some(
    (rule) =>
      rule.needsMeasuring.length === 0 &&
      rule.before !== undefined &&
      rule.after !== undefined &&
      rule.before !== rule.after,
  );

/** The report's record for each alias of a rule: of the same plugin with the same settings. */
function measurementsFor(
  rule: EffectiveRule,
  report: Report,
  catalogue: Catalogue,
): Readonly<Record<string, MeasurementRecord | undefined>> {
  return Object.fromEntries(
    Object.entries(rule.measurements).map(([alias, { plugin, with: given }]) => {
      const entry = catalogue[plugin];
      const settings = entry === undefined ? given : fillParameters(entry, given).value;
      const record = report.measurements.find(
        (one) => one.plugin === plugin && differencesBetween(one.with, settings).length === 0,
      );
      return [alias, record];
    }),
  );
}

function missingFor(
  rule: EffectiveRule,
  found: Readonly<Record<string, MeasurementRecord | undefined>>,
): readonly string[] {
  const missing = referencesIn(rule.require).flatMap((reference) => {
    if (reference.root !== 'measurement') return [];
    const outputs = found[reference.alias]?.outputs;
    const isThere = outputs !== undefined && Object.hasOwn(outputs, reference.output);
    return isThere ? [] : [rule.measurements[reference.alias]?.plugin ?? reference.alias];
  });
  return [...new Set(missing)];
}

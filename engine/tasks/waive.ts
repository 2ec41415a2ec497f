/** `waive`: a draft of a waiver, for others to review and approve. It counts for nothing until they do. */
import type { WaiveOutcome, WaiveRequest, WaiverDraft } from '../api.js';
import { isError, type Diagnostic } from '../document/diagnostic.js';
import { fileSource } from '../document/file-source.js';
import { nearest } from '../document/nearest.js';
import { readDocument } from '../document/read-document.js';
import type { Source } from '../document/source.js';
import { matchSubject } from '../judge/waivers.js';
import type { EffectiveRule } from '../pack/policy.js';
import { fullRuleId } from '../pack/tailor.js';
import type { RuleRecord } from '../report/report.js';
import { resolvePolicies, type PolicyPath } from './policies.js';
import { shown } from './shown-path.js';
import { readSubjectPolicies } from './subject-policies.js';

const DAY = 86_400_000;
const USUAL_DAYS = 30;

export function waive(request: WaiveRequest): WaiveOutcome {
  const { rule: asked, asOf, reason, ticket, days } = request;
  const source = fileSource();
  const named = subjectOf(source, request.subject);
  if (named.selector === undefined) return { diagnostics: named.diagnostics };
  const { report } = request.lastReport(named.name);
  const diagnostics = [...named.diagnostics];
  const paths = request.policies?.map((path): PolicyPath => ({ path: shown(path) })) ?? named.policies;
  const policies = resolvePolicies(source, paths, asOf);
  diagnostics.push(...policies.diagnostics.filter(isError));
  if (diagnostics.some(isError)) return { diagnostics };
  const rules = new Map<string, EffectiveRule | RuleRecord>(
    paths.length > 0
      ? (policies.policy?.rules ?? []).map((rule) => [rule.id, rule])
      : (report?.rules ?? []).map((rule) => [rule.id, rule]),
  );
  const id = fullRuleId(asked, rules);
  const rule = id === undefined ? undefined : rules.get(id);
  if (id === undefined || rule === undefined) return { diagnostics: [...diagnostics, unknownRule(asked, rules)] };
  const record = report?.rules.find((one) => one.id === id);
  const terms = termsOf(rule);
  const fault = faultOf(id, terms, days);
  if (fault !== undefined) return { diagnostics: [...diagnostics, fault] };
  if (record?.verdict === 'pass') diagnostics.push(notNeeded(id, report?.asOf ?? ''));
  const lasts = days ?? Math.min(USUAL_DAYS, terms.longest ?? USUAL_DAYS);
  const draft: WaiverDraft = {
    rule: id,
    title: rule.title,
    level: rule.level,
    subject: named.selector,
    ...(reason === undefined ? {} : { reason }),
    ...(ticket === undefined ? {} : { ticket }),
    issued: asOf.toISOString(),
    expires: new Date(asOf.getTime() + lasts * DAY).toISOString(),
    covers: record?.verdict === 'undetermined' ? ['fail', 'undetermined'] : ['fail'],
    ...(terms.longest === undefined ? {} : { longest: terms.longest }),
    approvers: terms.approvers ?? 1,
    ...(record === undefined || report === undefined
      ? {}
      : { last: { asOf: report.asOf, verdict: record.verdict, evidence: record.evidence } }),
  };
  return { draft, diagnostics };
}

interface Terms {
  readonly allowed: boolean;
  readonly longest?: number;
  readonly approvers?: number;
}

const termsOf = (rule: EffectiveRule | RuleRecord): Terms =>
  'waivable' in rule ? rule.waivable : { allowed: rule.waiver === 'allowed', ...rule.waiverTerms };

interface NamedSubject {
  /** Absent where it cannot be read. */
  readonly selector?: string;
  readonly name: string;
  readonly policies: readonly PolicyPath[];
  readonly diagnostics: readonly Diagnostic[];
}

/** A subject document gives its name and exact version; else what waivers take: a name, a range, a digest. */
function subjectOf(source: Source, given: string): NamedSubject {
  const path = shown(given);
  if (source.kind(path) === 'file') {
    const { document, diagnostics } = readDocument(source, path, { kinds: ['Subject'] });
    if (document === undefined) return { name: '', policies: [], diagnostics };
    const { name, version } = document.metadata;
    const { policies } = readSubjectPolicies(source, path);
    return { selector: `${name}@${version}`, name, policies, diagnostics: diagnostics.filter(isError) };
  }
  if (matchSubject(given, { name: '', digest: '' }) === 'malformed') {
    const message = `${given} is neither a file nor what a waiver takes for a subject`;
    const hint = 'name a subject document, or credit-risk, credit-risk@^3.1, sha256:…';
    return {
      name: '',
      policies: [],
      diagnostics: [{ code: 'ASSAY1867', severity: 'error', message, file: given, hint }],
    };
  }
  return { selector: given, name: given.split('@')[0] ?? given, policies: [], diagnostics: [] };
}

function unknownRule(asked: string, rules: ReadonlyMap<string, unknown>): Diagnostic {
  const near = nearest(asked, rules.keys());
  const hint = near === undefined ? 'name its policy with --policy' : `did you mean ${near}?`;
  return {
    code: 'ASSAY1309',
    severity: 'error',
    message: `there is no rule ${asked} here, or more than one`,
    file: asked,
    hint,
  };
}

function faultOf(id: string, { allowed, longest }: Terms, days: number | undefined): Diagnostic | undefined {
  const fault = (code: string, message: string, hint: string): Diagnostic => ({
    code,
    severity: 'error',
    message,
    file: id,
    hint,
  });
  if (!allowed) return fault('ASSAY1865', `${id} cannot be waived`, 'mend what fails');
  if (longest === undefined || days === undefined || days <= longest) return undefined;
  return fault(
    'ASSAY1866',
    `${id} may be waived for at most ${longest} days, not ${days}`,
    `ask for ${longest} or fewer`,
  );
}

const notNeeded = (id: string, asOf: string): Diagnostic => ({
  code: 'ASSAY1868',
  severity: 'notice',
  message: `${id} passed in the last report, of ${asOf.slice(0, 10)}`,
  file: id,
});

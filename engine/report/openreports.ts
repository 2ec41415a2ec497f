/**
 * OpenReports v1alpha1 (openreports.io), as dashboards of Kubernetes read it: a `Report` a subject, several in a `List`;
 * JSON, which `kubectl apply -f` takes.
 */
import { slug } from '../oscal/names.js';
import { renderJson } from './json.js';
import type { Report, RuleRecord, UnreadSubject } from './report.js';
import type { Reporter } from './reporter.js';
import { isWaived } from './text/header.js';
import { neutraliseAll } from './text/neutralise.js';
import type { Page } from './text/page.js';
import { plainPage, recordsOf, ruleInWords } from './words.js';

type Result = 'pass' | 'fail' | 'warn' | 'error' | 'skip';

const API_VERSION = 'openreports.io/v1alpha1';

export const renderOpenreports: Reporter = (raw, { language }) => {
  const page = plainPage(language);
  const items = recordsOf(neutraliseAll(raw)).map((record) =>
    record.kind === 'Report' ? reportOf(record, page) : unreadReport(record),
  );
  return renderJson(items.length === 1 ? items[0]! : { apiVersion: 'v1', kind: 'List', items });
};

/** A failed or open `should` rule and a waived one warn; an open `shall` rule could not be evaluated. */
function resultOf(rule: RuleRecord): Result {
  if (rule.verdict === 'pass') return 'pass';
  if (rule.verdict === 'not-applicable') return 'skip';
  if (rule.level === 'should' || isWaived(rule)) return 'warn';
  return rule.verdict === 'fail' ? 'fail' : 'error';
}

function reportOf(report: Report, page: Page): object {
  const { subject, policy, asOf } = report;
  const milliseconds = Date.parse(asOf);
  const timestamp = { seconds: Math.floor(milliseconds / 1000), nanos: (milliseconds % 1000) * 1_000_000 };
  return {
    apiVersion: API_VERSION,
    kind: 'Report',
    metadata: {
      name: `assay-${nameOf(subject.name)}-${subject.digest.slice('sha256:'.length, 'sha256:'.length + 8)}`,
      labels: { 'app.kubernetes.io/managed-by': 'assay' },
      annotations: { 'assay/subject': `${subject.name}@${subject.version}`, 'assay/verdict': report.verdict },
    },
    source: 'assay',
    scope: { apiVersion: report.apiVersion, kind: 'Subject', name: `${subject.name}@${subject.version}` },
    summary: summaryOf(report.rules.map(resultOf)),
    results: report.rules.map((rule) => ({
      source: 'assay',
      policy: rule.source.layer,
      rule: rule.id,
      category: rule.area,
      severity: rule.level === 'shall' ? 'high' : 'low',
      result: resultOf(rule),
      scored: rule.level === 'shall',
      timestamp,
      message: [page.say(rule.title), ...ruleInWords(rule, page)].join('\n'),
      properties: {
        verdict: rule.verdict,
        ...(rule.cause === undefined ? {} : { cause: rule.cause }),
        ...(rule.clause === undefined ? {} : { clause: rule.clause }),
        ...(rule.waiver === null ? {} : { waiver: rule.waiver.state }),
        subjectDigest: subject.digest,
        policyDigest: policy.digest,
      },
    })),
  };
}

const unreadReport = ({ path, findings }: UnreadSubject): object => ({
  apiVersion: API_VERSION,
  kind: 'Report',
  metadata: { name: `assay-${nameOf(path)}` },
  source: 'assay',
  scope: { apiVersion: 'assay/v1', kind: 'Subject', name: path },
  summary: summaryOf(findings.map(() => 'error')),
  results: findings.map(({ code, message }) => ({
    source: 'assay',
    policy: 'assay',
    rule: code,
    result: 'error',
    message,
  })),
});

const summaryOf = (results: readonly Result[]): Readonly<Record<Result, number>> => {
  const count = (result: Result): number => results.filter((each) => each === result).length;
  return { pass: count('pass'), fail: count('fail'), warn: count('warn'), error: count('error'), skip: count('skip') };
};

/** A part of a DNS label (RFC 1123). */
const nameOf = (text: string): string => slug(text, 40) || 'subject';

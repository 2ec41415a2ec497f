/** GitLab's Code Quality report: what a merge request shows beside the lines of a standard. */
import { digestValue } from '../trust/digest.js';
import { renderJson } from './json.js';
import type { DiagnosticRecord, Report, RuleRecord } from './report.js';
import type { Reporter } from './reporter.js';
import { isWaived } from './text/header.js';
import { neutraliseAll } from './text/neutralise.js';
import type { Page } from './text/page.js';
import { plainPage, recordsOf, ruleInOneLine } from './words.js';

interface Issue {
  readonly description: string;
  readonly check_name: string;
  /** The same from check to check, so that GitLab tells new from old. */
  readonly fingerprint: string;
  readonly severity: 'info' | 'minor' | 'major' | 'critical' | 'blocker';
  readonly location: { readonly path: string; readonly lines: { readonly begin: number } };
}

export const renderGitlab: Reporter = (raw, { language }) => {
  const page = plainPage(language);
  return renderJson(
    recordsOf(neutraliseAll(raw)).flatMap((record): readonly Issue[] =>
      record.kind === 'Report'
        ? [...record.rules.flatMap((rule) => issueOf(rule, record, page)), ...record.findings.map(findingIssue)]
        : record.findings.map(findingIssue),
    ),
  );
};

function issueOf(rule: RuleRecord, { subject }: Report, page: Page): readonly Issue[] {
  if (rule.verdict === 'pass' || rule.verdict === 'not-applicable') return [];
  const verdict = `${page.m.level[rule.level]}, ${page.m.ruleVerdict[rule.verdict]}`;
  return [
    {
      description: `${subject.name} ${subject.version}: ${page.say(rule.title)} (${verdict}). ${ruleInOneLine(rule, page)}`,
      check_name: rule.id,
      fingerprint: fingerprintOf('rule', subject.name, rule.id),
      severity: severityOf(rule),
      location: { path: rule.source.file, lines: { begin: rule.source.line } },
    },
  ];
}

function severityOf(rule: RuleRecord): Issue['severity'] {
  if (isWaived(rule)) return 'info';
  if (rule.level === 'should') return rule.verdict === 'fail' ? 'minor' : 'info';
  return rule.verdict === 'fail' ? 'critical' : 'major';
}

const SEVERITY = { error: 'critical', warning: 'minor', notice: 'info' } as const;

const findingIssue = ({ code, severity, message, hint, file, range }: DiagnosticRecord): Issue => ({
  description: hint === undefined ? message : `${message}. ${hint}`,
  check_name: code,
  fingerprint: fingerprintOf('finding', code, file, message),
  severity: SEVERITY[severity],
  location: { path: file, lines: { begin: range?.line ?? 1 } },
});

const fingerprintOf = (...parts: readonly string[]): string => digestValue(parts).slice('sha256:'.length);

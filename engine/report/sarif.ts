/** SARIF 2.1.0 (OASIS): a run a subject, a result a rule, positions in the standard, waivers as suppressions. */
import { digestValue } from '../trust/digest.js';
import { renderJson } from './json.js';
import type { DiagnosticRecord, Report, RuleRecord, UnreadSubject } from './report.js';
import type { Reporter } from './reporter.js';
import { isWaived } from './text/header.js';
import { neutraliseAll } from './text/neutralise.js';
import type { Page } from './text/page.js';
import { waiverInWords } from './text/reason.js';
import { plainPage, recordsOf, ruleInWords } from './words.js';

const SCHEMA = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';

export const renderSarif: Reporter = (raw, { language }) => {
  const page = plainPage(language);
  const runs = recordsOf(neutraliseAll(raw)).map((record) =>
    record.kind === 'Report' ? runOf(record, page) : unreadRun(record),
  );
  return renderJson({ $schema: SCHEMA, version: '2.1.0', runs });
};

function runOf(report: Report, page: Page): object {
  const { engine, subject, policy } = report;
  return {
    tool: {
      driver: {
        name: engine.name,
        version: engine.version,
        language: page.language,
        rules: report.rules.map((rule) => descriptorOf(rule, page)),
      },
    },
    automationDetails: { id: `assay/${encodeURIComponent(subject.name)}/` },
    columnKind: 'utf16CodeUnits',
    invocations: [{ executionSuccessful: true, toolExecutionNotifications: report.findings.map(notificationOf) }],
    results: report.rules.map((rule, index) => resultOf(rule, index, report, page)),
    properties: {
      verdict: report.verdict,
      asOf: report.asOf,
      seed: report.seed,
      subjectDigest: subject.digest,
      policyDigest: policy.digest,
    },
  };
}

const unreadRun = ({ path, findings }: UnreadSubject): object => ({
  tool: { driver: { name: 'assay' } },
  invocations: [
    { executionSuccessful: false, toolConfigurationNotifications: findings.map(notificationOf), properties: { path } },
  ],
  results: [],
});

const descriptorOf = (rule: RuleRecord, page: Page): object => ({
  id: rule.id,
  shortDescription: { text: page.say(rule.title) },
  ...(rule.remedy === undefined ? {} : { help: { text: page.say(rule.remedy) } }),
  defaultConfiguration: { level: LEVEL[rule.level] },
  properties: {
    tags: [rule.area],
    level: rule.level,
    ...(rule.clause === undefined ? {} : { clause: rule.clause }),
  },
});

const LEVEL = { shall: 'error', should: 'warning' } as const;

const KIND = { pass: 'pass', fail: 'fail', undetermined: 'open', 'not-applicable': 'notApplicable' } as const;

/** §3.27.10: a result that is no failure has the level `none`. */
function resultOf(rule: RuleRecord, ruleIndex: number, { subject }: Report, page: Page): object {
  const { source, waiver } = rule;
  return {
    ruleId: rule.id,
    ruleIndex,
    kind: KIND[rule.verdict],
    level: rule.verdict === 'fail' ? LEVEL[rule.level] : 'none',
    message: { text: [page.say(rule.title), ...ruleInWords(rule, page)].join('\n') },
    locations: [
      {
        physicalLocation: physical(source.file, { startLine: source.line, startColumn: source.column }),
        logicalLocations: [{ name: subject.name, fullyQualifiedName: `${subject.name}@${subject.version}` }],
      },
    ],
    partialFingerprints: { 'subjectAndRule/v1': digestValue([subject.name, rule.id]).slice('sha256:'.length) },
    suppressions:
      waiver === null || !isWaived(rule)
        ? []
        : [{ kind: 'external', status: 'accepted', justification: waiverInWords(waiver, page) }],
    properties: {
      ...(rule.cause === undefined ? {} : { cause: rule.cause }),
      confidence: rule.confidence,
      evidence: rule.evidence,
    },
  };
}

const NOTIFICATION = { error: 'error', warning: 'warning', notice: 'note' } as const;

const notificationOf = ({ code, severity, message, hint, file, range }: DiagnosticRecord): object => ({
  descriptor: { id: code },
  level: NOTIFICATION[severity],
  message: { text: hint === undefined ? message : `${message}\n${hint}` },
  locations: [
    {
      physicalLocation: physical(
        file,
        range && {
          startLine: range.line,
          startColumn: range.column,
          endLine: range.endLine,
          endColumn: range.endColumn,
        },
      ),
    },
  ],
});

const physical = (file: string, region?: object): object => ({
  artifactLocation: { uri: file.split('/').map(encodeURIComponent).join('/') },
  ...(region && { region }),
});

/**
 * SARIF 2.1.0 (OASIS): a run a subject, a result a rule, waivers as suppressions. A result stands at the subject's document:
 * GitHub's code scanning shows the first location alone, and in a pull request only where it is a file of the repository,
 * which the standard need not be. Where the rule is written is a related location, which the message links to.
 */
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
  const { waiver } = rule;
  const lines = [page.say(rule.title), ...ruleInWords(rule, page)].map(unlinked);
  const written = physical(rule.source.file, { startLine: rule.source.line, startColumn: rule.source.column });
  const logicalLocations = [{ name: subject.name, fullyQualifiedName: `${subject.name}@${subject.version}` }];
  return {
    ruleId: rule.id,
    ruleIndex,
    kind: KIND[rule.verdict],
    level: rule.verdict === 'fail' ? LEVEL[rule.level] : 'none',
    ...(subject.document === undefined
      ? { message: { text: lines.join('\n') }, locations: [{ physicalLocation: written, logicalLocations }] }
      : {
          message: { text: [...lines, `[${rule.id}](1)`].join('\n') },
          locations: [{ physicalLocation: physical(subject.document.path, { startLine: 1 }), logicalLocations }],
          relatedLocations: [{ id: 1, physicalLocation: written, message: { text: rule.id } }],
        }),
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

/** §3.11.6: plain texts have links, which a document's words are not to make. */
const unlinked = (text: string): string => text.replaceAll('](', '] (');

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

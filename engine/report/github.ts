/** Annotations of GitHub Actions: workflow commands on standard output, at the rule's place in its standard. */
import type { DiagnosticRecord, Report, RuleRecord } from './report.js';
import type { Reporter } from './reporter.js';
import { isWaived, verdictReason } from './text/header.js';
import { asRuleVerdict, markOf } from './text/marks.js';
import { namer } from './text/names.js';
import { neutraliseAll } from './text/neutralise.js';
import type { Page } from './text/page.js';
import { plainPage, recordsOf, ruleInWords } from './words.js';

type Command = 'error' | 'warning' | 'notice';

interface Place {
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
}

export const renderGithub: Reporter = (raw, { language }) => {
  const page = plainPage(language);
  return recordsOf(neutraliseAll(raw))
    .flatMap((record) => (record.kind === 'Report' ? linesOf(record, page) : record.findings.map(findingLine)))
    .join('');
};

function linesOf(report: Report, page: Page): readonly string[] {
  const { name, version } = report.subject;
  // It begins with a sign of ours: a line that begins with a subject's name could be a command.
  const verdict = `${markOf(asRuleVerdict(report.verdict), page)} ${name} ${version}: ${page.m.verdict[report.verdict]}`;
  return [
    ...report.rules.flatMap((rule) => ruleLine(rule, `${name} ${version}`, page)),
    ...report.findings.filter(({ severity }) => severity !== 'notice').map(findingLine),
    `${verdict}. ${verdictReason(report, namer(report.rules), page)}\n`,
  ];
}

function ruleLine(rule: RuleRecord, subject: string, page: Page): readonly string[] {
  if (rule.verdict === 'pass' || rule.verdict === 'not-applicable') return [];
  const title = `${rule.id} (${page.m.level[rule.level]}, ${page.m.ruleVerdict[rule.verdict]}): ${page.say(rule.title)}`;
  return [command(commandOf(rule), rule.source, title, `${subject}\n${ruleInWords(rule, page).join('\n')}`)];
}

function commandOf(rule: RuleRecord): Command {
  if (isWaived(rule)) return 'notice';
  if (rule.level === 'should') return rule.verdict === 'fail' ? 'warning' : 'notice';
  return rule.verdict === 'fail' ? 'error' : 'warning';
}

const findingLine = ({ code, severity, message, hint, file, range }: DiagnosticRecord): string =>
  command(severity, { file, ...range }, code, hint === undefined ? message : `${message}\n${hint}`);

function command(name: Command, { file, line, column }: Place, title: string, message: string): string {
  const properties = { file, line, col: column, title };
  const written = Object.entries(properties).flatMap(([key, value]) =>
    value === undefined ? [] : [`${key}=${escapedProperty(String(value))}`],
  );
  return `::${name} ${written.join(',')}::${escapedData(message)}\n`;
}

const escapedData = (text: string): string =>
  text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
const escapedProperty = (text: string): string => escapedData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');

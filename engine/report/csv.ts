/** One line a comparison, for spreadsheets; a rule without one has a line of its own. */
import { stringify } from 'csv-stringify/sync';
import type { EvidenceRecord, Report, RuleRecord } from './report.js';
import type { Reporter } from './reporter.js';
import { neutraliseAll } from './text/neutralise.js';
import { plainPage, recordsOf } from './words.js';

type Cell = string | number | boolean;

const COLUMNS = [
  ...['subject', 'subjectVersion', 'checkVerdict', 'rule', 'area', 'clause', 'title', 'level', 'verdict', 'cause'],
  ...['confidence', 'waiver', 'waiverExpires', 'output', 'estimate', 'lower', 'upper', 'intervalLevel', 'unit'],
  ...['operator', 'limit', 'distance', 'lowestSupport', 'highestSupport', 'basis', 'deciding', 'file', 'line'],
] as const;

type Line = Partial<Record<(typeof COLUMNS)[number], Cell | undefined>>;

/** Numbers in full, as JSON writes them; texts that a spreadsheet would run as a formula begin with an apostrophe. */
export const renderCsv: Reporter = (raw, { language }) => {
  const page = plainPage(language);
  const lines = recordsOf(neutraliseAll(raw)).flatMap((record): readonly Line[] =>
    record.kind === 'Report'
      ? record.rules.flatMap((rule) => ruleLines(record, rule, page.say(rule.title)))
      : record.findings.map((finding) => ({
          subject: record.path,
          checkVerdict: 'unread',
          rule: finding.code,
          title: finding.message,
          file: finding.file,
          line: finding.range?.line,
        })),
  );
  return stringify(lines, { header: true, columns: [...COLUMNS], escape_formulas: true, cast: { boolean: String } });
};

function ruleLines(report: Report, rule: RuleRecord, title: string): readonly Line[] {
  const common: Line = {
    subject: report.subject.name,
    subjectVersion: report.subject.version,
    checkVerdict: report.verdict,
    rule: rule.id,
    area: rule.area,
    clause: rule.clause,
    title,
    level: rule.level,
    verdict: rule.verdict,
    cause: rule.cause,
    confidence: rule.confidence,
    waiver: rule.waiver?.state,
    waiverExpires: rule.waiver?.expires,
    file: rule.source.file,
    line: rule.source.line,
  };
  return rule.evidence.length === 0 ? [common] : rule.evidence.map((each) => ({ ...common, ...comparison(each) }));
}

const comparison = (evidence: EvidenceRecord): Line => ({
  output: evidence.output,
  estimate: evidence.estimate ?? undefined,
  lower: evidence.interval?.[0],
  upper: evidence.interval?.[1],
  intervalLevel: evidence.level,
  unit: evidence.unit,
  operator: evidence.operator,
  limit: limitOf(evidence.limit),
  distance: evidence.distance,
  lowestSupport: evidence.support[0],
  highestSupport: evidence.support[1],
  basis: evidence.basis,
  deciding: evidence.deciding,
});

const limitOf = (limit: EvidenceRecord['limit']): Cell | undefined =>
  limit === null ? undefined : typeof limit === 'object' ? limit.join(' ') : limit;

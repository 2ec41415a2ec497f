/** Markdown for a pull request's comment: the verdict, what keeps it from conforming as a table, the rest folded away. */
import type { Report, RuleRecord, UnreadSubject } from './report.js';
import type { Reporter } from './reporter.js';
import { changesSection } from './text/sections.js';
import { decidingEvidence } from './text/evidence.js';
import { footerSentences } from './text/footer.js';
import { countLines, isWaived, verdictReason } from './text/header.js';
import { asRuleVerdict, markOf, waiverMark } from './text/marks.js';
import { namer } from './text/names.js';
import { neutraliseAll } from './text/neutralise.js';
import type { Page } from './text/page.js';
import { escaped, table } from './markdown-text.js';
import { switchedOffBy } from './text/reason.js';
import { comparisonInWords, plainPage, recordsOf, ruleInWords } from './words.js';

/** GitHub takes comments of at most 65,536 characters; what is beyond is counted and left to the report. */
const MOST_CHARACTERS = 60_000;

export const renderMarkdown: Reporter = (raw, { language, previous }) => {
  const page = plainPage(language);
  const parts = recordsOf(neutraliseAll(raw)).map((record) =>
    record.kind === 'Report'
      ? reportParts(record, neutraliseAll(previous?.[record.subject.name]), page)
      : unreadParts(record, page),
  );
  return `${parts.map((each) => fitted(each, Math.floor(MOST_CHARACTERS / parts.length), page)).join('\n\n---\n\n')}\n`;
};

/** Whole parts, in their order, as far as there is room. */
function fitted(parts: readonly string[], room: number, page: Page): string {
  const kept: string[] = [];
  let length = 0;
  for (const part of parts) {
    length += part.length + 2;
    if (length > room) return [...kept, page.m.markdown.cut].join('\n\n');
    kept.push(part);
  }
  return kept.join('\n\n');
}

function reportParts(report: Report, previous: Report | undefined, page: Page): readonly string[] {
  const { m } = page;
  const { subject, rules } = report;
  const nameOf = namer(rules);
  const title = page.say(subject.title);
  const of = (verdict: RuleRecord['verdict']): readonly RuleRecord[] =>
    rules.filter((rule) => rule.verdict === verdict && !isWaived(rule));
  const open = [...of('fail'), ...of('undetermined')].sort((a, b) => rank(a) - rank(b));
  return [
    `## ${markOf(asRuleVerdict(report.verdict), page)} ${m.verdict[report.verdict]}: ${escaped(`${subject.name} ${subject.version}`)}`,
    ...(title === '' ? [] : [`*${escaped(title)}*`]),
    escaped(verdictReason(report, nameOf, page)),
    escaped(countLines(rules, page).join('   ')),
    ...(open.length === 0 ? [] : [ruleTable(open, nameOf, page)]),
    ...folded(m.waived, rules.filter(isWaived), nameOf, page),
    ...folded(m.ruleVerdict.pass, of('pass'), nameOf, page),
    ...switchedOff(of('not-applicable'), nameOf, page),
    ...list(
      m.section.notAssessed,
      report.notAssessed.map(({ standard, clause, title: name }) => `${standard} ${clause}: ${page.say(name)}`),
    ),
    ...list(
      m.section.findings,
      report.findings.map(
        ({ code, message, file, range }) => `${code} ${file}${range ? `:${range.line}` : ''}: ${message}`,
      ),
    ),
    ...(previous === undefined ? [] : changes(previous, report, nameOf, page)),
    `<sub>${footerSentences(report, page).map(escaped).join('<br>')}</sub>`,
  ];
}

/** What fails before what is open, `shall` before `should`. */
const rank = (rule: RuleRecord): number => (rule.verdict === 'fail' ? 0 : 1) + (rule.level === 'shall' ? 0 : 2);

function ruleTable(rules: readonly RuleRecord[], nameOf: (id: string) => string, page: Page): string {
  const { rule: head, measured, why } = page.m.markdown;
  const rows = rules.map((rule) => {
    const tags = [page.m.level[rule.level], ...(rule.clause === undefined ? [] : [page.m.clause(rule.clause)])];
    const figures = decidingEvidence(rule).map((each) => escaped(comparisonInWords(each, rule, page)));
    const comparisons = new Set(decidingEvidence(rule).map((each) => comparisonInWords(each, rule, page)));
    const words = ruleInWords(rule, page).filter((each) => !comparisons.has(each));
    return [
      markOf(rule.verdict, page),
      `**${escaped(nameOf(rule.id))}** ${escaped(page.say(rule.title))}<br><sub>${escaped(tags.join(' · '))}</sub>`,
      figures.join('<br>'),
      words.map(escaped).join('<br>'),
    ];
  });
  return table(['', head, measured, why], rows);
}

const details = (summary: string, body: string): string =>
  `<details><summary>${escaped(summary)}</summary>\n\n${body}\n\n</details>`;

function folded(title: string, rules: readonly RuleRecord[], nameOf: (id: string) => string, page: Page): string[] {
  if (rules.length === 0) return [];
  const mark = rules.every(isWaived) ? `${waiverMark(page)} ` : '';
  return [details(`${mark}${title} (${rules.length})`, ruleTable(rules, nameOf, page))];
}

const switchedOff = (rules: readonly RuleRecord[], nameOf: (id: string) => string, page: Page): string[] =>
  list(
    page.m.section.switchedOff,
    rules.map((rule) => `${nameOf(rule.id)} ${page.say(rule.title)}: ${switchedOffBy(rule, page)}`),
  );

const list = (title: string, items: readonly string[]): string[] =>
  items.length === 0
    ? []
    : [details(`${title} (${items.length})`, items.map((item) => `- ${escaped(item)}`).join('\n'))];

function changes(previous: Report, report: Report, nameOf: (id: string) => string, page: Page): string[] {
  const [, title = '', ...lines] = changesSection(previous, report, nameOf, page);
  return [details(title, lines.map((line) => `- ${escaped(line.trim())}`).join('\n'))];
}

const unreadParts = ({ path, findings }: UnreadSubject, page: Page): readonly string[] => [
  `## ! ${escaped(path)} ${page.m.unread}`,
  findings.map(({ code, message }) => `- ${code} ${escaped(message)}`).join('\n'),
];

/** The report for a terminal. */
import { AREAS } from '../plugins/contract.js';
import type { Report } from './report.js';
import { footerLines } from './text/footer.js';
import { headerLines, tally } from './text/header.js';
import { namer } from './text/names.js';
import { neutraliseAll } from './text/neutralise.js';
import { finish, pageOf, rule as line, type Page, type TextOptions } from './text/page.js';
import { ruleLines } from './text/rule.js';
import { changesSection, findingsSection, notAssessedSection, switchedOffSection } from './text/sections.js';
import { textWidth } from './text/width.js';

export interface ReportTextOptions extends TextOptions {
  /** The last report on the same subject: what changed since is shown. */
  readonly previous?: Report;
}

/** @returns the whole page, lines ended by `\n`; nothing that the report's texts say can move a terminal's cursor. */
export function renderText(raw: Report, options: ReportTextOptions): string {
  const page = pageOf(options);
  const report = neutraliseAll(raw);
  const previous = options.previous === undefined ? undefined : neutraliseAll(options.previous);
  const nameOf = namer(report.rules);
  return finish(
    [
      ...headerLines(report, nameOf, page),
      ...AREAS.flatMap((area) => areaLines(area, report, nameOf, page)),
      ...switchedOffSection(report, nameOf, page),
      ...notAssessedSection(report, page),
      ...findingsSection(report, page),
      ...(previous === undefined ? [] : changesSection(previous, report, nameOf, page)),
      '',
      ...footerLines(report, page),
    ],
    page,
  );
}

function areaLines(area: (typeof AREAS)[number], report: Report, nameOf: (id: string) => string, page: Page): string[] {
  const rules = report.rules.filter((rule) => rule.area === area && rule.verdict !== 'not-applicable');
  if (rules.length === 0) return [];
  const name = page.m.area[area];
  const counts = tally(rules, page);
  const dashes = line(page.width - textWidth(name) - textWidth(counts) - 2);
  const nameWidth = Math.min(20, Math.max(...rules.map((rule) => textWidth(nameOf(rule.id)))));
  return [
    '',
    `${page.paint.title(name)} ${page.paint.faint(dashes)} ${counts}`,
    ...rules.flatMap((rule, index) => [
      ...(index === 0 ? [] : ['']),
      ...ruleLines(rule, nameOf(rule.id), nameWidth, page),
    ]),
  ];
}

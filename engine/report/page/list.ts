/** Several subjects: a table of models against standards, then each report. */
import { html, type Content, type Markup } from '../html.js';
import type { Report, RuleRecord } from '../report.js';
import { isWaived } from '../text/header.js';
import { asRuleVerdict } from '../text/marks.js';
import { tallyOf } from './masthead.js';
import { standardOf } from './rules.js';
import { standardsOf } from './sections.js';
import { line, mark, type Sheet } from './sheet.js';
import { table } from './table.js';

export function standardsTable(sheets: readonly Sheet[]): Markup | undefined {
  const [first] = sheets;
  if (first === undefined) return undefined;
  const { p } = first;
  const standards = standardsOf(sheets.map(({ report }) => report));
  return table({
    caption: p.list,
    head: [p.subject, p.verdict, ...standards],
    rows: sheets.map((sheet) => [
      html`<a href="#${sheet.anchor('report', 0)}"
          >${sheet.say(sheet.report.subject.title) || sheet.report.subject.name}</a
        ><br /><code class="soft">${sheet.report.subject.name} ${sheet.report.subject.version}</code>`,
      verdictCell(sheet.report, sheet),
      ...standards.map((standard) =>
        standardCell(
          sheet.report.rules.filter((rule) => standardOf(rule) === standard),
          sheet,
        ),
      ),
    ]),
  });
}

const verdictCell = (report: Report, sheet: Sheet): Content => {
  const verdict = asRuleVerdict(report.verdict);
  return html`<span class="tone nowrap ${verdict}"
    >${mark(verdict, sheet)}${sheet.page.m.verdict[report.verdict]}</span
  >`;
};

/** How many rules of one standard have each verdict. */
function standardCell(rules: readonly RuleRecord[], sheet: Sheet): Content {
  if (rules.length === 0)
    return html`<span class="soft" aria-hidden="true">–</span><span class="unseen">${sheet.p.noRuleOf}</span>`;
  const { m } = sheet.page;
  const waived = rules.filter(isWaived).length;
  return line([
    ...tallyOf(rules).map(
      ({ verdict, count }) =>
        html`<span class="nowrap"
          >${mark(verdict, sheet)}${count}<span class="unseen"> ${m.ruleVerdict[verdict]}</span></span
        >`,
    ),
    waived === 0 ? undefined : html`<span class="waived">${m.waivedCount(waived)}</span>`,
  ]);
}

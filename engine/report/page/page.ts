/** The reporter `html`: one self-contained page, the verdict first. */
import { html, type Content, type Markup } from '../html.js';
import type { Report, ReportList, UnreadSubject } from '../report.js';
import type { ReporterOptions } from '../reporter.js';
import { neutraliseAll } from '../text/neutralise.js';
import { plainPage, recordsOf } from '../words.js';
import { frame } from './frame.js';
import { standardsTable } from './list.js';
import { masthead, tallyOf } from './masthead.js';
import { measurementsSection } from './measurements.js';
import { pageMessagesIn } from './messages.js';
import { colophon, provenance } from './provenance.js';
import { areasOf, legend, rulesSection } from './rules.js';
import { findings, notAssessed, policy, section, switchedOff, waivers } from './sections.js';
import { mark, sheetOf, type Sheet } from './sheet.js';

export function renderHtml(raw: Report | ReportList, { language }: Pick<ReporterOptions, 'language'>): string {
  const records = recordsOf(neutraliseAll(raw));
  const [first] = records;
  if (records.length === 1 && first?.kind === 'Report') return onePage(sheetOf(first, language));
  return listPage(records, language);
}

function onePage(sheet: Sheet): string {
  const { subject } = sheet.report;
  return frame({
    language: sheet.language,
    title: `${sheet.say(subject.title) || subject.name} · ${sheet.page.m.verdict[sheet.report.verdict]}`,
    header: masthead(sheet),
    nav: contents(sheet),
    main: body(sheet),
    footer: colophon(sheet),
  });
}

interface Part {
  readonly id: string;
  readonly title: string;
  readonly content: Markup | undefined;
}

/** The parts below the rules, those that have something to say. */
function partsOf(sheet: Sheet): readonly Part[] {
  const { anchor, p, page, report } = sheet;
  const { m } = page;
  const part = (kind: string, title: string, content: Content): Part => {
    const id = anchor(kind, 0);
    return { id, title, content: section(title, id, content) };
  };
  return [
    { id: anchor('measurements', 0), title: p.measurements, content: measurementsSection(sheet) },
    part('waivers', p.waivers, waivers(sheet)),
    part('not-assessed', m.section.notAssessed, notAssessed(sheet)),
    part('switched-off', m.section.switchedOff, switchedOff(sheet)),
    part('findings', m.section.findings, findings(report.findings, sheet)),
    part('policy', p.policy, policy(sheet)),
    part('provenance', p.provenance, provenance(sheet)),
  ].filter(({ content }) => content !== undefined);
}

const body = (sheet: Sheet): Content =>
  html`<div class="report">
    ${legend(sheet)} ${rulesSection(sheet)} ${partsOf(sheet).map(({ content }) => content)}
  </div>`;

function contents(sheet: Sheet): Markup {
  const { page, anchor } = sheet;
  return html`<ul>
    ${areasOf(sheet).map(
      ({ area, rules }, index) =>
        html`<li>
          <a href="#${anchor('area', index)}"
            >${page.m.area[area]}<span class="counts"
              >${tallyOf(rules).map(
                ({ verdict, count }) =>
                  html`<span
                    >${mark(verdict, sheet)}${count}<span class="unseen"> ${page.m.ruleVerdict[verdict]}</span></span
                  > `,
              )}</span
            ></a
          >
        </li>`,
    )}
    ${partsOf(sheet).map(({ id, title }) => html`<li class="part"><a href="#${id}">${title}</a></li>`)}
  </ul>`;
}

function listPage(records: readonly (Report | UnreadSubject)[], language: Sheet['language']): string {
  const p = pageMessagesIn(language);
  const page = plainPage(language);
  const sheets = records.flatMap((record, index) =>
    record.kind === 'Report' ? [sheetOf(record, language, `subject-${index + 1}-`)] : [],
  );
  const unread = records.filter((record) => record.kind === 'UnreadSubject');
  return frame({
    language,
    title: p.list,
    header: html`<header class="masthead">
      <p class="eyebrow">${p.of}</p>
      <h1>${p.list}</h1>
      <p class="soft">${p.listIntro(records.length)}</p>
      ${standardsTable(sheets)}
    </header>`,
    nav: html`<ul>
      ${sheets.map(
        (sheet) =>
          html`<li>
            <a href="#${sheet.anchor('report', 0)}"
              >${sheet.say(sheet.report.subject.title) || sheet.report.subject.name}</a
            >
          </li>`,
      )}
    </ul>`,
    main: [
      unread.map(
        ({ path, findings: found }) =>
          html`<section>
            <h2><code>${path}</code> ${page.m.unread}</h2>
            ${findings(found, { page })}
          </section>`,
      ),
      sheets.map(
        (sheet) =>
          html`<article class="one-of-many" id="${sheet.anchor('report', 0)}">
            ${masthead(sheet)} ${body(sheet)}
            <div class="colophon">${colophon(sheet)}</div>
          </article>`,
      ),
    ],
    footer: undefined,
  });
}

/** The parts of a report below the rules: facts that switched rules off, clauses not assessed, remarks, changes. */
import type { Report } from '../report.js';
import { changesBetween, type Change } from './changes.js';
import { shortValue } from './evidence.js';
import { parameterText } from '../parameter-text.js';
import { markOf } from './marks.js';
import { indent, type Page } from './page.js';
import { isOutOfEffect, switchedOffBy } from './reason.js';
import { padEnd, textWidth, wrap } from './width.js';

type Namer = (id: string) => string;

const section = (title: string, lines: readonly string[], page: Page): string[] =>
  lines.length === 0 ? [] : ['', page.paint.title(title), ...lines];

/** Two columns: a name, and prose that wraps beside it. */
function entries(rows: readonly (readonly [string, string])[], page: Page, mark = ''): string[] {
  const width = Math.min(28, Math.max(0, ...rows.map(([name]) => textWidth(name))));
  const left = 1 + (mark === '' ? 0 : textWidth(mark) + 1);
  return rows.flatMap(([name, text]) =>
    wrap(text, page.width - left - width - 2).map((line, index) =>
      index === 0
        ? ` ${mark === '' ? '' : `${mark} `}${padEnd(name, width)}  ${line}`
        : ' '.repeat(left + width + 2) + line,
    ),
  );
}

export function switchedOffSection(report: Report, nameOf: Namer, page: Page): string[] {
  const off = report.rules.filter((rule) => rule.verdict === 'not-applicable');
  const dash = page.language === 'zh' ? '：' : ' — ';
  const listed = (title: string, rules: typeof off): string[] => {
    const rows = rules.map(
      (rule) => [nameOf(rule.id), `${page.say(rule.title)}${dash}${switchedOffBy(rule, page)}`] as const,
    );
    return section(title, entries(rows, page, markOf('not-applicable', page)), page);
  };
  return [
    ...listed(
      page.m.section.switchedOff,
      off.filter((rule) => !isOutOfEffect(rule)),
    ),
    ...listed(page.m.section.notInEffect, off.filter(isOutOfEffect)),
  ];
}

export function notAssessedSection(report: Report, page: Page): string[] {
  const rows = report.notAssessed.map(
    ({ clause, standard, title }) => [`${standard} ${clause}`, page.say(title)] as const,
  );
  return section(page.m.section.notAssessed, entries(rows, page), page);
}

const MOST_FINDINGS = 12;

export function findingsSection(report: Report, page: Page): string[] {
  const { paint, m } = page;
  const lines = report.findings.slice(0, MOST_FINDINGS).flatMap(({ code, severity, file, range, message, hint }) => {
    const tone = severity === 'error' ? paint.bad : severity === 'warning' ? paint.open : paint.faint;
    const place = range === undefined ? file : `${file}:${range.line}:${range.column}`;
    return [
      ` ${tone(code)}  ${place}`,
      ...indent(wrap(message, page.width - 12), 12),
      ...(hint === undefined ? [] : indent(wrap(hint, page.width - 12).map(paint.faint), 12)),
    ];
  });
  if (report.findings.length > MOST_FINDINGS)
    lines.push(` ${paint.faint(m.moreFindings(report.findings.length - MOST_FINDINGS))}`);
  return section(m.section.findings, lines, page);
}

export function changesSection(previous: Report, report: Report, nameOf: Namer, page: Page): string[] {
  const { m } = page;
  const changes = changesBetween(previous, report);
  const words = changes.map((change) => changeInWords(change, nameOf, page));
  const parts = words.filter(([name]) => name === '').map(([, text]) => ` ${text}`);
  const rules = entries(
    words.filter(([name]) => name !== ''),
    page,
  );
  const lines = changes.length === 0 ? [` ${m.change.none}`] : [...parts, ...rules];
  return section(m.section.changes(previous.asOf.slice(0, 10)), lines, page);
}

function changeInWords(change: Change, nameOf: Namer, page: Page): readonly [string, string] {
  const { m } = page;
  switch (change.kind) {
    case 'part':
      return ['', m.change.part[change.part]];
    case 'engine':
      return ['', m.change.part.engine(change.before, change.after)];
    case 'rule':
      return [nameOf(change.rule), m.change.rule[change.what]];
    case 'parameter':
      return [
        change.after.id,
        m.change.estimate(
          page.say(change.after.title) || change.after.id,
          parameterText(change.before, m),
          parameterText(change.after, m),
        ),
      ];
    case 'verdict':
      return [nameOf(change.rule), m.change.verdict(m.ruleVerdict[change.before], m.ruleVerdict[change.after])];
    case 'estimate':
      return [
        nameOf(change.rule),
        m.change.estimate(change.after.output, shortValue(change.before, page), shortValue(change.after, page)),
      ];
  }
}

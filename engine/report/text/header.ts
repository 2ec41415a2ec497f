/** The top of a report: the verdict, on what, and why. */
import type { Report, RuleRecord } from '../report.js';
import { asRuleVerdict, markOf, toneOf, waiverMark } from './marks.js';
import { flow, indent, type Page } from './page.js';
import { textWidth, truncate, wrap } from './width.js';

export const isWaived = (rule: RuleRecord): boolean => rule.waiver?.state === 'applied';

export function headerLines(report: Report, nameOf: (id: string) => string, page: Page): string[] {
  const { m, paint } = page;
  const verdict = asRuleVerdict(report.verdict);
  const mark = markOf(verdict, page);
  const badge = paint.badge(toneOf(verdict), m.verdict[report.verdict]);
  const subject = `${report.subject.name} ${report.subject.version}`;
  const head = `${mark} ${paint.strong(badge)}  ${paint.strong(subject)}`;
  const title = page.say(report.subject.title);
  const room = page.width - textWidth(head) - 3;
  return [
    title === '' || room < 8 ? head : `${head} ${paint.faint('·')} ${paint.faint(truncate(title, room))}`,
    ...indent(wrap(verdictReason(report, nameOf, page), page.width - 2), 2),
    ...indent(countLines(report.rules, page), 2),
  ];
}

export function verdictReason(report: Report, nameOf: (id: string) => string, page: Page): string {
  const { because, listSeparator } = page.m;
  const applicable = report.rules.filter((rule) => rule.level === 'shall' && rule.verdict !== 'not-applicable');
  const ids = (verdict: RuleRecord['verdict']): string[] =>
    applicable.filter((rule) => rule.verdict === verdict && !isWaived(rule)).map((rule) => nameOf(rule.id));
  const failed = ids('fail');
  const open = ids('undetermined');
  switch (report.verdict) {
    case 'conforms':
      return because.conforms(applicable.length, applicable.filter(isWaived).length);
    case 'does-not-conform':
      return [
        because.fails(failed.join(listSeparator), failed.length),
        ...(open.length === 0 ? [] : [because.alsoUndetermined(open.join(listSeparator), open.length)]),
      ].join(page.language === 'zh' ? '' : ' ');
    case 'undetermined':
      return because.undetermined(open.join(listSeparator), open.length);
  }
}

const ORDER = ['pass', 'fail', 'undetermined', 'not-applicable'] as const;

/** `12 rules:  ✓ 7 pass  ✗ 1 fail …`; verdicts without a rule are left out. */
export function countLines(rules: readonly RuleRecord[], page: Page): string[] {
  const counts = ORDER.map((verdict) => [verdict, rules.filter((rule) => rule.verdict === verdict).length] as const);
  const waived = rules.filter(isWaived).length;
  const parts = [
    page.paint.faint(page.m.rulesCounted(rules.length)),
    ...counts
      .filter(([, count]) => count > 0)
      .map(([verdict, count]) => `${markOf(verdict, page)} ${count} ${page.m.ruleVerdict[verdict]}`),
    ...(waived > 0 ? [page.paint.open(`${waiverMark(page)} ${page.m.waivedCount(waived)}`)] : []),
  ];
  return flow(parts, page.width - 2, '   ');
}

/** `✓ 3  ✗ 1`, for the heading of an area. */
export const tally = (rules: readonly RuleRecord[], page: Page): string =>
  ORDER.map((verdict) => [verdict, rules.filter((rule) => rule.verdict === verdict).length] as const)
    .filter(([, count]) => count > 0)
    .map(([verdict, count]) => `${markOf(verdict, page)} ${count}`)
    .join('  ');

/** A rule on a page: verdict, title, evidence drawn, reason, what to do, waiver. */
import type { RuleRecord, WaiverRecord } from '../report.js';
import { evidenceLines } from './evidence.js';
import { arrow, markOf, waiverMark } from './marks.js';
import { indent, spread, type Page } from './page.js';
import { reasonOf, remedyOf, settleOf, waiverInWords } from './reason.js';
import { padEnd, textWidth, wrap } from './width.js';

const MARGIN = 3;

export function ruleLines(rule: RuleRecord, name: string, nameWidth: number, page: Page): string[] {
  const { paint } = page;
  const prose = (text: string): string[] => wrap(text, page.width - MARGIN);
  const advice = (text: string): string[] =>
    wrap(text, page.width - MARGIN - 2).map((line, index) => (index === 0 ? `${arrow(page)} ${line}` : `  ${line}`));
  const settle = settleOf(rule, page);
  const remedy = remedyOf(rule, page);
  return [
    ...headLines(rule, name, nameWidth, page),
    ...evidenceLines(rule, page, MARGIN),
    ...indent(prose(reasonOf(rule, page)).map(paint.faint), MARGIN),
    ...(settle === undefined ? [] : indent(advice(settle), MARGIN)),
    ...(remedy === undefined ? [] : indent(advice(remedy), MARGIN)),
    ...(rule.waiver === null ? [] : indent(waiverLines(rule.waiver, page), MARGIN)),
  ];
}

function headLines(rule: RuleRecord, name: string, nameWidth: number, page: Page): string[] {
  const { m, paint } = page;
  const waived = rule.waiver?.state === 'applied';
  const { transition } = rule;
  const level =
    transition === undefined || rule.level === 'shall' ? m.level[rule.level] : m.inTransition(transition.until);
  const tags = [level, ...(rule.clause === undefined ? [] : [m.clause(rule.clause)])].join(' · ');
  const right =
    (waived ? `${paint.open(`${waiverMark(page)} ${m.waived}`)} ${paint.faint('·')} ` : '') + paint.faint(tags);
  const left = ` ${markOf(rule.verdict, page)} ${paint.strong(padEnd(name, nameWidth))}  `;
  const titleWidth = page.width - textWidth(left) - textWidth(right) - 2;
  const [first = '', ...rest] = wrap(page.say(rule.title), Math.max(16, titleWidth));
  return [spread(left + paint.strong(first), right, page.width), ...indent(rest.map(paint.strong), textWidth(left))];
}

function waiverLines(waiver: WaiverRecord, page: Page): string[] {
  const { paint } = page;
  return wrap(waiverInWords(waiver, page), page.width - MARGIN - 2).map((line, index) =>
    (waiver.state === 'applied' ? paint.open : paint.faint)(index === 0 ? `${waiverMark(page)} ${line}` : `  ${line}`),
  );
}

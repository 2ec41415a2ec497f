/** A rule on a page: verdict, title, evidence drawn, reason, what to do, waiver. */
import type { RuleRecord, WaiverRecord } from '../report.js';
import { evidenceLines } from './evidence.js';
import { arrow, markOf, waiverMark } from './marks.js';
import { indent, spread, type Page } from './page.js';
import { reasonOf, settleOf } from './reason.js';
import { padEnd, textWidth, wrap } from './width.js';

const MARGIN = 3;

export function ruleLines(rule: RuleRecord, name: string, nameWidth: number, page: Page): string[] {
  const { paint } = page;
  const prose = (text: string): string[] => wrap(text, page.width - MARGIN);
  const advice = (text: string): string[] =>
    wrap(text, page.width - MARGIN - 2).map((line, index) => (index === 0 ? `${arrow(page)} ${line}` : `  ${line}`));
  const settle = settleOf(rule, page);
  // Where nothing was measured, the remedy of a bad figure is no help.
  const mendable = rule.verdict === 'fail' || rule.cause === 'uncertain' || rule.cause === 'bounded';
  return [
    ...headLines(rule, name, nameWidth, page),
    ...evidenceLines(rule, page, MARGIN),
    ...indent(prose(reasonOf(rule, page)).map(paint.faint), MARGIN),
    ...(settle === undefined ? [] : indent(advice(settle), MARGIN)),
    ...(mendable && rule.remedy !== undefined ? indent(advice(page.m.remedy(page.say(rule.remedy))), MARGIN) : []),
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
  const { m, paint } = page;
  const until = waiver.expires.slice(0, 10);
  const by = waiver.approvedBy.join(m.listSeparator);
  const what = {
    early: () => m.waiver.early(waiver.issued?.slice(0, 10) ?? '', by),
    'too-long': () => m.waiver['too-long'](by),
    unapproved: () => m.waiver.unapproved(by),
    unreadable: () => m.waiver.unreadable(by),
    applied: () => m.waiver.applied(until, by),
    expired: () => m.waiver.expired(until, by),
    forbidden: () => m.waiver.forbidden(by),
    'not-covering': () =>
      m.waiver['not-covering'](by, waiver.covers.map((each) => m.ruleVerdict[each]).join(m.listSeparator)),
    unneeded: () => m.waiver.unneeded(by),
  }[waiver.state]();
  const ticket = waiver.ticket === undefined ? '' : ` (${waiver.ticket})`;
  const colon = page.language === 'zh' ? '：' : ': ';
  return wrap(`${what}${ticket}${colon}${page.say(waiver.reason)}`, page.width - MARGIN - 2).map((line, index) =>
    (waiver.state === 'applied' ? paint.open : paint.faint)(index === 0 ? `${waiverMark(page)} ${line}` : `  ${line}`),
  );
}

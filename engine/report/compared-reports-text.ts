/** What changed from one report to the next, for a terminal. */
import type { Comparison, ReportPair } from './comparison.js';
import { pageMessagesIn } from './page/messages.js';
import { asRuleVerdict, markOf } from './text/marks.js';
import { namer } from './text/names.js';
import { neutraliseAll } from './text/neutralise.js';
import { finish, pageOf, type Page, type TextOptions } from './text/page.js';
import { changesSection } from './text/sections.js';

export function renderComparisonText(raw: Comparison, options: TextOptions): string {
  const page = pageOf(options);
  const p = pageMessagesIn(options.language);
  const { pairs, onlyBefore, onlyAfter } = neutraliseAll(raw);
  const blocks = [
    ...pairs.map((pair) => pairLines(pair, page)),
    ...onlyBefore.map((name) => [p.onlyBefore(name)]),
    ...onlyAfter.map((name) => [p.onlyAfter(name)]),
  ];
  return finish(
    blocks.flatMap((lines, index) => (index === 0 ? lines : ['', ...lines])),
    page,
  );
}

function pairLines({ before, after }: ReportPair, page: Page): string[] {
  const subject = ({ subject: { name, version } }: ReportPair['before']): string => `${name} ${version}`;
  const verdict = (report: ReportPair['before']): string =>
    `${markOf(asRuleVerdict(report.verdict), page)} ${page.m.verdict[report.verdict]}`;
  const both = (a: string, b: string): string => (a === b ? a : `${a} → ${b}`);
  return [
    page.paint.strong(both(subject(before), subject(after))),
    both(verdict(before), verdict(after)),
    ...changesSection(before, after, namer([...before.rules, ...after.rules].filter(once)), page),
  ];
}

/** A rule that both reports have has one name. */
const once = ({ id }: { readonly id: string }, index: number, all: readonly { readonly id: string }[]): boolean =>
  all.findIndex((other) => other.id === id) === index;

/** Reports judged again, for a terminal: the verdict, and each place where a report says something else. */
import type { ReplayedReport } from '../api.js';
import { measuredLines } from './measured-again-text.js';
import { asRuleVerdict, markOf } from './text/marks.js';
import { neutraliseAll } from './text/neutralise.js';
import { finish, indent, pageOf, type Page, type TextOptions } from './text/page.js';
import { wrap } from './text/width.js';

export function renderReplays(raw: readonly ReplayedReport[], options: TextOptions): string {
  const page = pageOf(options);
  const lines = neutraliseAll(raw).flatMap((replay, index) => [
    ...(index === 0 ? [] : ['']),
    ...replayLines(replay, page),
  ]);
  return finish(lines, page);
}

function replayLines(
  { path, subject, recorded, again, rules, differences, same, bundle, measured }: ReplayedReport,
  page: Page,
): string[] {
  const { m, paint } = page;
  const verdict = again === null ? m.replay.noVerdict : m.verdict[again];
  const changed = rules.filter((rule) => rule.differences.length > 0);
  const mark = same && again !== null ? markOf(asRuleVerdict(again), page) : paint.bad('✗');
  return [
    ` ${mark} ${paint.strong(`${subject.name} ${subject.version}`)}  ${verdict}  ${paint.faint(path)}`,
    ...(bundle === undefined ? [] : indent(wrap(bundleWords(bundle, page), page.width - 3), 3)),
    ...indent(wrap(same ? m.replay.same(rules.length) : m.replay.differs, page.width - 3), 3),
    ...(recorded === again ? [] : [`   ${paint.bad(m.replay.verdict(m.verdict[recorded], verdict))}`]),
    ...changed.flatMap((rule) => [
      '',
      `   ${paint.strong(rule.rule)}`,
      ...rule.differences.flatMap((difference) => differenceLines(difference, page)),
    ]),
    ...(differences.some(({ path: of }) => of === 'policy.digest')
      ? ['', ...indent(wrap(m.replay.digest, page.width - 3).map(paint.bad), 3)]
      : []),
    ...(differences.length === 0
      ? []
      : ['', `   ${paint.strong(m.replay.beside)}`, ...differences.flatMap((each) => differenceLines(each, page))]),
    ...(measured === undefined ? [] : ['', ...measuredLines(measured, page)]),
  ];
}

const bundleWords = ({ documents, attestations }: NonNullable<ReplayedReport['bundle']>, { m }: Page): string =>
  [
    m.replay.documents(documents),
    ...(attestations.length === 0 ? [] : [m.replay.attestations(attestations.length)]),
  ].join(' ');

function differenceLines({ path, recorded, again }: ReplayedReport['differences'][number], page: Page): string[] {
  const { m, paint } = page;
  return [
    `     ${path}`,
    ...indent(wrap(`- ${m.replay.recorded} ${valueText(recorded, page)}`, page.width - 7).map(paint.bad), 7),
    ...indent(wrap(`+ ${m.replay.again} ${valueText(again, page)}`, page.width - 7).map(paint.good), 7),
  ];
}

const LONGEST = 200;

function valueText(value: unknown, { m }: Page): string {
  if (value === undefined) return m.replay.nothing;
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

/** A report's figures beside those of a second run, for a terminal: what is the same is counted, the rest shown. */
import type { MeasuredAgain, ReplayedReport } from '../api.js';
import { arrow, asRuleVerdict, markOf } from './text/marks.js';
import { plain, withUnit } from './text/number.js';
import { flow, indent, type Page } from './text/page.js';
import { padEnd, textWidth, wrap } from './text/width.js';

type Figure = MeasuredAgain['figures'][number];

/** In the order in which they are shown. */
const SHOWN = ['differs', 'reading', 'agrees'] as const;

export function measuredLines(measured: NonNullable<ReplayedReport['measured']>, page: Page): string[] {
  const { m, paint } = page;
  const { subject, verdict, samePolicy, rules, figures, agrees } = measured;
  const of = (agreement: Figure['agreement']): readonly Figure[] =>
    figures.filter((figure) => figure.agreement === agreement);
  const mark = agrees ? markOf(asRuleVerdict(verdict), page) : paint.bad('✗');
  const counted = m.replay.counted(of('same').length, of('agrees').length, of('reading').length, of('differs').length);
  const shown = SHOWN.flatMap(of);
  return [
    ` ${mark} ${paint.strong(m.replay.measured(subject, m.verdict[verdict]))}`,
    ...indent(wrap(counted, page.width - 3), 3),
    ...(samePolicy ? [] : [`   ${paint.bad(m.replay.otherPolicy)}`]),
    ...rules.map(
      ({ rule, recorded, again }) =>
        `   ${rule}  ${m.ruleVerdict[recorded]} ${arrow(page)} ${again === null ? m.replay.nothing : m.ruleVerdict[again]}`,
    ),
    ...(shown.length === 0 ? [] : ['', ...shown.flatMap((figure) => figureLines(figure, page))]),
  ];
}

function figureLines(figure: Figure, page: Page): string[] {
  const { m, paint, width } = page;
  const words = m.replay.agreement;
  const column = Math.max(...SHOWN.map((each) => textWidth(words[each]))) + 2;
  const word = padEnd(words[figure.agreement], column);
  const sides = [sideText(figure.recorded, figure, page), `${arrow(page)} ${sideText(figure.again, figure, page)}`];
  return [
    `   ${figure.agreement === 'differs' ? paint.bad(word) : word}${figure.plugin} ${figure.output}`,
    ...indent(flow(sides, width - 3 - column, ' '), 3 + column),
  ];
}

function sideText(side: Figure['recorded'], { unit, recorded, again }: Figure, { m }: Page): string {
  if (side === undefined) return m.replay.nothing;
  if (side.unmeasured !== undefined) return m.replay.notMeasured(side.unmeasured);
  if (typeof side.value !== 'number') return String(side.value);
  const values = [recorded?.value, again?.value].filter((value) => typeof value === 'number');
  const [a, b] = values.map(plain);
  // Numbers that four digits do not tell apart stand in full.
  const print = values.length === 2 && a === b ? String : plain;
  const interval = side.interval === undefined ? '' : ` [${side.interval.map(plain).join(', ')}]`;
  return withUnit(`${print(side.value)}${interval}`, unit);
}

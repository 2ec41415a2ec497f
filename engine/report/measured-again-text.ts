/** A report's figures beside those of a second run, for a terminal: what is the same is counted, the rest shown. */
import type { MeasuredAgain, ReplayedReport } from '../api.js';
import { markOf, asRuleVerdict, arrow } from './text/marks.js';
import { printer, withUnit } from './text/number.js';
import { indent, type Page } from './text/page.js';
import { tableLines } from './text/table.js';
import { wrap } from './text/width.js';

type Figure = MeasuredAgain['figures'][number];

export function measuredLines(measured: NonNullable<ReplayedReport['measured']>, page: Page): string[] {
  const { m, paint } = page;
  const { subject, verdict, samePolicy, rules, figures, agrees } = measured;
  const of = (agreement: Figure['agreement']): readonly Figure[] =>
    figures.filter((figure) => figure.agreement === agreement);
  const shownFigures = [...of('differs'), ...of('agrees')];
  const mark = agrees ? markOf(asRuleVerdict(verdict), page) : paint.bad('✗');
  const counted = m.replay.counted(of('same').length, of('agrees').length, of('differs').length);
  return [
    ` ${mark} ${paint.strong(m.replay.measured(subject, m.verdict[verdict]))}`,
    ...indent(wrap(counted, page.width - 3), 3),
    ...(samePolicy ? [] : [`   ${paint.bad(m.replay.otherPolicy)}`]),
    ...rules.map(
      ({ rule, recorded, again }) =>
        `   ${rule}  ${m.ruleVerdict[recorded]} ${arrow(page)} ${again === null ? m.replay.nothing : m.ruleVerdict[again]}`,
    ),
    ...(shownFigures.length === 0 ? [] : ['', ...tableOf(shownFigures, page)]),
  ];
}

function tableOf(figures: readonly Figure[], page: Page): string[] {
  const { m, paint } = page;
  const head = ['', m.replay.figure, m.replay.then, m.replay.now];
  const rows = figures.map((figure) => [
    figure.agreement === 'differs' ? paint.bad(m.replay.agreement.differs) : m.replay.agreement[figure.agreement],
    `${figure.plugin} ${figure.output}`,
    sideText(figure.recorded, figure, page),
    sideText(figure.again, figure, page),
  ]);
  return tableLines([head, ...rows], page, { indentation: 3 });
}

function sideText(side: Figure['recorded'], { unit, recorded, again }: Figure, { m }: Page): string {
  if (side === undefined) return m.replay.nothing;
  if (side.unmeasured !== undefined) return m.replay.notMeasured(side.unmeasured);
  if (typeof side.value !== 'number') return String(side.value);
  const other = side === recorded ? again?.value : recorded?.value;
  // With as many digits as tell the two apart.
  const print = printer({
    estimate: side.value,
    ...(side.interval && { interval: side.interval }),
    ...(typeof other === 'number' && { limit: other }),
  });
  const interval = side.interval === undefined ? '' : ` [${side.interval.map(print).join(', ')}]`;
  return withUnit(`${print(side.value)}${interval}`, unit);
}

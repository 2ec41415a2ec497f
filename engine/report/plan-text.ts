/** A plan for a terminal: what would be measured, for which rules, how long it takes, and what sample rules need. */
import type { AskedModel, PlannedSubject } from '../api.js';
import type { PlannedMeasurement } from '../plan/plan.js';
import type { Comparison } from '../plugins/contract.js';
import { arrow, operatorSign } from './text/marks.js';
import { namer } from './text/names.js';
import { neutraliseAll } from './text/neutralise.js';
import { duration, fixed, percent, plain, withUnit } from './text/number.js';
import { finish, indent, pageOf, spread, type Page, type TextOptions } from './text/page.js';
import { settingsText } from './text/settings.js';
import { tableLines } from './text/table.js';
import { wrap } from './text/width.js';

export function renderPlan(raw: PlannedSubject, options: TextOptions): string {
  const page = pageOf(options);
  const planned = neutraliseAll(raw);
  const { m, paint } = page;
  const { measurements } = planned.plan;
  const nameOf = namer(planned.policy.rules);
  return finish(
    [
      spread(
        paint.strong(`${planned.name} ${planned.version}`),
        paint.faint(m.plan.title(measurements.length)),
        page.width,
      ),
      ...measurements.flatMap((each) => ['', ...measurementLines(each, planned, nameOf, page)]),
      '',
      ...wrap(totalLine(planned, page), page.width),
      ...planned.asks.flatMap((asked) => wrap(askedLine(asked, page), page.width)),
      ...datedLines(planned, nameOf, page),
      ...rowsLines(planned, nameOf, page),
    ],
    page,
  );
}

function timeOf(
  measurement: PlannedMeasurement,
  { cached, stale, expectedSeconds }: PlannedSubject,
  nameOf: (id: string) => string,
  page: Page,
): string {
  const { m, paint } = page;
  if (measurement.lacks.length > 0) return paint.open(m.plan.lacks(measurement.lacks.join(m.listSeparator)));
  const tooOldFor = stale[measurement.key];
  if (tooOldFor !== undefined) return paint.open(m.plan.stale(nameOf(tooOldFor)));
  if (cached.includes(measurement.key)) return paint.good(m.plan.cached);
  const seconds = expectedSeconds[measurement.key];
  return paint.faint(seconds === undefined ? m.plan.unknownTime : m.plan.expected(duration(seconds)));
}

function measurementLines(
  measurement: PlannedMeasurement,
  planned: PlannedSubject,
  nameOf: (id: string) => string,
  page: Page,
): string[] {
  const { m, paint } = page;
  const rules = [...new Set(measurement.askedBy.map(({ rule }) => nameOf(rule)))];
  const settings = settingsText(measurement.with);
  return [
    spread(
      `${paint.strong(measurement.plugin)} ${paint.faint(measurement.version)}`,
      timeOf(measurement, planned, nameOf, page),
      page.width,
    ),
    ...(settings === '' ? [] : indent(wrap(settings, page.width - 3).map(paint.faint), 3)),
    ...indent(wrap(`${arrow(page)} ${m.plan.askedBy} ${rules.join(m.listSeparator)}`, page.width - 3), 3),
    ...(measurement.comparisons === undefined
      ? []
      : indent(
          wrap(`${arrow(page)} ${untilWhen(measurement.with, measurement.comparisons, page)}`, page.width - 3),
          3,
        )),
  ];
}

function untilWhen(settings: PlannedMeasurement['with'], comparisons: readonly Comparison[], page: Page): string {
  const { m } = page;
  if (settings['sampling'] === 'fixed') return m.plan.fixed;
  const held = comparisons.flatMap(({ output, confidence, against }) =>
    against === undefined || confidence === 'point'
      ? []
      : [`${output} ${operatorSign(against.operator, page)} ${plain(against.limit)} (${percent(confidence)})`],
  );
  if (comparisons.length > 0 && held.length === comparisons.length) return m.plan.until(held.join(m.listSeparator));
  const others = comparisons.filter(({ confidence, against }) => against === undefined || confidence === 'point');
  return m.plan.inFull([...new Set(others.map(({ output }) => output))].join(m.listSeparator));
}

function totalLine({ plan, cached, expectedSeconds }: PlannedSubject, page: Page): string {
  const toRun = plan.measurements.filter(({ key, lacks }) => lacks.length === 0 && !cached.includes(key));
  const known = toRun.flatMap(({ key }) => expectedSeconds[key] ?? []);
  const total = known.reduce((sum, seconds) => sum + seconds, 0);
  const { m } = page;
  if (toRun.length === 0) return m.plan.nothingToRun;
  return m.plan.total(known.length === 0 ? undefined : duration(total), toRun.length - known.length);
}

function askedLine({ name, url, known, budget }: AskedModel, { m }: Page): string {
  const { requests, tokens, seconds } = budget;
  const parts = [
    ...(requests === undefined ? [] : [m.plan.budget.requests(requests)]),
    ...(tokens === undefined ? [] : [m.plan.budget.tokens(tokens)]),
    ...(seconds === undefined ? [] : [m.plan.budget.seconds(seconds)]),
  ];
  const most = parts.length === 0 ? m.plan.budget.none : m.plan.budget.most(parts.join(m.listSeparator));
  return m.plan.asks(name, url, known, most);
}

function datedLines({ dated }: PlannedSubject, nameOf: (id: string) => string, page: Page): string[] {
  if (dated.length === 0) return [];
  const { m, paint } = page;
  const rows = dated.map(({ rule, standing, effectiveFrom, effectiveUntil, transition }) => [
    nameOf(rule),
    standing === 'advice'
      ? m.inTransition(transition?.until ?? '')
      : m.plan.notCounting(m.policy.inEffect(effectiveFrom, effectiveUntil)),
  ]);
  return ['', paint.title(m.plan.datedTitle), ...tableLines(rows, page)];
}

function rowsLines({ rowsNeeded }: PlannedSubject, nameOf: (id: string) => string, page: Page): string[] {
  const { m, paint } = page;
  if (rowsNeeded.length === 0) return wrap(m.plan.noRows, page.width).map(paint.faint);
  const rows = rowsNeeded.map((each) => [
    nameOf(each.rule),
    `${each.output} = ${withUnit(plain(each.expected), each.unit)}`,
    `${operatorSign(each.operator, page)} ${plain(each.limit)}`,
    each.rows === null ? m.plan.never : m.plan.rows(fixed(each.rows, 0), m.counted[each.counted ?? 'rows']),
  ]);
  return ['', paint.title(m.plan.rowsTitle), ...tableLines(rows, page, { right: [3] })];
}

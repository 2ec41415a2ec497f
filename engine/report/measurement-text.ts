/** One measurement for a terminal: its outputs with their intervals, then its details drawn. */
import type { OutputSpec } from '../plugins/contract.js';
import type { FigureRecord, MeasurementRecord, OutputRecord } from './report.js';
import { detailsOf } from './text/asking.js';
import { detailLines } from './text/detail.js';
import { neutraliseAll } from './text/neutralise.js';
import { duration, fixed, percent, plain, printer, withUnit } from './text/number.js';
import { finish, pageOf, type Page, type TextOptions } from './text/page.js';
import { tableLines } from './text/table.js';
import { wrap } from './text/width.js';

export interface MeasurementPage {
  readonly measurement: MeasurementRecord;
  readonly intervalLevel: number;
  readonly outputs?: Readonly<Record<string, OutputSpec>>;
}

export function renderMeasurement(raw: MeasurementPage, options: TextOptions): string {
  const page = pageOf(options);
  const { measurement, intervalLevel, outputs } = neutraliseAll(raw);
  const { m, paint } = page;
  const comma = page.language === 'zh' ? '，' : ', ';
  const facts = [
    ...(measurement.backend === undefined ? [] : [measurement.backend]),
    ...(measurement.device === undefined ? [] : [measurement.device]),
    m.measurement.seed(String(measurement.seed)),
    measurement.cached ? m.measurement.cached : m.measurement.took(duration(measurement.seconds)),
    ...(measurement.answered === undefined ? [] : [m.measurement.answered(measurement.answered)]),
    ...(measurement.dated === undefined ? [] : [m.measurement.dated(measurement.dated.of, measurement.dated.day)]),
  ];
  return finish(
    [
      `${paint.strong(measurement.plugin)} ${measurement.version}`,
      ...wrap(facts.join(comma), page.width).map(paint.faint),
      '',
      ...outputLines(measurement.outputs, intervalLevel, outputs, page),
      ...detailsOf(measurement, page).flatMap((detail) => detailLines(detail, page)),
    ],
    page,
  );
}

export type Scalar = Exclude<OutputRecord, { readonly items: unknown }>;

function outputLines(
  all: MeasurementRecord['outputs'],
  level: number,
  specs: MeasurementPage['outputs'],
  page: Page,
): string[] {
  const { m } = page;
  const entries = Object.entries(all);
  const measured = entries.filter(([, output]) => !('unmeasured' in output));
  const lists = entries.flatMap(([name, output]) => ('items' in output ? [[name, output.items] as const] : []));
  const head = [
    m.measurement.output,
    m.measurement.estimate,
    m.measurement.interval(percent(level)),
    m.measurement.n,
    m.measurement.basis,
  ];
  const titleOf = (name: string): string => page.say(specs?.[name]?.title);
  const rows = measured.map(([name, output]) =>
    'items' in output
      ? [name, m.measurement.items(output.items.length), '', '', titleOf(name)]
      : [name, ...scalarCells(output, page), titleOf(name)],
  );
  const withTitles = rows.some((row) => row.at(-1) !== '');
  return [
    ...(rows.length === 0
      ? []
      : tableLines(withTitles ? rows : rows.map((row) => row.slice(0, -1)), page, {
          head: withTitles ? [...head, ''] : head,
          right: [1, 2, 3],
        })),
    ...unmeasuredLines(all, page),
    ...lists.flatMap(([name, items]) => listLines(name, items, page)),
  ];
}

/** Estimate with unit, interval, n, basis. */
export function scalarCells(output: Scalar, page: Page): string[] {
  if ('unmeasured' in output) return [page.m.notMeasured, '', '', ''];
  if ('value' in output) {
    const words = { true: page.m.measurement.yes, false: page.m.measurement.no };
    return [typeof output.value === 'boolean' ? words[`${output.value}`] : output.value, '', '', output.basis];
  }
  const print = printOf(output);
  const interval =
    output.interval === undefined
      ? output.uncertainty.kind === 'exact'
        ? page.m.measurement.exact
        : ''
      : `${print(output.interval[0])} … ${print(output.interval[1])}`;
  const n = output.n === undefined ? '' : Number.isInteger(output.n) ? fixed(output.n, 0) : plain(output.n);
  return [withUnit(print(output.estimate), output.unit), interval, n, output.basis];
}

const printOf = ({ estimate, interval }: FigureRecord): ((value: number) => string) =>
  interval === undefined ? plain : printer({ estimate, interval });

/** Outputs that are unmeasured for one reason stand together: the reason in a sentence, and their names. */
export function unmeasuredOutputs(
  all: MeasurementRecord['outputs'],
  { m }: Page,
): ReadonlyMap<string, readonly string[]> {
  const names = new Map<string, string[]>();
  for (const [name, output] of Object.entries(all)) {
    if (!('unmeasured' in output)) continue;
    const sentence = m.reason.withDetail(m.reason.unmeasured[output.unmeasured], output.detail.replace(/\.$/, ''));
    names.set(sentence, [...(names.get(sentence) ?? []), name]);
  }
  return names;
}

const unmeasuredLines = (all: MeasurementRecord['outputs'], page: Page): string[] =>
  [...unmeasuredOutputs(all, page)].flatMap(([sentence, outputs]) =>
    wrap(`${outputs.join(page.m.listSeparator)}: ${sentence}`, page.width - 3).map((line, index) =>
      index === 0 ? ` ${page.paint.open('?')} ${line}` : `   ${line}`,
    ),
  );

const MOST_ITEMS = 30;

function listLines(name: string, items: readonly Readonly<Record<string, Scalar>>[], page: Page): string[] {
  const columns = [...new Set(items.flatMap((item) => Object.keys(item)))];
  const rows = items.slice(0, MOST_ITEMS).map((item, index) => [
    String(index),
    ...columns.map((column) => {
      const output = item[column];
      if (output === undefined) return '';
      const [value = '', interval = ''] = scalarCells(output, page);
      return 'interval' in output && interval !== '' ? `${value} [${interval}]` : value;
    }),
  ]);
  const rest = items.length - rows.length;
  return [
    '',
    page.paint.title(name),
    ...tableLines(rows, page, { head: ['#', ...columns], right: [0] }),
    ...(rest > 0 ? [` ${page.paint.faint(page.m.measurement.moreRows(rest))}`] : []),
  ];
}

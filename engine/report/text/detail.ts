/** Details of a measurement, drawn with characters: tables, curves as sparklines, bars, matrices, intervals. */
import type { DetailRecord } from '../report.js';
import { plain, percent } from './number.js';
import type { Page } from './page.js';
import { tableLines } from './table.js';
import { padEnd, padStart, textWidth, truncate, wrap } from './width.js';

type Of<Type extends DetailRecord['type']> = Extract<DetailRecord, { readonly type: Type }>;

const MOST_ROWS = 20;

export function detailLines(detail: DetailRecord, page: Page): string[] {
  return ['', page.paint.title(page.say(detail.title)), ...body(detail, page)];
}

function body(detail: DetailRecord, page: Page): string[] {
  switch (detail.type) {
    case 'table':
      return table(detail, page);
    case 'curve':
      return curve(detail, page);
    case 'matrix':
      return matrix(detail, page);
    case 'bars':
      return bars(detail, page);
    case 'intervals':
      return intervals(detail, page);
    case 'text':
      return page
        .say(detail.text)
        .split('\n')
        .flatMap((line) => wrap(line, page.width - 3).map((part, at) => `${at === 0 ? ' ' : '   '}${part}`));
  }
}

const named = ({ name, unit }: { readonly name: string; readonly unit?: string }): string =>
  unit === undefined || unit === '1' ? name : `${name} (${unit})`;

const cell = (value: string | number | boolean | null): string =>
  typeof value === 'number' ? plain(value) : value === null ? '–' : String(value);

const more = (count: number, page: Page): string[] =>
  count > 0 ? [` ${page.paint.faint(page.m.measurement.moreRows(count))}`] : [];

function table(detail: Of<'table'>, page: Page): string[] {
  const numeric = detail.columns.flatMap((_, column) =>
    detail.rows.some((row) => typeof row[column] === 'number') ? [column] : [],
  );
  const rows = detail.rows.slice(0, MOST_ROWS).map((row) => row.map(cell));
  return [
    ...tableLines(rows, page, { head: detail.columns.map(named), right: numeric }),
    ...more(detail.rows.length - rows.length, page),
  ];
}

const STEPS = '▁▂▃▄▅▆▇█';
const ASCII_STEPS = '_.-=+*#@';

/** The series on one scale, each as a line of steps; points between which nothing was measured are interpolated. */
function curve(detail: Of<'curve'>, page: Page): string[] {
  const steps = page.unicode ? STEPS : ASCII_STEPS;
  const points = detail.series.flatMap((series) => series.points);
  if (points.length === 0) return [];
  const [left, right] = extent(points.map(([x]) => x));
  const [low, high] = extent(points.map(([, y]) => y));
  const nameWidth = Math.min(24, Math.max(...detail.series.map(({ name }) => textWidth(name))));
  const width = Math.min(60, Math.max(10, page.width - nameWidth - 4));
  const lines = detail.series.map(({ name, points: own }) => {
    const sorted = [...own].sort(([a], [b]) => a - b);
    const line = Array.from({ length: width }, (_, index) => {
      const y = heightAt(sorted, left + ((right - left) * index) / Math.max(1, width - 1));
      if (y === undefined) return ' ';
      return steps[Math.min(7, Math.max(0, Math.round(high === low ? 3 : ((y - low) / (high - low)) * 7)))] ?? ' ';
    }).join('');
    return ` ${padEnd(truncate(name, nameWidth), nameWidth)}  ${page.paint.good(line)}`;
  });
  const axes = `${named(detail.x)} ${plain(left)} … ${plain(right)}   ${named(detail.y)} ${plain(low)} … ${plain(high)}`;
  return [...lines, ` ${page.paint.faint(axes)}`];
}

const extent = (values: readonly number[]): readonly [number, number] => {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) [low, high] = [Math.min(low, value), Math.max(high, value)];
  return [low, high];
};

/** Linear between neighbours; `undefined` outside what was measured. */
function heightAt(points: readonly (readonly [number, number])[], x: number): number | undefined {
  const after = points.findIndex(([px]) => px >= x - 1e-12);
  const [x1, y1] = points[after] ?? [];
  if (x1 === undefined || y1 === undefined) return undefined;
  const [x0, y0] = points[after - 1] ?? [x1, y1];
  if (after === 0 && x < x1 - 1e-12) return undefined;
  return x1 === x0 ? y1 : y0 + ((y1 - y0) * (x - x0)) / (x1 - x0);
}

function matrix(detail: Of<'matrix'>, page: Page): string[] {
  const rows = detail.values
    .slice(0, MOST_ROWS)
    .map((values, index) => [detail.rowNames[index] ?? '', ...values.map((value) => plain(value))]);
  return [
    ...tableLines(rows, page, {
      head: ['', ...detail.columnNames],
      right: detail.columnNames.map((_, index) => index + 1),
    }),
    ...more(detail.values.length - rows.length, page),
  ];
}

function bars(detail: Of<'bars'>, page: Page): string[] {
  const shown = detail.bars.slice(0, MOST_ROWS);
  const unit = detail.unit === undefined || detail.unit === '1' ? '' : ` ${detail.unit}`;
  const nameWidth = Math.min(28, Math.max(0, ...shown.map(({ name }) => textWidth(name))));
  const figures = shown.map(({ value }) => plain(value) + unit);
  const figureWidth = Math.max(0, ...figures.map(textWidth));
  const largest = Math.max(...shown.map(({ value }) => Math.abs(value)), Number.MIN_VALUE);
  const width = Math.max(4, Math.min(50, page.width - nameWidth - figureWidth - 5));
  const lines = shown.map(({ name, value }, index) => {
    const bar = (page.unicode ? '█' : '#').repeat(Math.round((Math.abs(value) / largest) * width));
    const drawn = padEnd(bar, width);
    const figure = padStart(figures[index] ?? '', figureWidth);
    return ` ${padEnd(truncate(name, nameWidth), nameWidth)}  ${(value < 0 ? page.paint.bad : page.paint.good)(drawn)} ${figure}`;
  });
  return [...lines, ...more(detail.bars.length - shown.length, page)];
}

function intervals(detail: Of<'intervals'>, page: Page): string[] {
  const shown = detail.items.slice(0, MOST_ROWS);
  if (shown.length === 0) return [];
  const [low, high] = extent(shown.flatMap(({ lower, upper, estimate }) => [lower, upper, estimate]));
  const nameWidth = Math.min(28, Math.max(...shown.map(({ name }) => textWidth(name))));
  const figures = shown.map(({ estimate, lower, upper }) => `${plain(estimate)} [${plain(lower)}, ${plain(upper)}]`);
  const width = Math.max(10, Math.min(40, page.width - nameWidth - Math.max(...figures.map(textWidth)) - 5));
  const at = (value: number): number =>
    Math.min(width - 1, Math.max(0, Math.round(((value - low) / (high - low || 1)) * (width - 1))));
  const [left, line, right, dot] = page.unicode ? ['├', '─', '┤', '●'] : ['[', '-', ']', 'o'];
  const lines = shown.map(({ name, estimate, lower, upper }, index) => {
    const drawn = Array.from({ length: width }, (_, column) => {
      if (column === at(estimate)) return dot;
      if (column === at(lower)) return left;
      if (column === at(upper)) return right;
      return column > at(lower) && column < at(upper) ? line : ' ';
    }).join('');
    return ` ${padEnd(truncate(name, nameWidth), nameWidth)}  ${page.paint.good(drawn)} ${figures[index] ?? ''}`;
  });
  const unit = detail.unit === undefined || detail.unit === '1' ? '' : `, ${detail.unit}`;
  const legend = ` ${page.paint.faint(page.m.interval(percent(detail.level)) + unit)}`;
  return [...lines, legend, ...more(detail.items.length - shown.length, page)];
}

/** Figures as a table in Markdown, each with its interval, size, basis and origin. */
import type { NamedFigure } from './figures.js';
import { escaped, table } from './markdown-text.js';
import type { Report } from './report.js';
import { percent, printer, withUnit, plain } from './text/number.js';
import type { Page } from './text/page.js';

const MOST_ROWS = 60;

/** `undefined` where there are none. */
export function figureTable(figures: readonly NamedFigure[], report: Report, page: Page): string | undefined {
  if (figures.length === 0) return undefined;
  const { m } = page;
  const rows = figures.slice(0, MOST_ROWS).map(({ measurement, output, figure, slice }) => {
    const { estimate, interval, unit, n, basis } = figure;
    const print = printer({ estimate, ...(interval && { interval }) });
    return [
      measurement.plugin,
      slice === undefined ? output : `${output} (${slice})`,
      withUnit(print(estimate), unit),
      interval === undefined ? '–' : `[${print(interval[0])}, ${print(interval[1])}]`,
      n === undefined ? '–' : plain(n),
      m.basis[basis],
    ].map(escaped);
  });
  const { measuredBy, output, estimate, interval, n, basis } = m.document;
  const head = [measuredBy, output, estimate, interval(percent(report.intervalLevel)), n, basis];
  const more = figures.length - rows.length;
  return [table(head, rows), ...(more > 0 ? [m.measurement.moreRows(more)] : [])].join('\n\n');
}

/** Details of a measurement, anyone's: curves drawn, the rest as tables with drawings in them. */
import { html, type Content, type Markup } from '../html.js';
import type { DetailRecord } from '../report.js';
import { percent, plain, withUnit } from '../text/number.js';
import { curveDrawing, hasDiagonal, isLogarithmic, named, seriesKey, type Curve } from './curve.js';
import { figure, placerOf } from './gauge.js';
import type { Sheet } from './sheet.js';
import { table } from './table.js';

type Of<Type extends DetailRecord['type']> = Extract<DetailRecord, { readonly type: Type }>;

const MOST_ROWS = 50;
const MOST_COLUMNS = 24;
const MOST_TEXT = 20_000;
const MOST_IN_CELL = 500;

const cut = (text: string, most: number): string => (text.length > most ? `${text.slice(0, most)}…` : text);

export function detailFigure(detail: DetailRecord, sheet: Sheet): Markup {
  return html`<figure class="detail ${detail.type}">
    <figcaption>${sheet.say(detail.title)}</figcaption>
    ${body(detail, sheet)}
  </figure>`;
}

function body(detail: DetailRecord, sheet: Sheet): Content {
  switch (detail.type) {
    case 'table':
      return tableBody(detail, sheet);
    case 'curve':
      return curveBody(detail, sheet);
    case 'matrix':
      return matrixBody(detail, sheet);
    case 'bars':
      return barsBody(detail, sheet);
    case 'intervals':
      return intervalsBody(detail, sheet);
    case 'text':
      return html`<p>${cut(sheet.say(detail.text), MOST_TEXT)}</p>`;
  }
}

const more = (all: number, { p }: Sheet): Content =>
  all > MOST_ROWS ? html`<p class="soft">${p.cutRows(all - MOST_ROWS)}</p>` : undefined;

const cell = (value: string | number | boolean | null, { page }: Sheet): Content => {
  if (typeof value === 'number') return plain(value);
  if (typeof value === 'boolean') return value ? page.m.measurement.yes : page.m.measurement.no;
  return value === null ? '–' : cut(value, MOST_IN_CELL);
};

function tableBody(detail: Of<'table'>, sheet: Sheet): Content {
  const numeric = detail.columns.flatMap((_, column) =>
    detail.rows.some((row) => typeof row[column] === 'number') ? [column] : [],
  );
  if (detail.rows.length === 0) return html`<p class="soft">${sheet.p.none}</p>`;
  return [
    table({
      caption: sheet.say(detail.title),
      head: detail.columns.slice(0, MOST_COLUMNS).map(named),
      rows: detail.rows.slice(0, MOST_ROWS).map((row) => row.slice(0, MOST_COLUMNS).map((each) => cell(each, sheet))),
      numeric,
    }),
    more(detail.rows.length, sheet),
  ];
}

function curveBody(curve: Curve, sheet: Sheet): Content {
  const scale = isLogarithmic(curve) ? `, ${sheet.p.logScale}` : '';
  return [
    html`<p class="axis-name">↑ ${named(curve.y)}</p>`,
    curveDrawing(curve, sheet) ?? html`<p>${sheet.p.notDrawn}</p>`,
    html`<p class="axis-name x">${named(curve.x)}${scale} →</p>`,
    seriesKey(curve, sheet),
    hasDiagonal(curve) ? html`<p class="soft">${sheet.p.chance}</p>` : undefined,
  ];
}

const SHADES = 8;

/** A table whose cells are the darker the larger their share of the largest value. */
function matrixBody({ title, rowNames, columnNames, values }: Of<'matrix'>, sheet: Sheet): Content {
  const shown = values.slice(0, MOST_ROWS).map((row) => row.slice(0, MOST_COLUMNS));
  const largest = Math.max(0, ...shown.flat().map(Math.abs).filter(Number.isFinite));
  const shade = (value: number): number =>
    largest === 0 || !Number.isFinite(value) ? 0 : Math.round((Math.abs(value) / largest) * SHADES);
  return [
    table({
      caption: sheet.say(title),
      head: ['', ...columnNames.slice(0, MOST_COLUMNS)],
      rows: shown.map((row, index) => [
        rowNames[index] ?? '',
        ...row.map(
          (value) =>
            html`<span class="cell shade-${shade(value)}${value < 0 ? ' negative' : ''}">${plain(value)}</span>`,
        ),
      ]),
      numeric: columnNames.slice(0, MOST_COLUMNS).map((_, index) => index + 1),
    }),
    more(values.length, sheet),
  ];
}

/** Rows of a name, a drawing that is as wide as its column, and the number. */
const drawnRows = (
  rows: readonly { readonly name: string; readonly drawing: Markup | undefined; readonly value: string }[],
): Markup =>
  html`<ul class="drawn-rows">
    ${rows.map(
      ({ name, drawing, value }) =>
        html`<li><span class="name">${name}</span>${drawing}<span class="value">${value}</span></li>`,
    )}
  </ul>`;

function barsBody({ bars, unit }: Of<'bars'>, sheet: Sheet): Content {
  const shown = bars.slice(0, MOST_ROWS);
  const values = shown.map(({ value }) => value).filter(Number.isFinite);
  const low = Math.min(0, ...values);
  const span = Math.max(0, ...values) - low || 1;
  const share = (value: number): number => ((value - low) / span) * 100;
  const drawing = (value: number): Markup | undefined => {
    const [from, to] = [share(Math.min(0, value)), share(Math.max(0, value))];
    if (!Number.isFinite(from) || !Number.isFinite(to)) return undefined;
    const zero = share(0).toFixed(2);
    return html`<svg class="bar" width="100%" height="14" aria-hidden="true" focusable="false">
      <rect
        class="${value < 0 ? 'negative' : 'positive'}"
        x="${from.toFixed(2)}%"
        width="${(to - from).toFixed(2)}%"
        height="14"
        rx="2"
      />
      ${low < 0 ? html`<line class="limit" x1="${zero}%" x2="${zero}%" y1="0" y2="14" />` : undefined}
    </svg>`;
  };
  return [
    drawnRows(
      bars
        .slice(0, MOST_ROWS)
        .map(({ name, value }) => ({ name, drawing: drawing(value), value: withUnit(plain(value), unit) })),
    ),
    more(bars.length, sheet),
  ];
}

function intervalsBody({ items, level, unit }: Of<'intervals'>, sheet: Sheet): Content {
  const shown = items.slice(0, MOST_ROWS);
  const at = placerOf(shown.flatMap(({ estimate, lower, upper }) => [estimate, lower, upper]));
  const ofUnit = unit === undefined || unit === '1' ? '' : `, ${unit}`;
  const drawing = (item: (typeof shown)[number]): Markup | undefined =>
    at &&
    html`<svg class="gauge plain" width="100%" height="20" aria-hidden="true" focusable="false">
      ${zeroLine(at, shown)}${figure({ estimate: item.estimate, interval: [item.lower, item.upper] }, at, 'now', 10)}
    </svg>`;
  return [
    drawnRows(
      shown.map((item) => ({
        name: item.name,
        drawing: drawing(item),
        value: `${plain(item.estimate)} [${plain(item.lower)}, ${plain(item.upper)}]`,
      })),
    ),
    html`<p class="soft">${sheet.page.m.interval(percent(level))}${ofUnit}</p>`,
    more(items.length, sheet),
  ];
}

/** No effect, where the intervals lie on both sides of it. */
function zeroLine(at: (value: number) => string, items: Of<'intervals'>['items']): Markup | undefined {
  const straddles = items.some(({ lower }) => lower < 0) && items.some(({ upper }) => upper > 0);
  return straddles ? html`<line class="axis" x1="${at(0)}" x2="${at(0)}" y1="0" y2="20" />` : undefined;
}

/** Every measurement, closed until asked for: its figures, and its details drawn. */
import { html, type Content, type Markup } from '../html.js';
import { scalarCells, unmeasuredOutputs, type Scalar } from '../measurement-text.js';
import type { DetailRecord, MeasurementRecord } from '../report.js';
import { detailsOf } from '../text/asking.js';
import { duration, percent } from '../text/number.js';
import { settingsText } from '../text/settings.js';
import { detailFigure } from './detail.js';
import { line, outputTitle, pluginTitle, type Sheet } from './sheet.js';
import { table } from './table.js';

export function measurementsSection(sheet: Sheet): Markup | undefined {
  const { report, p, anchor } = sheet;
  if (report.measurements.length === 0) return undefined;
  return html`<section id="${anchor('measurements', 0)}">
    <h2>${p.measurements}</h2>
    ${report.measurements.map((each) => measurementCard(each, sheet))}
  </section>`;
}

/** The address is of what is inside: a link to it opens the rest. */
function measurementCard(measurement: MeasurementRecord, sheet: Sheet): Markup {
  const { p, page } = sheet;
  const { plugin, version, about, seconds, cached } = measurement;
  const details = detailsOf(measurement, page);
  const title = pluginTitle(plugin, sheet);
  return html`<details class="measurement">
    <summary>
      <span class="title">${title}</span>
      <span class="soft"
        >${line([
          title === plugin ? undefined : html`<code>${plugin} ${version}</code>`,
          p.about[about],
          details.length === 0 ? undefined : p.plots(details.length),
        ])}</span
      >
    </summary>
    <div class="inside" id="${sheet.measurementAt.get(measurement.key)}">
      ${usedBy(measurement, sheet)} ${figures(details.filter(isDrawn), sheet)} ${outputsTable(measurement, sheet)}
      ${unmeasured(measurement, sheet)} ${lists(measurement, sheet)}
      ${figures(
        details.filter((detail) => !isDrawn(detail)),
        sheet,
      )}
      <p class="soft">
        ${line([
          cached ? page.m.measurement.cached : page.m.measurement.took(duration(seconds)),
          page.m.measurement.seed(String(measurement.seed)),
          measurement.deterministic ? p.deterministic : p.reading,
          measurement.backend,
          measurement.device,
          measurement.meter,
          measurement.answered && page.m.measurement.answered(measurement.answered),
          measurement.dated && page.m.measurement.dated(measurement.dated.of, measurement.dated.day),
        ])}
      </p>
      <p class="soft">${settings(measurement, sheet)}</p>
    </div>
  </details>`;
}

/** What is looked at comes before what is read. */
const isDrawn = ({ type }: DetailRecord): boolean => type !== 'table' && type !== 'text';

const figures = (details: readonly DetailRecord[], sheet: Sheet): Markup | undefined =>
  details.length === 0
    ? undefined
    : html`<div class="details">${details.map((detail) => detailFigure(detail, sheet))}</div>`;

const settings = (measurement: MeasurementRecord, { p }: Sheet): Content => {
  const text = settingsText(measurement.with);
  return text === '' ? p.defaults : [`${p.settings}: `, html`<code>${text}</code>`];
};

function usedBy({ key }: MeasurementRecord, sheet: Sheet): Markup | undefined {
  const { report, nameOf, p, anchor } = sheet;
  const rules = report.rules.flatMap((rule, index) =>
    Object.values(rule.measurements).includes(key)
      ? rule.verdict === 'not-applicable'
        ? nameOf(rule.id)
        : html`<a href="#${anchor('rule', index)}">${nameOf(rule.id)}</a>`
      : [],
  );
  return rules.length === 0 ? undefined : html`<p class="soft">${p.usedBy} ${line(rules)}</p>`;
}

function outputsTable({ plugin, outputs }: MeasurementRecord, sheet: Sheet): Markup | undefined {
  const { m } = sheet.page;
  const rows = Object.entries(outputs).flatMap(([name, output]) => {
    if ('unmeasured' in output) return [];
    const cells =
      'items' in output ? [m.measurement.items(output.items.length), '', '', ''] : scalarCells(output, sheet.page);
    return [[titled(plugin, name, sheet), ...cells]];
  });
  if (rows.length === 0) return undefined;
  return table({
    caption: pluginTitle(plugin, sheet),
    head: [
      m.measurement.output,
      m.measurement.estimate,
      m.measurement.interval(percent(sheet.report.intervalLevel)),
      m.measurement.n,
      m.measurement.basis,
    ],
    rows,
    numeric: [1, 2, 3],
  });
}

function titled(plugin: string, name: string, sheet: Sheet): Content {
  const title = outputTitle(plugin, name, sheet);
  return title === name ? html`<code>${name}</code>` : html`${title} <code class="soft">${name}</code>`;
}

const unmeasured = ({ plugin, outputs }: MeasurementRecord, sheet: Sheet): Content =>
  [...unmeasuredOutputs(outputs, sheet.page)].map(
    ([sentence, names]) =>
      html`<p class="unmeasured">
        ${names.map((name) => outputTitle(plugin, name, sheet)).join(sheet.page.m.listSeparator)}: ${sentence}
      </p>`,
  );

const MOST_ITEMS = 30;

/** Lists of figures, such as one for each group. */
const lists = (measurement: MeasurementRecord, sheet: Sheet): Content =>
  Object.entries(measurement.outputs).map(([name, output]) => {
    if (!('items' in output) || output.items.length === 0) return undefined;
    const { items } = output;
    const columns = [...new Set(items.flatMap((item) => Object.keys(item)))];
    const title = outputTitle(measurement.plugin, name, sheet);
    return html`<figure class="detail">
      <figcaption>${title}</figcaption>
      ${table({
        caption: title,
        head: ['#', ...columns],
        rows: items
          .slice(0, MOST_ITEMS)
          .map((item, index) => [String(index + 1), ...columns.map((column) => scalarText(item[column], sheet))]),
      })}
      ${items.length > MOST_ITEMS ? html`<p class="soft">${sheet.p.cutRows(items.length - MOST_ITEMS)}</p>` : undefined}
    </figure>`;
  });

function scalarText(scalar: Scalar | undefined, { page }: Sheet): string {
  if (scalar === undefined) return '';
  const [value = '', interval = ''] = scalarCells(scalar, page);
  return 'interval' in scalar && interval !== '' ? `${value} [${interval}]` : value;
}

/** What `assay mask` did, for a terminal. */
import type { MaskedTable, MaskSummary, MetricChange } from '../mask/summary.js';
import { neutraliseAll } from './text/neutralise.js';
import { duration, fixed, plain } from './text/number.js';
import { finish, pageOf, type Page, type TextOptions } from './text/page.js';
import { tableLines } from './text/table.js';
import { wrap } from './text/width.js';

export interface MaskingPage {
  readonly summary: MaskSummary;
  readonly folder: string;
  readonly files: readonly string[];
}

export function renderMasking(raw: MaskingPage, options: TextOptions): string {
  const page = pageOf(options);
  const { summary, folder, files } = neutraliseAll(raw);
  const { m, paint } = page;
  return finish(
    [
      paint.strong(m.masking.head(summary.subject.name, summary.plan.id, summary.plan.version)),
      ...summary.tables.flatMap((table) => ['', ...tableOf(table, page)]),
      ...(summary.metric === undefined ? [] : ['', ...wrap(metricText(summary.metric, page), page.width)]),
      '',
      ...files.map((file) => m.masking.wrote(`${folder}/${file}`)),
      paint.faint(m.masking.next(`assay measure privacy/anonymity ${folder}/subject.yaml`)),
    ],
    page,
  );
}

function tableOf({ file, rows, rowsBefore, columns, target, seconds }: MaskedTable, page: Page): string[] {
  const { m, paint } = page;
  const lines = [
    paint.title(m.masking.table(file, fixed(rows, 0), fixed(rowsBefore - rows, 0), duration(seconds))),
    ...tableLines(
      columns.map(({ name, operation, distinctBefore, distinctAfter }) => [
        name,
        operation,
        fixed(distinctBefore, 0),
        distinctAfter === null ? '–' : fixed(distinctAfter, 0),
      ]),
      page,
      { head: [...m.masking.columns], right: [2, 3] },
    ),
  ];
  if (target === undefined) return lines;
  const { k, classes, averageRisk, distinctL, t, loss } = target;
  const facts = [
    `k ${fixed(k, 0)}`,
    m.masking.classes(fixed(classes, 0)),
    m.masking.averageRisk(plain(averageRisk)),
    ...(distinctL === undefined ? [] : [`l ${fixed(distinctL, 0)}`]),
    ...(t === undefined ? [] : [`t ${plain(t)}`]),
    m.masking.penalty(plain(loss.certaintyPenalty)),
    m.masking.discernibility(fixed(loss.discernibility, 0)),
    m.masking.averageClassSize(plain(loss.averageClassSize)),
  ];
  return [...lines, ...wrap(facts.join(m.listSeparator), page.width)];
}

function metricText(change: MetricChange, { m }: Page): string {
  if ('unmeasured' in change) return m.masking.notCompared(change.unmeasured);
  const { metric, before, after, interval, margin, verdict } = change;
  return `${m.masking.metric(metric, plain(before), plain(after), `${plain(interval[0])} … ${plain(interval[1])}`)} ${m.masking.verdict[verdict](plain(margin))}`;
}

/** The reporter `text`: one page a subject. */
import type { Report, ReportList, UnreadSubject } from './report.js';
import type { ReporterOptions } from './reporter.js';
import { renderText } from './text.js';
import { renderDiagnostics } from './text/diagnostics.js';
import { neutralise } from './text/neutralise.js';
import { pageOf } from './text/page.js';

export function reportText(report: Report | ReportList, options: ReporterOptions): string {
  const records = report.kind === 'Report' ? [report] : report.reports;
  const gap = `\n${(options.unicode ? '━' : '=').repeat(Math.max(40, options.width))}\n\n`;
  return records.map((record) => onePage(record, options)).join(gap);
}

function onePage(record: Report | UnreadSubject, { previous, ...options }: ReporterOptions): string {
  if (record.kind === 'UnreadSubject') {
    const page = pageOf(options);
    const head = `${page.paint.bad('!')} ${page.paint.strong(neutralise(record.path))} ${page.m.unread}`;
    return `${head}\n\n${renderDiagnostics(record.findings, options)}`;
  }
  const last = previous?.[record.subject.name];
  return renderText(record, last === undefined ? options : { ...options, previous: last });
}

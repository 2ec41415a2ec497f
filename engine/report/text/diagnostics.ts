/** Diagnostics for a terminal: place, code, sentence, the source line with a caret, what to do. */
import type { Diagnostic } from '../../document/diagnostic.js';
import { neutraliseAll } from './neutralise.js';
import { finish, pageOf, type Page, type TextOptions } from './page.js';
import { textWidth, wrap } from './width.js';

export function renderDiagnostics(diagnostics: readonly Diagnostic[], options: TextOptions): string {
  if (diagnostics.length === 0) return '';
  const page = pageOf(options);
  const blocks = diagnostics.map((each) => block(each, page));
  return finish(
    blocks.flatMap((lines, index) => (index === 0 ? lines : ['', ...lines])),
    page,
  );
}

function block(raw: Diagnostic, page: Page): string[] {
  const { paint } = page;
  // The caret must stand under its column: the source line is measured before tabs become spaces, which is one for one.
  const { code, severity, message, file, range, source, hint } = neutraliseAll(raw);
  const tone = { error: paint.bad, warning: paint.open, notice: paint.faint }[severity];
  const place = range === undefined ? file : `${file}:${range.line}:${range.column}`;
  const head = [place, tone(paint.strong(page.m.severity[severity])), paint.faint(code)].filter((part) => part !== '');
  return [
    head.join('  '),
    ...wrap(message, page.width - 2).map((line) => `  ${line}`),
    ...(source === undefined || range === undefined ? [] : excerpt(source, range, page, tone)),
    ...(hint === undefined ? [] : wrap(page.m.hint(hint), page.width - 2).map((line) => `  ${paint.faint(line)}`)),
  ];
}

function excerpt(
  source: string,
  range: NonNullable<Diagnostic['range']>,
  page: Page,
  tone: (text: string) => string,
): string[] {
  const gutter = String(range.line);
  const bar = page.paint.faint('│');
  // Long lines (minified JSON, one-line CSVs) are shown around the fault.
  const room = page.width - gutter.length - 6;
  const start = Math.max(0, Math.min(range.column - 1 - Math.floor(room / 2), source.length - room));
  const shown = source.slice(start, start + room);
  const before = source.slice(start, range.column - 1);
  const until = range.endLine === range.line ? range.endColumn - 1 : source.length;
  const marked = source.slice(range.column - 1, Math.min(until, start + room));
  return [
    `  ${page.paint.faint(gutter)} ${bar} ${shown}`,
    `  ${' '.repeat(gutter.length)} ${bar} ${' '.repeat(textWidth(before))}${tone('^'.repeat(Math.max(1, textWidth(marked))))}`,
  ];
}

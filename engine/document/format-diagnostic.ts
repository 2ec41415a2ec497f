import { createColors } from 'picocolors';
import type { Diagnostic } from './diagnostic.js';
import { displayWidth, printable } from './printable.js';

export interface FormatOptions {
  readonly color: boolean;
  /** Of the words around the message; `zh` or English. */
  readonly language?: string;
}

/**
 * A diagnostic as a terminal shows it:
 *
 *     subject.yaml:3:12  error ASSAY1108  `metadata.version` is the number 1.1; a text is expected
 *       3 │   version: 1.10
 *         │            ^^^^
 *         hint: quote it, `"1.10"`
 */
export function formatDiagnostic(diagnostic: Diagnostic, options: FormatOptions): string {
  const colors = createColors(options.color);
  const words = options.language?.startsWith('zh') ? CHINESE : ENGLISH;
  const { range, severity } = diagnostic;
  const paint = { error: colors.red, warning: colors.yellow, notice: colors.cyan }[severity];
  const place = [printable(diagnostic.file), ...(range ? [range.line, range.column] : [])].join(':');
  const head = `${colors.bold(place)}  ${paint(words[severity])} ${colors.dim(diagnostic.code)}  ${printable(diagnostic.message)}`;
  const hint =
    diagnostic.hint === undefined ? [] : [`    ${colors.cyan(`${words.hint}:`)} ${printable(diagnostic.hint)}`];
  return [head, ...sourceLines(diagnostic, colors.dim, paint), ...hint].join('\n');
}

const ENGLISH = { error: 'error', warning: 'warning', notice: 'notice', hint: 'hint' };
const CHINESE = { error: '错误', warning: '警告', notice: '提示', hint: '建议' };

type Paint = (text: string) => string;

/** The line and its underline; a range over several lines is underlined to the end of the first. */
function sourceLines({ range, source }: Diagnostic, dim: Paint, paint: Paint): string[] {
  if (!range || source === undefined || source.trim() === '') return [];
  const number = String(range.line).padStart(5);
  const line = `${dim(`${number} │`)} ${printable(source)}`;
  const start = range.column - 1;
  // Beyond what is kept of a long line.
  if (start > source.length) return [line];
  const end = range.endLine > range.line ? source.trimEnd().length : range.endColumn - 1;
  const indent = ' '.repeat(displayWidth(printable(source.slice(0, start))));
  const carets = '^'.repeat(Math.max(1, displayWidth(printable(source.slice(start, Math.min(end, source.length))))));
  return [line, `${dim(`${' '.repeat(5)} │`)} ${indent}${paint(carets)}`];
}

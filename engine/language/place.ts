/** Places in documents, as editors and diagnostics name them: 1-based, columns in UTF-16 code units. */
import type { Range } from '../document/diagnostic.js';

export interface Position {
  readonly line: number;
  readonly column: number;
}

export interface Location {
  readonly file: string;
  readonly range: Range;
}

const before = (line: number, column: number, other: Position): boolean =>
  line < other.line || (line === other.line && column <= other.column);

/** The end counts: a cursor stands behind the last character of a word. */
export const holds = ({ line, column, endLine, endColumn }: Range, position: Position): boolean =>
  before(line, column, position) && before(position.line, position.column, { line: endLine, column: endColumn });

export const sameRange = (a: Range, b: Range): boolean =>
  a.line === b.line && a.column === b.column && a.endLine === b.endLine && a.endColumn === b.endColumn;

import type { Range } from './diagnostic.js';

/** A renderer windows it around the place; a generated document may be one long line. */
const SOURCE_LIMIT = 4000;

/** Where something stands: what every diagnostic about it has. */
export interface Place {
  readonly file: string;
  readonly range: Range;
  readonly source: string;
}

/** A file's text with its lines. Offsets count UTF-16 code units. */
export class SourceText {
  readonly #starts: number[] = [0];

  constructor(
    readonly file: string,
    readonly text: string,
  ) {
    for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) this.#starts.push(at + 1);
  }

  /** From `start` to before `end`; offsets outside the text are moved to its edges. */
  place(start: number, end: number = start): Place {
    const from = this.#position(start);
    const to = this.#position(Math.max(start, end));
    const range = { line: from.line, column: from.column, endLine: to.line, endColumn: to.column };
    return { file: this.file, range, source: this.line(from.line) };
  }

  /** The offset of a line and column, both 1-based; beyond a line's end that of its end. */
  offset(line: number, column: number): number {
    const start = this.#starts[Math.max(1, line) - 1] ?? this.text.length;
    const next = this.#starts[Math.max(1, line)];
    return Math.min(start + Math.max(1, column) - 1, next === undefined ? this.text.length : next - 1);
  }

  /** The line (1-based) without its end, at most 4,000 characters of it. */
  line(line: number): string {
    const start = this.#starts[line - 1] ?? this.text.length;
    const end = this.#starts[line] ?? this.text.length;
    return this.text
      .slice(start, Math.min(end, start + SOURCE_LIMIT + 2))
      .replace(/\r?\n$/, '')
      .slice(0, SOURCE_LIMIT);
  }

  /** The last line whose start is at or before the offset. */
  #position(offset: number): { line: number; column: number } {
    const at = Math.max(0, Math.min(offset, this.text.length));
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#starts[middle]! <= at) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: at - this.#starts[low]! + 1 };
  }
}

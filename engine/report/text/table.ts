/** Rows and columns for a terminal: columns as wide as they need, the widest cut where the page has no room. */
import type { Page } from './page.js';
import { padEnd, padStart, textWidth, truncate, wrap } from './width.js';

export interface TableOptions {
  readonly head?: readonly string[];
  /** Columns flushed right (numbers). */
  readonly right?: readonly number[];
  readonly indentation?: number;
}

const GAP = 2;

/** Cells are plain text. */
export function tableLines(rows: readonly (readonly string[])[], page: Page, options: TableOptions = {}): string[] {
  const { head, right = [], indentation = 1 } = options;
  const all = head === undefined ? rows : [head, ...rows];
  const columns = Math.max(0, ...all.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, column) =>
    Math.max(0, ...all.map((row) => textWidth(row[column] ?? ''))),
  );
  const room = page.width - indentation - GAP * (columns - 1);
  shrink(widths, room);
  const margin = ' '.repeat(indentation);
  const lines = all.map((row) => {
    const cells = widths.map((width, column) => {
      const text = truncate(row[column] ?? '', width);
      return right.includes(column) ? padStart(text, width) : padEnd(text, width);
    });
    return margin + cells.join(' '.repeat(GAP));
  });
  return head === undefined || lines[0] === undefined ? lines : [page.paint.faint(lines[0]), ...lines.slice(1)];
}

/** The widest column gives way until all fit; none below four columns. */
function shrink(widths: number[], room: number): void {
  for (;;) {
    const total = widths.reduce((sum, width) => sum + width, 0);
    const widest = Math.max(...widths);
    if (total <= room || widest <= 4) return;
    const index = widths.indexOf(widest);
    const second = Math.max(4, ...widths.filter((_, other) => other !== index));
    widths[index] = Math.max(4, Math.min(widest - 1, Math.max(second, widest - (total - room))));
  }
}

/** A term and prose beside it, which wraps under itself. */
export function definitionLines(rows: readonly (readonly [string, string])[], page: Page, indentation = 1): string[] {
  const width = Math.min(28, Math.max(0, ...rows.map(([term]) => textWidth(term))));
  return rows.flatMap(([term, text]) =>
    wrap(text, page.width - indentation - width - GAP).map((line, index) =>
      index === 0
        ? `${' '.repeat(indentation)}${page.paint.faint(padEnd(term, width))}${' '.repeat(GAP)}${line}`
        : ' '.repeat(indentation + width + GAP) + line,
    ),
  );
}

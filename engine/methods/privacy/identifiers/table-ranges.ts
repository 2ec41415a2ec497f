/** From scanned columns to counts of a table, each with the band that the detectors' errors leave. */
import { binomialCdf } from '../../../numerics/distributions/binomial.js';
import { clopperPearson } from '../../../numerics/intervals.js';
import { CATEGORIES, CATEGORY_OF } from './column-names.js';
import type { Category } from './column-names.js';
import { detectedRange } from './detected-range.js';
import type { DetectorQuality } from './detected-range.js';
import { KINDS } from './finding.js';
import type { Kind } from './finding.js';
import { INDIRECT } from './scan-column.js';
import type { ScannedColumn } from './scan-column.js';

export interface Count {
  readonly found: number;
  readonly lower: number;
  readonly upper: number;
}

export interface Errors {
  readonly qualityOf: (kind: Kind) => DetectorQuality;
  readonly level: number;
  /** Those that were looked for. */
  readonly kinds: ReadonlySet<Kind>;
}

/** Categories that a column's name alone shows and that name a person by themselves; a city does not. */
const BY_NAME: ReadonlySet<Category> = new Set(['A', 'H', 'I', 'J', 'K', 'M', 'P', 'Q', 'R']);

const none: Count = { found: 0, lower: 0, upper: 0 };
const plus = (a: Count, b: Count): Count => ({
  found: a.found + b.found,
  lower: a.lower + b.lower,
  upper: a.upper + b.upper,
});
export const total = (counts: readonly Count[]): Count => counts.reduce(plus, none);

/** Whether the column as a whole is one of direct identifiers. */
export const isIdentifierColumn = (column: ScannedColumn): boolean =>
  column.decided.some((kind) => !INDIRECT.has(kind)) ||
  (column.byName && column.categories.some((category) => BY_NAME.has(category)));

/**
 * Cells with a direct identifier. Of a column that is one of identifiers: those found, and perhaps all. Of sentences:
 * what the detectors' precision leaves and what their recall may miss, of every kind that was looked for. Of other
 * columns the same, of the kinds that were found: a column of something else is not taken to hide one of each kind.
 */
export function identifiedCells(column: ScannedColumn, errors: Errors): Count {
  const { cells, identified } = column;
  if (isIdentifierColumn(column)) {
    const found = column.byName ? cells : identified;
    return { found, lower: found, upper: cells };
  }
  const ranges = [...errors.kinds].filter((kind) => !INDIRECT.has(kind)).map((kind) => kindCells(column, kind, errors));
  const missed = ranges.reduce((sum, { found, upper }) => sum + upper - found, 0);
  return {
    found: identified,
    lower: Math.min(identified, Math.max(0, ...ranges.map(({ lower }) => lower))),
    upper: Math.min(cells, identified + missed),
  };
}

/** Cells with one kind. */
export function kindCells(column: ScannedColumn, kind: Kind, { qualityOf, level }: Errors): Count {
  const found = column.kinds.get(kind)?.cells ?? 0;
  // Ages in a column of ages are numbers: none is missed.
  const read = kind === 'age-over-89' && column.namedKind === kind && !column.freeText;
  if (read) return { found, lower: found, upper: found };
  if (column.decided.includes(kind)) return { found, lower: found, upper: column.cells };
  if (found === 0 && !column.freeText) return none;
  return { found, ...detectedRange(found, column.cells, qualityOf(kind), level) };
}

/**
 * 1 where a column has direct identifiers, else 0. One of sentences counts from its first on; without any it may still
 * hold what was missed, as may a column of so few cells that all of them can be.
 */
export function identifierColumn(column: ScannedColumn, errors: Errors): Count {
  const { found, lower, upper } = identifiedCells(column, errors);
  const few = column.cells > 0 && binomialCdf(0, column.cells, lowestRecall(errors)) > (1 - errors.level) / 2;
  const is = isIdentifierColumn(column) || (column.freeText && found > 0);
  const sure = isIdentifierColumn(column) || (column.freeText && lower > 0);
  return { found: Number(is), lower: Number(sure), upper: Number(is || upper > 0 || few) };
}

function lowestRecall({ kinds, qualityOf, level }: Errors): number {
  const recalls = [...kinds].map((kind) => {
    const { k, n } = qualityOf(kind).recall;
    return n === 0 ? 0 : clopperPearson(k, n, level)[0];
  });
  return Math.min(1, ...recalls);
}

/** Which of Safe Harbor's eighteen stand in the columns, and which may. */
export function categories(
  columns: readonly ScannedColumn[],
  errors: Errors,
): { readonly found: readonly Category[]; readonly count: Count } {
  const found = CATEGORIES.filter((category) => columns.some((column) => column.categories.includes(category)));
  const sure = found.filter((category) => columns.some((column) => isSure(column, category, errors)));
  const possible = new Set<Category>(found);
  for (const kind of KINDS) {
    const category = CATEGORY_OF[kind];
    if (category === undefined || !errors.kinds.has(kind)) continue;
    if (columns.some((column) => kindCells(column, kind, errors).upper > 0)) possible.add(category);
  }
  return { found, count: { found: found.length, lower: sure.length, upper: possible.size } };
}

/** By the column's name and look, or by kinds of which at least one cell is true. */
function isSure(column: ScannedColumn, category: Category, errors: Errors): boolean {
  if (!column.categories.includes(category)) return false;
  if (column.byName || column.smallZips > 0) return true;
  const kinds = [...column.kinds.keys()];
  if (kinds.every((kind) => CATEGORY_OF[kind] !== category)) return true;
  return kinds.some((kind) => CATEGORY_OF[kind] === category && kindCells(column, kind, errors).lower > 0);
}

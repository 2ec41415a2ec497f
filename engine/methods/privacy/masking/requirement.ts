import { equalDistance, orderedDistance } from '../closeness.js';
import { entropyOf, recursiveOf } from '../diversity.js';

/** What every class must be: large enough, and diverse or close in each sensitive column. */
export interface Target {
  readonly k: number;
  readonly l?:
    | { readonly kind: 'distinct' | 'entropy'; readonly l: number }
    | { readonly kind: 'recursive'; readonly l: number; readonly c: number };
  readonly t?: number;
}

export interface SensitiveValues {
  readonly name: string;
  /** Numbers, or codes; NaN and −1 are missing, and a value. */
  readonly values: ArrayLike<number>;
  readonly ordered: boolean;
}

/** Whether some rows may be a class. */
export type Requirement = (rows: Int32Array) => boolean;

/** With `groups`, of each row its person, k counts people. */
export function requirementOf(target: Target, sensitive: readonly SensitiveValues[], groups?: Int32Array): Requirement {
  const parts: Requirement[] = [
    (rows) =>
      rows.length >= target.k && (groups === undefined || new Set(rows.map((row) => groups[row]!)).size >= target.k),
  ];
  const { l, t } = target;
  for (const { values, ordered } of sensitive) {
    if (l !== undefined) parts.push((rows) => isDiverse(countsOf(values, rows), l));
    if (t !== undefined) {
      const distance = ordered ? orderedDistance(values) : equalDistance(values);
      parts.push((rows) => distance(rows) <= t + ROUNDING);
    }
  }
  return (rows) => parts.every((holds) => holds(rows));
}

const ROUNDING = 1e-12;

function isDiverse(counts: Int32Array, l: NonNullable<Target['l']>): boolean {
  switch (l.kind) {
    case 'distinct':
      return counts.length >= l.l;
    case 'entropy':
      return entropyOf(counts) >= Math.log(l.l) - ROUNDING;
    case 'recursive':
      return recursiveOf(counts, l.l) < l.c;
  }
}

function countsOf(values: ArrayLike<number>, rows: Int32Array): Int32Array {
  const counts = new Map<number, number>();
  for (const row of rows) counts.set(values[row]!, (counts.get(values[row]!) ?? 0) + 1);
  return Int32Array.from(counts.values());
}

/** Tables as a model might meet them: what each perturbation makes of the features. */
import type { Rng } from '../../numerics/random.js';
import type { CategoricalColumn, Column, NumericColumn, Table } from '../../subject/table.js';
import type { Unmeasured } from '../figure.js';
import { unmeasured } from '../unmeasured.js';

export const PERTURBATIONS = ['noise', 'missing', 'swap', 'scaling', 'shift'] as const;
export type PerturbationName = (typeof PERTURBATIONS)[number];

export interface PerturbationStrengths {
  readonly noise: number;
  readonly missing: number;
  readonly swap: number;
  readonly scaling: number;
  readonly shift: number;
  /** Tables of each random perturbation, whose scores are averaged row by row. */
  readonly repeats: number;
  readonly maxColumns: number;
}

/** One way in which a perturbation may strike; the worst of a perturbation's counts. Its tables are made on demand. */
export interface Variant {
  readonly name: string;
  readonly tables: readonly (() => Table)[];
}

/** A number column and the standard deviation of its known values. */
export interface ScaledColumn {
  readonly column: NumericColumn;
  readonly deviation: number;
}

/** The number columns that vary. One whose deviation is no finite number cannot be perturbed in units of it. */
export function scaledColumns(features: readonly Column[]): readonly ScaledColumn[] | Unmeasured {
  const scaled = features
    .filter((column) => column.type === 'numeric')
    .map((column) => ({ column, deviation: deviationOf(column.values) }));
  const endless = scaled.find(({ deviation }) => !Number.isFinite(deviation));
  if (endless) return unmeasured('out-of-domain', `${endless.column.name} is too large to have a standard deviation`);
  return scaled.filter(({ deviation }) => deviation > 0);
}

export function deviationOf(values: Float64Array): number {
  const known = values.filter((value) => !Number.isNaN(value));
  if (known.length < 2) return 0;
  const mean = known.reduce((sum, value) => sum + value / known.length, 0);
  return Math.sqrt(known.reduce((sum, value) => sum + (value - mean) ** 2 / (known.length - 1), 0));
}

/** The variants of a perturbation, or why it does not apply (`missing-input`: such columns are not there). */
export function variantsOf(
  name: PerturbationName,
  table: Table,
  features: readonly Column[],
  strengths: PerturbationStrengths,
  rng: Rng,
): readonly Variant[] | Unmeasured {
  const strength = strengths[name];
  if (strength === 0) return unmeasured('missing-input', `${name} has strength 0`);
  const repeated = (of: () => Table): readonly Variant[] => [
    { name: '', tables: Array.from({ length: strengths.repeats }, () => of) },
  ];
  if (name === 'missing') {
    return repeated(() =>
      replace(
        table,
        features.map((column) => withMissing(column, strength, rng)),
      ),
    );
  }
  if (name === 'swap') {
    const swappable = features.filter((column) => column.type === 'categorical').filter(hasLevels);
    if (swappable.length === 0) return unmeasured('missing-input', 'no feature has two categories to swap');
    return repeated(() =>
      replace(
        table,
        swappable.map((column) => withSwaps(column, strength, rng)),
      ),
    );
  }
  const scaled = scaledColumns(features);
  if ('unmeasured' in scaled) return scaled;
  if (scaled.length === 0) return unmeasured('missing-input', 'no feature is a number that varies');
  if (name === 'noise') {
    return repeated(() =>
      replace(
        table,
        scaled.map(({ column, deviation }) => mapped(column, (value) => value + strength * deviation * rng.normal())),
      ),
    );
  }
  const signed = [1 + strength, 1 - strength];
  if (name === 'scaling') {
    return signed.map((factor) => ({
      name: `× ${Number(factor.toPrecision(6))}`,
      tables: [
        () =>
          replace(
            table,
            scaled.map(({ column }) => mapped(column, (value) => value * factor)),
          ),
      ],
    }));
  }
  if (scaled.length > strengths.maxColumns) {
    return unmeasured('budget', `${scaled.length} columns to shift in turn, at most ${strengths.maxColumns}`);
  }
  return scaled.flatMap(({ column, deviation }) =>
    [1, -1].map((sign) => ({
      name: `${column.name} ${sign > 0 ? '+' : '−'}`,
      tables: [() => replace(table, [mapped(column, (value) => value + sign * strength * deviation)])],
    })),
  );
}

/** The table with some columns put in the place of those of their names. */
export function replace(table: Table, columns: readonly Column[]): Table {
  const byName = new Map(columns.map((column) => [column.name, column]));
  return { ...table, columns: table.columns.map((column) => byName.get(column.name) ?? column) };
}

const mapped = (column: NumericColumn, of: (value: number) => number): NumericColumn => ({
  ...column,
  values: column.values.map(of),
});

const withMissing = (column: Column, chance: number, rng: Rng): Column =>
  column.type === 'numeric'
    ? { ...column, values: column.values.map((value) => (rng.next() < chance ? Number.NaN : value)) }
    : { ...column, codes: column.codes.map((code) => (rng.next() < chance ? -1 : code)) };

const occurring = ({ codes }: CategoricalColumn): readonly number[] => [...new Set(codes)].filter((code) => code >= 0);

const hasLevels = (column: CategoricalColumn): boolean => occurring(column).length > 1;

/** Each other level of the column is as likely; missing values stay so. */
function withSwaps(column: CategoricalColumn, chance: number, rng: Rng): CategoricalColumn {
  const levels = occurring(column);
  const place = new Map(levels.map((code, index) => [code, index]));
  const other = (code: number): number => {
    const pick = rng.integer(levels.length - 1);
    return levels[pick < place.get(code)! ? pick : pick + 1]!;
  };
  return { ...column, codes: column.codes.map((code) => (code >= 0 && rng.next() < chance ? other(code) : code)) };
}

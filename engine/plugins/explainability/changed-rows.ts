import type { Rng } from '../../numerics/random.js';
import type { Column, Table } from '../../subject/table.js';

/** Standard deviation of the finite values; 0 of none. */
function deviation(values: Float64Array): number {
  const known = values.filter(Number.isFinite);
  const mean = known.reduce((sum, value) => sum + value / known.length, 0);
  return known.length === 0 ? 0 : Math.sqrt(known.reduce((sum, value) => sum + (value - mean) ** 2 / known.length, 0));
}

/**
 * Rows whose numbers in `features` are off by up to `radius` standard deviations of the reference's column, uniformly;
 * categories and missing values stay. `undefined` where no feature is a number that varies.
 */
export function changedRows(
  table: Table,
  features: readonly Column[],
  reference: Table,
  radius: number,
  rng: Rng,
): Table | undefined {
  const reach = new Map(
    features.map(({ name }) => {
      const known = reference.columns.find((column) => column.name === name);
      return [name, known?.type === 'numeric' ? radius * deviation(known.values) : 0];
    }),
  );
  if ([...reach.values()].every((width) => !(width > 0))) return undefined;
  const columns = table.columns.map((column): Column => {
    const width = reach.get(column.name) ?? 0;
    if (column.type !== 'numeric' || !(width > 0)) return column;
    return { ...column, values: column.values.map((value) => value + (2 * rng.next() - 1) * width) };
  });
  return { ...table, columns };
}

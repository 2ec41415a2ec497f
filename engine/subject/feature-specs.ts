import type { FeatureSpec } from './formats/onnx-inputs.js';
import { decimalOf } from './csv-number.js';
import type { ColumnSpec, SubjectSpec } from './spec.js';
import { columnOf } from './table.js';
import type { Table } from './table.js';

export const allDecimal = (levels: readonly string[]): boolean =>
  levels.every((level) => !Number.isNaN(decimalOf(level)));

export const isFeature = ({ roles }: ColumnSpec): boolean => roles.includes('feature');

/** The features as a model meets them, in order; `table` tells which categorical ones hold numbers only. */
export function featureSpecs(
  { columns }: Pick<SubjectSpec, 'columns'>,
  table: Table | undefined,
): readonly FeatureSpec[] {
  return columns.filter(isFeature).map(({ name, type }) => {
    const column = table === undefined ? undefined : columnOf(table, name);
    return { name, type, numericLevels: column?.type === 'categorical' && allDecimal(column.levels) };
  });
}

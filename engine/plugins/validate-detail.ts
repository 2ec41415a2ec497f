import { isFields, isFiniteNumber } from './fault.js';
import type { Fault, Fields } from './fault.js';

const isText = (value: unknown): boolean =>
  typeof value === 'string' || (isFields(value) && Object.values(value).every((part) => typeof part === 'string'));
const isArrayOf = (value: unknown, each: (part: unknown) => boolean): value is readonly unknown[] =>
  Array.isArray(value) && value.every(each);
const isString = (value: unknown): value is string => typeof value === 'string';
const isAxis = (value: unknown): boolean =>
  isFields(value) && isString(value.name) && (value.unit === undefined || isString(value.unit));
const isPair = (value: unknown): boolean => isArrayOf(value, isFiniteNumber) && value.length === 2;
const isCell = (value: unknown): boolean =>
  value === null || isString(value) || typeof value === 'boolean' || isFiniteNumber(value);

/** Faults of one detail: a shape of detail.ts with finite numbers. */
export function detailFaults(value: unknown, pointer: string): readonly Fault[] {
  if (!isFields(value)) return [{ pointer, message: 'must be an object with a type' }];
  if (!isString(value.id) || value.id === '' || !isText(value.title)) {
    return [{ pointer, message: 'must have an id and a title' }];
  }
  const message = shapeFault(value);
  return message === undefined ? [] : [{ pointer, message }];
}

function shapeFault(value: Fields): string | undefined {
  switch (value.type) {
    case 'table': {
      const { columns, rows } = value;
      if (!isArrayOf(columns, isAxis)) return 'columns must be named';
      const whole = isArrayOf(rows, (row) => isArrayOf(row, isCell) && row.length === columns.length);
      return whole ? undefined : `each row must hold ${columns.length} cells of text, finite numbers, booleans or null`;
    }
    case 'curve': {
      const isSeries = (series: unknown): boolean =>
        isFields(series) &&
        isString(series.name) &&
        isArrayOf(series.points, isPair) &&
        (series.band === undefined || isArrayOf(series.band, isPair));
      if (!isAxis(value.x) || !isAxis(value.y)) return 'x and y must be named';
      return isArrayOf(value.series, isSeries) ? undefined : 'series must hold pairs of finite numbers';
    }
    case 'matrix': {
      const { rowNames, columnNames, values } = value;
      if (!isArrayOf(rowNames, isString) || !isArrayOf(columnNames, isString)) return 'rows and columns must be named';
      const whole =
        isArrayOf(values, (row) => isArrayOf(row, isFiniteNumber) && row.length === columnNames.length) &&
        values.length === rowNames.length;
      return whole ? undefined : `values must be ${rowNames.length} × ${columnNames.length} finite numbers`;
    }
    case 'bars':
      return isArrayOf(value.bars, (bar) => isFields(bar) && isString(bar.name) && isFiniteNumber(bar.value))
        ? undefined
        : 'bars must have a name and a finite value';
    case 'intervals':
      return isFiniteNumber(value.level) &&
        isArrayOf(
          value.items,
          (item) =>
            isFields(item) && isString(item.name) && [item.estimate, item.lower, item.upper].every(isFiniteNumber),
        )
        ? undefined
        : 'items must have a name and finite estimate, lower and upper';
    case 'text':
      return isText(value.text) ? undefined : 'must have text';
    default:
      return `unknown type ${JSON.stringify(value.type)}`;
  }
}

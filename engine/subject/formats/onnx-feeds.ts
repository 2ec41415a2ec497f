/** Columns to tensors. */
import type { Feed } from '../../backends/onnxruntime.js';
import { decimalOf } from '../csv-number.js';
import type { Column } from '../table.js';
import { ModelFault } from '../view.js';
import type { InputBlock } from './onnx-inputs.js';

/**
 * `taken` rows from `start` on, row-major; the last is repeated up to `padded` rows. A missing number is NaN, a
 * missing text `""`; integers and booleans have no missing value: a ModelFault.
 */
export function feedOf(
  { input, type, dims, features }: InputBlock,
  columns: readonly Column[],
  start: number,
  taken: number,
  padded: number,
): Feed {
  const width = features.length;
  const fill = <T>(values: { [index: number]: T }, value: (column: Column, row: number) => T): void => {
    features.forEach((feature, position) => {
      const column = columns[feature]!;
      for (let i = 0; i < padded; i += 1) values[i * width + position] = value(column, start + Math.min(i, taken - 1));
    });
  };
  const length = padded * width;
  const shape = [padded, ...dims];
  const whole = (column: Column, row: number): number => {
    const value = numberOf(column, row);
    if (Number.isInteger(value)) return value;
    const what = Number.isNaN(value) ? 'no value' : `${value}`;
    throw new ModelFault(
      'out-of-domain',
      `row ${row + 1} has ${what} in "${column.name}", which input "${input}" takes as ${type}`,
    );
  };
  switch (type) {
    case 'string': {
      const data = new Array<string>(length);
      fill(data, textOf);
      return { type, data, dims: shape };
    }
    case 'int64': {
      const data = new BigInt64Array(length);
      fill(data, (column, row) => BigInt(whole(column, row)));
      return { type, data, dims: shape };
    }
    case 'float32':
    case 'float64': {
      const data = type === 'float32' ? new Float32Array(length) : new Float64Array(length);
      fill(data, numberOf);
      return { type, data, dims: shape };
    }
    case 'int32':
    case 'bool': {
      const data = type === 'int32' ? new Int32Array(length) : new Uint8Array(length);
      fill(data, whole);
      return { type, data, dims: shape };
    }
  }
}

function numberOf(column: Column, row: number): number {
  if (column.type === 'numeric') return column.values[row]!;
  const code = column.codes[row]!;
  if (code === -1) return NaN;
  const value = decimalOf(column.levels[code]!);
  if (Number.isNaN(value)) {
    throw new ModelFault(
      'out-of-domain',
      `row ${row + 1} has a text in "${column.name}", which the model takes as a number`,
    );
  }
  return value;
}

function textOf(column: Column, row: number): string {
  if (column.type === 'numeric')
    throw new ModelFault('unsupported', `"${column.name}" is numeric; the model takes texts`);
  const code = column.codes[row]!;
  return code === -1 ? '' : column.levels[code]!;
}

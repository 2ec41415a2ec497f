/**
 * How much a single column tells of the target: a forecast by the column's value alone, learned of some rows and tested
 * on others. A forecast is the training rows' class shares (mean, of numbers) within a bin of the column, drawn towards
 * the overall ones as by one more row.
 */
import { quantileOfSorted } from '../../numerics/sorting.js';

/** Bin of each row, 0…count−1; a bin that no training row has is forecast as all rows are. */
export interface BinnedColumn {
  readonly train: Int32Array;
  readonly test: Int32Array;
  readonly count: number;
}

/** Bins of numbers between the training rows' quantiles, missing values in one of their own. */
export function binNumbers(train: Float64Array, test: Float64Array, bins: number): BinnedColumn {
  const known = train.filter((value) => !Number.isNaN(value)).sort();
  const bounds = [
    ...new Set(Array.from({ length: bins - 1 }, (_, i) => quantileOfSorted(known, (i + 1) / bins))),
  ].filter((bound) => !Number.isNaN(bound));
  const binOf = (value: number): number => {
    if (Number.isNaN(value)) return bounds.length + 1;
    let low = 0;
    let high = bounds.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (bounds[middle]! <= value) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return { train: Int32Array.from(train, binOf), test: Int32Array.from(test, binOf), count: bounds.length + 2 };
}

/** Squared errors of each test row: of the column's forecast, and of the one that knows no column. */
export interface ForecastErrors {
  readonly column: Float64Array;
  readonly trivial: Float64Array;
}

/** Brier scores: the sum over classes of squared differences. */
export function classForecast(
  { train, test, count }: BinnedColumn,
  trainCodes: Int32Array,
  testCodes: Int32Array,
  classes: number,
): ForecastErrors {
  const prior = new Float64Array(classes);
  for (const code of trainCodes) prior[code]! += 1 / trainCodes.length;
  const shares = new Float64Array(count * classes);
  const rows = new Float64Array(count);
  train.forEach((bin, row) => {
    shares[bin * classes + trainCodes[row]!]! += 1;
    rows[bin]! += 1;
  });
  const forecast = (bin: number, c: number): number => (shares[bin * classes + c]! + prior[c]!) / (rows[bin]! + 1);
  const brier = (row: number, of: (c: number) => number): number => {
    let sum = 0;
    for (let c = 0; c < classes; c++) sum += (of(c) - Number(testCodes[row] === c)) ** 2;
    return sum;
  };
  return {
    column: Float64Array.from(test, (bin, row) => brier(row, (c) => forecast(bin, c))),
    trivial: Float64Array.from(test, (_, row) => brier(row, (c) => prior[c]!)),
  };
}

export function numberForecast(
  { train, test, count }: BinnedColumn,
  trainValues: Float64Array,
  testValues: Float64Array,
): ForecastErrors {
  const mean = trainValues.reduce((sum, value) => sum + value / trainValues.length, 0);
  const sums = new Float64Array(count);
  const rows = new Float64Array(count);
  train.forEach((bin, row) => {
    sums[bin]! += trainValues[row]!;
    rows[bin]! += 1;
  });
  return {
    column: Float64Array.from(test, (bin, row) => ((sums[bin]! + mean) / (rows[bin]! + 1) - testValues[row]!) ** 2),
    trivial: testValues.map((value) => (mean - value) ** 2),
  };
}

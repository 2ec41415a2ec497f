import type { CategoricalColumn, Column, NumericColumn } from '../subject/table.js';
import { EstimatorFault } from './estimator-fault.js';

/** Row-major numbers for a linear model. */
export interface DesignMatrix {
  readonly rows: number;
  readonly columns: number;
  readonly values: Float64Array;
}

/** A numeric feature, or one level of a categorical one. */
export interface EncodedSource {
  readonly feature: string;
  readonly level?: string;
}

/** What was learnt of the training rows, applied to any rows. */
export interface Encoder {
  readonly columns: number;
  /** What each column is of. */
  readonly sources: readonly EncodedSource[];
  encode(rows: Int32Array): DesignMatrix;
  /** Writes the rows as `encode` gives them into zeroed ones of `stride` numbers each, which may be more than `columns`. */
  encodeInto(rows: Int32Array, into: Numbers, stride: number): void;
}

type Numbers = Float64Array | Float32Array;

interface ColumnEncoder {
  readonly width: number;
  /** Of a categorical column, one a number written. */
  readonly levels?: readonly string[];
  /** Writes `width` numbers a row into zeroed places: of the first row from `at` on, of the next from `at` + `stride` on. */
  write(rows: Int32Array, into: Numbers, at: number, stride: number): void;
}

/** Beyond this, squares of sums no longer fit a double: the column is scaled first. */
const HUGE = 1e100;
/** So many deviations are as good as any more, and sums of their products with weights still fit a float32. */
const FARTHEST = 1e30;
/** A matrix of more numbers takes more than 800 MB. */
const MOST_NUMBERS = 100_000_000;
/** Rows that are written column by column at a time: they stay in a cache. */
const BLOCK = 128;

const LEFT_OUT: ColumnEncoder = { width: 0, write() {} };
const ZERO: ColumnEncoder = { width: 1, write() {} };

/**
 * Learns from `rows` alone, so that no test row leaks into training: the mean of a numeric column fills its gaps and,
 * with `standardise`, centres it to unit (population) deviation as scikit-learn's `StandardScaler`; the most frequent
 * level fills a categorical column's gaps and its levels become 0/1 columns as scikit-learn's
 * `OneHotEncoder(handle_unknown='ignore')`: a level not seen in training is 0 everywhere. A column that is constant or
 * empty in training is left out: beside a free intercept its penalised weight would be 0. With `width: 'of-data'`
 * nothing is left out, and what training does not tell is 0: every fold has as many columns, one a numeric column and one
 * a level of the data. Throws `EstimatorFault` for infinite numbers, and `encode` for more numbers than fit.
 */
export function fitEncoder(
  features: readonly Column[],
  rows: Int32Array,
  standardise: boolean,
  width: 'of-training' | 'of-data' = 'of-training',
): Encoder {
  const encoders = features.map((column) => {
    const encoder =
      column.type === 'numeric' ? fitNumeric(column, rows, standardise) : fitCategorical(column, rows, width);
    return encoder === LEFT_OUT && width === 'of-data' ? ZERO : encoder;
  });
  const columns = encoders.reduce((sum, encoder) => sum + encoder.width, 0);
  const encodeInto: Encoder['encodeInto'] = (wanted, into, stride) => {
    for (let from = 0; from < wanted.length; from += BLOCK) {
      const block = wanted.subarray(from, from + BLOCK);
      let at = from * stride;
      for (const encoder of encoders) {
        encoder.write(block, into, at, stride);
        at += encoder.width;
      }
    }
  };
  return {
    columns,
    sources: features.flatMap(({ name: feature }, at): readonly EncodedSource[] => {
      const { width, levels } = encoders[at]!;
      return levels?.map((level) => ({ feature, level })) ?? Array.from({ length: width }, () => ({ feature }));
    }),
    encode(wanted) {
      if (wanted.length * columns > MOST_NUMBERS) {
        const size = `${wanted.length} rows of ${columns} columns, levels counted`;
        throw new EstimatorFault('unsupported', `${size}: a training takes ${MOST_NUMBERS} numbers`);
      }
      const values = new Float64Array(wanted.length * columns);
      encodeInto(wanted, values, columns);
      return { rows: wanted.length, columns, values };
    },
    encodeInto,
  };
}

function fitNumeric({ name, values }: NumericColumn, rows: Int32Array, standardise: boolean): ColumnEncoder {
  let known = 0;
  let largest = 0;
  for (let place = 0; place < rows.length; place++) {
    const value = values[rows[place]!]!;
    if (Number.isNaN(value)) continue;
    known++;
    largest = Math.max(largest, Math.abs(value));
  }
  if (known === 0) return LEFT_OUT;
  for (let row = 0; row < values.length; row++) {
    if (Math.abs(values[row]!) === Number.POSITIVE_INFINITY) {
      throw new EstimatorFault('out-of-domain', `column ${name} holds an infinite number`);
    }
  }
  const unit = largest > HUGE ? largest : 1;
  let sum = 0;
  for (let place = 0; place < rows.length; place++) {
    const value = values[rows[place]!]!;
    if (!Number.isNaN(value)) sum += value / unit;
  }
  const mean = sum / known;
  // Over the column with its gaps filled: they lie on the mean, and count.
  let squares = 0;
  for (let place = 0; place < rows.length; place++) {
    const value = values[rows[place]!]!;
    if (!Number.isNaN(value)) squares += (value / unit - mean) ** 2;
  }
  const deviation = Math.sqrt(squares / rows.length);
  // Rounding alone gives a constant column a deviation of some ulps, as StandardScaler knows too.
  if (deviation <= 10 * Number.EPSILON * Math.abs(mean) * Math.sqrt(known)) return LEFT_OUT;
  return {
    width: 1,
    write(wanted, into, at, stride) {
      for (let place = 0; place < wanted.length; place++) {
        const given = values[wanted[place]!]!;
        const value = Number.isNaN(given) ? mean : given / unit;
        into[at + place * stride] = standardise ? bounded((value - mean) / deviation) : value * unit;
      }
    },
  };
}

const bounded = (value: number): number => Math.max(-FARTHEST, Math.min(FARTHEST, value));

function fitCategorical(column: CategoricalColumn, rows: Int32Array, width: 'of-training' | 'of-data'): ColumnEncoder {
  const counts = new Int32Array(column.levels.length);
  for (const row of rows) if (column.codes[row]! >= 0) counts[column.codes[row]!]!++;
  // Levels in order of first appearance of the file, those without a training row left out.
  const places = new Int32Array(counts.length).fill(-1);
  const seen: string[] = [];
  counts.forEach((count, level) => {
    if (count > 0) places[level] = width === 'of-data' ? level : seen.push(column.levels[level]!) - 1;
  });
  const frequent = mostFrequent(column.levels, counts);
  return {
    width: width === 'of-data' ? column.levels.length : seen.length,
    levels: width === 'of-data' ? column.levels : seen,
    write(wanted, into, at, stride) {
      for (let row = 0; row < wanted.length; row++) {
        const code = column.codes[wanted[row]!]!;
        const index = places[code === -1 ? frequent : code]!;
        if (index !== -1) into[at + row * stride + index] = 1;
      }
    },
  };
}

/** Of equally frequent levels the least in code units, as scikit-learn's `SimpleImputer` has it. */
function mostFrequent(levels: readonly string[], counts: Int32Array): number {
  let best = 0;
  counts.forEach((count, level) => {
    const most = counts[best]!;
    if (count > most || (count === most && levels[level]! < levels[best]!)) best = level;
  });
  return best;
}

import { binNumbers, classForecast, numberForecast } from '../../methods/evaluation/one-column-forecast.js';
import type { BinnedColumn, ForecastErrors } from '../../methods/evaluation/one-column-forecast.js';
import { combineBoxes, meanBoxes } from '../../methods/evaluation/mean-boxes.js';
import type { MeanColumn } from '../../methods/evaluation/mean-boxes.js';
import { knownRows, take } from '../../methods/evaluation/evidence.js';
import { tooSmall, unitsOf } from '../../methods/evaluation/units.js';
import { unseen } from '../../methods/evaluation/unseen.js';
import { greatestOf } from '../../methods/evaluation/worst-of-many.js';
import type { Column, Table } from '../../subject/table.js';
import type { Target } from '../../subject/view.js';
import { comparable, commonCodes } from '../column-text.js';
import type { MeasureContext } from '../contract.js';
import type { Detail } from '../detail.js';
import { drawnFigure } from '../drawn-figure.js';
import type { Output } from '../figure.js';
import { unmeasured } from '../unmeasured.js';

export interface LeakageParameters {
  readonly groupColumn: string | null;
  readonly bins: number;
  readonly draws: number;
}

interface Power {
  readonly outputs: { readonly maxColumnSkill: Output };
  readonly details: readonly Detail[];
}

/** The skill of each feature alone, learned of the training rows and tested on the test rows; the greatest. */
export async function columnPower(
  { subject, params, rng }: MeasureContext<LeakageParameters>,
  train: Table,
  test: Table,
  features: readonly (readonly [Column, Column])[],
): Promise<Power> {
  const absent = (cause: 'missing-input' | 'out-of-domain' | 'unsupported', why: string): Power => ({
    outputs: { maxColumnSkill: unmeasured(cause, why) },
    details: [],
  });
  const [trainTarget, testTarget] = [await subject.target('train'), await subject.target('test')];
  if (trainTarget === undefined || testTarget === undefined) return absent('missing-input', 'the data have no target');
  if (features.length === 0) return absent('missing-input', 'training and test data have no feature in common');
  const weights = await subject.weights('test');
  const groups = await subject.groups('test');
  const trainRows = knownOf(trainTarget, train.rowCount);
  const testRows = knownOf(testTarget, test.rowCount, weights);
  const units = unitsOf(testRows.length, groups && take(groups, testRows), weights && take(weights, testRows));
  const small = testRows.length === 0 ? 'no test row has a known truth' : tooSmall(units);
  if (trainRows.length === 0) return absent('out-of-domain', 'no training row has a known truth');
  if (small !== undefined) return absent('out-of-domain', small);
  const errors = features.map(([first, second]) =>
    forecastErrors(
      binned(first, second, trainRows, testRows, params.bins),
      trainTarget,
      testTarget,
      trainRows,
      testRows,
    ),
  );
  if (errors.includes(undefined)) return absent('unsupported', 'the targets of train and test are of different kinds');
  const forecasts = errors.filter((error) => error !== undefined);
  const bounded = (values: Float64Array): MeanColumn => ({
    values,
    lowest: 0,
    highest: trainTarget.kind === 'classes' ? 2 : unseen(values).highest,
  });
  const columns = [bounded(forecasts[0]!.trivial), ...forecasts.map(({ column }) => bounded(column))];
  const [trivial, ...boxes] = meanBoxes(columns, units, {
    rng: rng(`rows:${test.digest}`),
    draws: params.draws,
    extras: testTarget.kind === 'classes' ? testTarget.classes.length : 2,
  });
  const worst = greatestOf(boxes.length, params.draws);
  for (const box of boxes) worst.add(combineBoxes(trivial!, box, (without, left) => 1 - left / without));
  const skills = forecasts.map(
    (forecast) => 1 - mean(forecast.column, units.weights) / mean(forecast.trivial, units.weights),
  );
  return {
    outputs: {
      maxColumnSkill: drawnFigure(Math.max(...skills), worst.draws(), {
        n: units.count,
        basis: 'observed',
        rows: test.digest,
        range: [-Number.MAX_VALUE, 1],
      }),
    },
    details: skills.every(Number.isFinite) ? [skillBars(features, skills)] : [],
  };
}

const knownOf = (target: Target, rows: number, weights?: Float64Array): Int32Array =>
  knownRows(
    (row) => (target.kind === 'classes' ? target.codes[row]! >= 0 : Number.isFinite(target.values[row]!)),
    rows,
    weights,
  );

function binned(
  first: Column,
  second: Column,
  trainRows: Int32Array,
  testRows: Int32Array,
  bins: number,
): BinnedColumn {
  if (first.type === 'numeric' && second.type === 'numeric') {
    return binNumbers(take(first.values, trainRows), take(second.values, testRows), bins);
  }
  const texts = [comparable(first), comparable(second)].map((values) =>
    Array.from<string | number>(values).map(String),
  );
  const { first: train, second: test, levels } = commonCodes(texts[0]!, texts[1]!);
  const bin = (codes: Int32Array) => (row: number) => (codes[row]! < 0 ? levels.length : codes[row]!);
  return { train: trainRows.map(bin(train)), test: testRows.map(bin(test)), count: levels.length + 1 };
}

function forecastErrors(
  column: BinnedColumn,
  train: Target,
  test: Target,
  trainRows: Int32Array,
  testRows: Int32Array,
): ForecastErrors | undefined {
  if (train.kind === 'classes' && test.kind === 'classes') {
    const codes = (target: { codes: Int32Array }, rows: Int32Array): Int32Array =>
      rows.map((row) => target.codes[row]!);
    return classForecast(column, codes(train, trainRows), codes(test, testRows), train.classes.length);
  }
  if (train.kind === 'numbers' && test.kind === 'numbers') {
    return numberForecast(column, take(train.values, trainRows), take(test.values, testRows));
  }
  return undefined;
}

function mean(values: Float64Array, weights: Float64Array): number {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return values.reduce((sum, value, row) => sum + (weights[row]! * value) / total, 0);
}

const skillBars = (features: readonly (readonly [Column, Column])[], skills: readonly number[]): Detail => ({
  type: 'bars',
  id: 'columnSkill',
  title: { en: 'Share of the squared error that each column alone removes', zh: '各列单独消除的平方误差占比' },
  unit: '1',
  bars: features.map(([{ name }], index) => ({ name, value: skills[index]! })).sort((a, b) => b.value - a.value),
});

import { take } from '../../methods/evaluation/evidence.js';
import { combineBoxes, meanBoxes } from '../../methods/evaluation/mean-boxes.js';
import { binNumbers, classForecast, numberForecast } from '../../methods/evaluation/one-column-forecast.js';
import type { BinnedColumn, ForecastErrors } from '../../methods/evaluation/one-column-forecast.js';
import { tooSmall, unitsOf } from '../../methods/evaluation/units.js';
import type { Units } from '../../methods/evaluation/units.js';
import { unseen } from '../../methods/evaluation/unseen.js';
import { greatestOf } from '../../methods/evaluation/worst-of-many.js';
import type { Rng } from '../../numerics/random.js';
import type { Column, Table } from '../../subject/table.js';
import { columnOf } from '../../subject/table.js';
import { comparable, commonCodes } from '../column-text.js';
import { drawnFigure } from '../drawn-figure.js';
import type { Output } from '../figure.js';
import { unmeasured } from '../unmeasured.js';

/** How well one feature alone foretells one sensitive column: 1 − its squared error over that of no column at all. */
export interface Proxy {
  readonly feature: string;
  readonly sensitive: string;
  readonly skill: number;
  readonly errors: ForecastErrors;
  readonly units: Units;
  readonly highest: number;
}

export interface ProxyData {
  readonly train: Table;
  readonly test: Table;
  readonly groups: Int32Array | undefined;
  readonly weights: Float64Array | undefined;
}

/**
 * The skill of each feature for the sensitive column that it foretells best, learned of the training rows and tested on
 * the test rows; a sensitive column is not its own proxy. Features without any skill to speak of (a sensitive column
 * that is constant or unknown) are left out.
 */
export function proxiesOf(
  features: readonly string[],
  sensitive: readonly string[],
  data: ProxyData,
  bins: number,
): readonly Proxy[] {
  return features.flatMap((feature) => {
    const found = sensitive
      .filter((column) => column !== feature)
      .map((column) => proxyOf(feature, column, data, bins))
      .filter((proxy) => proxy !== undefined)
      .sort((a, b) => b.skill - a.skill);
    return found.slice(0, 1);
  });
}

function proxyOf(feature: string, sensitive: string, data: ProxyData, bins: number): Proxy | undefined {
  const [fromTrain, fromTest] = [columnOf(data.train, feature), columnOf(data.test, feature)];
  const [ofTrain, ofTest] = [columnOf(data.train, sensitive), columnOf(data.test, sensitive)];
  if (fromTrain === undefined || fromTest === undefined || ofTrain === undefined || ofTest === undefined)
    return undefined;
  const trainRows = known(ofTrain);
  const testRows = known(ofTest);
  if (trainRows.length === 0 || !varies(ofTest, testRows)) return undefined;
  const column = binned(fromTrain, fromTest, trainRows, testRows, bins);
  const errors =
    ofTrain.type === 'numeric' && ofTest.type === 'numeric'
      ? numberForecast(column, take(ofTrain.values, trainRows), take(ofTest.values, testRows))
      : ofClasses(column, ofTrain, ofTest, trainRows, testRows);
  const units = unitsOf(
    testRows.length,
    data.groups && take(data.groups, testRows),
    data.weights && take(data.weights, testRows),
  );
  const mean = (values: Float64Array): number =>
    values.reduce((sum, value, row) => sum + value * units.weights[row]!, 0);
  const skill = 1 - mean(errors.column) / mean(errors.trivial);
  if (!Number.isFinite(skill)) return undefined;
  const highest = ofTest.type === 'numeric' ? unseen(errors.column).highest : 2;
  return { feature, sensitive, skill, errors, units, highest };
}

const known = (column: Column): Int32Array =>
  Int32Array.from(column.type === 'numeric' ? column.values.keys() : column.codes.keys()).filter((row) =>
    column.type === 'numeric' ? Number.isFinite(column.values[row]!) : column.codes[row]! >= 0,
  );

const varies = (column: Column, rows: Int32Array): boolean => {
  const values = column.type === 'numeric' ? column.values : column.codes;
  return rows.some((row) => values[row] !== values[rows[0]!]);
};

const texts = (column: Column): readonly string[] => Array.from<string | number>(comparable(column)).map(String);

function binned(train: Column, test: Column, trainRows: Int32Array, testRows: Int32Array, bins: number): BinnedColumn {
  if (train.type === 'numeric' && test.type === 'numeric') {
    return binNumbers(take(train.values, trainRows), take(test.values, testRows), bins);
  }
  const { first, second, levels } = commonCodes(texts(train), texts(test));
  const bin = (codes: Int32Array) => (row: number) => (codes[row]! < 0 ? levels.length : codes[row]!);
  return { train: trainRows.map(bin(first)), test: testRows.map(bin(second)), count: levels.length + 1 };
}

function ofClasses(
  column: BinnedColumn,
  train: Column,
  test: Column,
  trainRows: Int32Array,
  testRows: Int32Array,
): ForecastErrors {
  const { first, second, levels } = commonCodes(texts(train), texts(test));
  const at = (codes: Int32Array, rows: Int32Array): Int32Array => rows.map((row) => codes[row]!);
  return classForecast(column, at(first, trainRows), at(second, testRows), levels.length);
}

/** So many of the strongest have a part in the interval of the greatest, corrected for all: the others are far from it. */
const MOST_DRAWN = 20;

/** The greatest skill, with its interval over the test rows. */
export function greatestSkill(
  proxies: readonly Proxy[],
  { rng, draws, rows }: { readonly rng: (stream: string) => Rng; readonly draws: number; readonly rows: string },
): Output {
  const strongest = proxies.toSorted((a, b) => b.skill - a.skill).slice(0, MOST_DRAWN);
  const [first] = strongest;
  if (first === undefined) return unmeasured('out-of-domain', 'no sensitive column has known values that differ');
  const few = tooSmall(first.units);
  if (few !== undefined) return unmeasured('out-of-domain', few);
  const worst = greatestOf(proxies.length, draws);
  for (const { errors, units, highest } of strongest) {
    const columns = [errors.trivial, errors.column].map((values) => ({ values, lowest: 0, highest }));
    const [trivial, own] = meanBoxes(columns, units, { rng: rng(`rows:${rows}`), draws, extras: 2 });
    worst.add(combineBoxes(trivial!, own!, (without, left) => 1 - left / without));
  }
  const n = first.units.count;
  return drawnFigure(first.skill, worst.draws(), { n, basis: 'observed', range: [-Number.MAX_VALUE, 1] });
}

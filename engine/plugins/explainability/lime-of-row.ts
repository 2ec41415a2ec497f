import { defaultWidth, limeColumn, limeFit, limeSample } from '../../methods/explainability/lime.js';
import type { LimeFeature, LimeFit } from '../../methods/explainability/lime.js';
import type { Rng } from '../../numerics/random.js';
import type { Column, Table } from '../../subject/table.js';
import { ModelFault } from '../../subject/view.js';
import type { ExplainedRows } from './explained-rows.js';
import { valuesOf } from './explained-model.js';

export interface LimeSettings {
  /** Numeric features are seen as lying in the row's quartile or not; else as numbers. */
  readonly discretise: boolean;
  /** Rows drawn about the explained one. */
  readonly samples: number;
  /** `null`: ¾ of the square root of the number of features. */
  readonly kernelWidth: number | null;
  /** Features that an explanation has; the others weigh 0. */
  readonly mostFeatures: number;
}

/** The regression solves a system of so many features at most: some 10⁹ steps a row. */
const MOST_COLUMNS = 1000;

/** The local regression of one explained row. Throws `ModelFault` where the data or the answers are not finite. */
export async function limeOfRow(
  { model, tables, classes }: ExplainedRows,
  training: Table,
  row: number,
  params: LimeSettings,
  rng: Rng,
  signal: AbortSignal,
): Promise<LimeFit> {
  const names = [...tables.players.keys()];
  if (names.length > MOST_COLUMNS) {
    throw new ModelFault('unsupported', `LIME solves for ${MOST_COLUMNS} features at most, not ${names.length}`);
  }
  const columnOf = (table: Table, name: string): Column => table.columns.find((column) => column.name === name)!;
  const own: number[] = [];
  const columns = names.map((name) => {
    const explained = columnOf(tables.explained, name);
    const known = columnOf(training, name);
    const value = explained.type === 'numeric' ? explained.values[row]! : codeIn(known, explained, row);
    own.push(value);
    const feature: LimeFeature =
      known.type === 'numeric'
        ? { type: 'numeric', values: known.values }
        : { type: 'categorical', codes: known.codes };
    return limeColumn(feature, value, params.discretise);
  });
  const sample = limeSample(columns, own, params.samples, params.kernelWidth ?? defaultWidth(names.length), rng);
  const table = drawnTable(tables.explained, training, names, row, sample.values);
  const index = classes?.[row];
  const valueOf =
    index === undefined ? ({ scale: 'prediction' } as const) : ({ class: index, scale: 'probability' } as const);
  const answers = valuesOf(await model.predict(table, signal), valueOf);
  const fit = limeFit(sample, answers, names.length, params.mostFeatures);
  if (fit === undefined) throw new ModelFault('out-of-domain', 'the data or the answers near a row are not finite');
  return fit;
}

/** Of a level that the training data lack: a code of its own, which is never drawn. */
function codeIn(known: Column, explained: Column, row: number): number {
  if (known.type !== 'categorical' || explained.type !== 'categorical') return Number.NaN;
  const code = explained.codes[row]!;
  if (code === -1) return -1;
  const place = known.levels.indexOf(explained.levels[code]!);
  return place === -1 ? known.levels.length : place;
}

/** Drawn values as rows; other columns than the features are the explained row's. */
function drawnTable(
  explained: Table,
  training: Table,
  names: readonly string[],
  row: number,
  values: readonly Float64Array[],
): Table {
  const rowCount = values[0]!.length;
  const columns = explained.columns.map((column): Column => {
    const feature = names.indexOf(column.name);
    if (column.type === 'numeric') {
      return { ...column, values: feature === -1 ? filled(rowCount, column.values[row]!) : values[feature]! };
    }
    const known = training.columns.find(({ name }) => name === column.name);
    if (feature === -1 || known?.type !== 'categorical') {
      return { ...column, codes: new Int32Array(rowCount).fill(column.codes[row]!) };
    }
    const own = column.codes[row]! === -1 ? [] : [column.levels[column.codes[row]!]!];
    const levels = [...new Set([...known.levels, ...own])];
    return { ...column, levels, codes: Int32Array.from(values[feature]!) };
  });
  return { rowCount, columns, digest: explained.digest };
}

const filled = (length: number, value: number): Float64Array => new Float64Array(length).fill(value);

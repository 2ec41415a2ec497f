import type { IdentifyingSets } from '../../methods/privacy/identifying-sets.js';
import type { Detail } from '../detail.js';
import type { SensitiveColumn } from './anonymity-sensitive.js';

/** One column taken out: what the rest would be. */
export interface WithoutColumn {
  readonly column: string;
  readonly values: number;
  readonly k: number;
  readonly uniqueness: number;
}

/** Bounds of the classes' sizes that a reader tells apart; the last is open. */
const SIZES = [1, 2, 3, 5, 10, 20, 50, 100, 1000] as const;
const MOST_SETS = 20;

export function classSizeTable(sizes: ArrayLike<number>): Detail {
  const within = SIZES.map(() => ({ classes: 0, rows: 0 }));
  for (let index = 0; index < sizes.length; index++) {
    const bin = within[SIZES.findLastIndex((from) => sizes[index]! >= from)]!;
    bin.classes += 1;
    bin.rows += sizes[index]!;
  }
  return {
    type: 'table',
    id: 'classSizes',
    title: { en: 'Classes by size', zh: '按大小统计的等价类' },
    columns: [{ name: 'size' }, { name: 'classes' }, { name: 'rows' }],
    rows: SIZES.map((from, index) => {
      const to = (SIZES[index + 1] ?? Number.POSITIVE_INFINITY) - 1;
      const name = to === from ? `${from}` : to === Number.POSITIVE_INFINITY ? `${from} and more` : `${from}–${to}`;
      return [name, within[index]!.classes, within[index]!.rows] as const;
    }).filter(([, classes]) => classes > 0),
  };
}

export const withoutColumnTable = (without: readonly WithoutColumn[]): Detail => ({
  type: 'table',
  id: 'withoutColumn',
  title: { en: 'What leaving out one column would give', zh: '去掉某一列后的结果' },
  columns: [{ name: 'column' }, { name: 'values' }, { name: 'k' }, { name: 'uniqueness' }],
  rows: without
    .toSorted((a, b) => a.uniqueness - b.uniqueness || b.k - a.k)
    .map(({ column, values, k, uniqueness }) => [column, values, k, uniqueness]),
});

export const identifyingSetsTable = ({ sets }: IdentifyingSets, names: readonly string[]): Detail => ({
  type: 'table',
  id: 'identifyingSets',
  title: { en: 'Smallest sets of columns that single out that share of the rows', zh: '使该比例的行唯一的最小列集合' },
  columns: [{ name: 'columns' }, { name: 'uniqueness' }],
  rows: sets
    .slice(0, MOST_SETS)
    .map(({ columns, uniqueness }) => [columns.map((index) => names[index]!).join(', '), uniqueness]),
});

export const sensitiveTable = (columns: readonly SensitiveColumn[]): Detail => ({
  type: 'table',
  id: 'sensitive',
  title: { en: 'Sensitive columns in the class that is worst for them', zh: '各敏感列（取最差等价类）' },
  columns: [
    { name: 'column' },
    { name: 'distinct l' },
    { name: 'entropy l' },
    { name: 'least c' },
    { name: 't' },
    { name: 'distance' },
  ],
  rows: columns.map(({ column, distinct, entropy, recursive, t, distance }) => [
    column,
    distinct,
    entropy,
    Number.isFinite(recursive) ? recursive : null,
    typeof t === 'number' ? t : null,
    distance,
  ]),
});

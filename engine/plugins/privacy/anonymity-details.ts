import type { Detail } from '../detail.js';

/** One column taken out: what the rest would be. */
export interface WithoutColumn {
  readonly column: string;
  readonly values: number;
  readonly k: number;
  readonly uniqueness: number;
}

/** Bounds of the classes' sizes that a reader tells apart; the last is open. */
const SIZES = [1, 2, 3, 5, 10, 20, 50, 100, 1000] as const;

export function anonymityDetails(sizes: ArrayLike<number>, without: readonly WithoutColumn[]): readonly Detail[] {
  return [
    {
      type: 'table',
      id: 'classSizes',
      title: { en: 'Classes by size', zh: '按大小统计的等价类' },
      columns: [{ name: 'size' }, { name: 'classes' }, { name: 'rows' }],
      rows: SIZES.map((from, index) => {
        const to = (SIZES[index + 1] ?? Number.POSITIVE_INFINITY) - 1;
        const inside = Array.from(sizes).filter((size) => size >= from && size <= to);
        const name = to === from ? `${from}` : to === Number.POSITIVE_INFINITY ? `${from} and more` : `${from}–${to}`;
        return [name, inside.length, inside.reduce((sum, size) => sum + size, 0)] as const;
      }).filter(([, classes]) => classes > 0),
    },
    {
      type: 'table',
      id: 'withoutColumn',
      title: { en: 'What leaving out one column would give', zh: '去掉某一列后的结果' },
      columns: [{ name: 'column' }, { name: 'values' }, { name: 'k' }, { name: 'uniqueness' }],
      rows: without
        .toSorted((a, b) => a.uniqueness - b.uniqueness || b.k - a.k)
        .map(({ column, values, k, uniqueness }) => [column, values, k, uniqueness]),
    },
  ];
}

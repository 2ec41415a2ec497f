import type { Score } from '../../methods/evaluation/score.js';
import type { Slice } from '../../methods/evaluation/slices.js';
import type { Detail } from '../detail.js';

/** Of the bounds of the slices, all together. */
export const SLICE_LEVEL = 0.95;

export interface RankedSlice {
  readonly slice: Slice;
  /** Of the slice's rows. */
  readonly score: Score;
  readonly value: number;
  /** The value of all other rows; NaN where they have none. */
  readonly rest: number;
  readonly adjusted: number;
}

const nameOf = ({ columns, levels }: Slice): string =>
  columns.map((column, index) => `${column}: ${levels[index]!}`).join(' & ');

export const slicesDetails = (
  weakest: readonly RankedSlice[],
  bounds: readonly (readonly [number, number])[],
): readonly Detail[] => [
  {
    type: 'table',
    id: 'slices',
    title: { en: 'Weakest slices', zh: '最弱切片' },
    columns: [
      { name: 'slice' },
      { name: 'rows' },
      { name: 'value', unit: '1' },
      { name: 'otherRows', unit: '1' },
      { name: 'adjustedP', unit: '1' },
    ],
    rows: weakest.map(({ slice, value, rest, adjusted }) => [
      nameOf(slice),
      slice.rows.length,
      value,
      Number.isNaN(rest) ? null : rest,
      adjusted,
    ]),
  },
  {
    type: 'intervals',
    id: 'values',
    title: { en: 'The metric in the weakest slices', zh: '最弱切片的指标值' },
    unit: '1',
    level: SLICE_LEVEL,
    items: weakest.map(({ slice, value }, index) => {
      const [lower, upper] = bounds[index]!;
      return { name: nameOf(slice), estimate: value, lower, upper };
    }),
  },
];

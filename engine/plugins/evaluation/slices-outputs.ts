import type { OutputSpec, ScalarSpec } from '../contract.js';
import { count, share } from '../output-spec.js';

const metric = (en: string, zh: string): ScalarSpec => ({
  type: 'number',
  unit: '1',
  range: [0, null],
  title: { en, zh },
});

export const SLICES_OUTPUTS = {
  worst: metric(
    'The metric in the worst slice, with bounds that hold for all slices together',
    '最差切片的指标值（置信界对全部切片同时成立）',
  ),
  minP: share(
    'Least p that a slice is no worse than the other rows, adjusted for the number of slices',
    '切片不差于其余数据的最小 p 值（按切片数校正）',
  ),
  slicesWorse: count('Slices whose adjusted p is at most alpha', '校正后 p 值不大于 alpha 的切片数'),
  slicesAssessed: count('Slices that are large enough to be assessed', '规模足够、已评估的切片数'),
  slicesTooSmall: count('Slices that are too small to be assessed', '规模过小、未评估的切片数'),
  assessedShare: share('Least share of the rows in assessed slices of a column', '各列中属于已评估切片的行的最小占比'),
  slices: {
    type: 'list',
    title: { en: 'The ten weakest slices, in the order of the table', zh: '最弱的十个切片（顺序同切片表）' },
    items: {
      rows: count('Rows of the slice', '切片内行数'),
      value: metric('The metric in the slice, with bounds that hold for all slices together', '切片内的指标值'),
      adjustedP: share('p that it is no worse than the other rows, adjusted', '不差于其余数据的 p 值（校正后）'),
    },
  },
} as const satisfies Readonly<Record<string, OutputSpec>>;

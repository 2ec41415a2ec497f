import { conformalRank } from '../../methods/evaluation/conformal.js';
import { betaQuantile } from '../../numerics/distributions/beta.js';
import { clopperPearson } from '../../numerics/intervals.js';
import type { AnsweredPart } from '../answered-part.js';
import type { Detail } from '../detail.js';
import type { SomeRows } from './conformal-rows.js';
import type { Stratum } from './conformal-strata.js';

const LEVEL = 0.95;

export interface ConformalFindings {
  readonly threshold: number;
  readonly level: number;
  readonly calibration: SomeRows;
  readonly covered: Uint8Array;
  readonly sizes: Float64Array;
  readonly strata: readonly Stratum[];
}

/** The promise and what it may come to, the sizes of sets, and the coverage of classes and groups. */
export function conformalDetails(part: AnsweredPart, findings: ConformalFindings): readonly Detail[] {
  const { threshold, level, calibration, covered, sizes, strata } = findings;
  const n = calibration.units.count;
  const k = Math.min(n, conformalRank(n, level));
  const details: Detail[] = [
    {
      type: 'table',
      id: 'promise',
      title: {
        en: 'Promised coverage, and between what so many calibration rows bring it in 95 of 100 cases',
        zh: '承诺的覆盖率，以及该数量的校准数据在 95% 情形下实现的范围',
      },
      columns: [{ name: 'level' }, { name: 'threshold' }, { name: 'lower' }, { name: 'upper' }],
      rows: [[level, threshold, betaQuantile(0.025, k, n + 1 - k), betaQuantile(0.975, k, n + 1 - k)]],
    },
  ];
  if (part.kind === 'classes') {
    details.push({
      type: 'bars',
      id: 'setSizes',
      title: { en: 'Rows by the size of their set', zh: '按预测集大小统计的行数' },
      bars: Array.from({ length: part.classes.length + 1 }, (_, size) => ({
        name: String(size),
        value: sizes.filter((one) => one === size).length,
      })),
    });
  }
  const large = strata.filter(({ small }) => small === undefined);
  if (large.length > 0 && part.units.plain) {
    details.push({
      type: 'intervals',
      id: 'coverages',
      title: { en: 'Coverage of classes and groups', zh: '各类别与人群的覆盖率' },
      unit: '1',
      level: LEVEL,
      items: large.map(({ name, rows }) => {
        const hits = rows.reduce((sum, row) => sum + covered[row]!, 0);
        const [lower, upper] = clopperPearson(hits, rows.length, LEVEL);
        return { name, estimate: hits / rows.length, lower, upper };
      }),
    });
  }
  return details;
}

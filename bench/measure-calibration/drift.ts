/** Samples of categories whose shares, and so whose divergences, are known. */
import { hellinger, populationStability } from '../../engine/numerics/divergences.js';
import type { Rng } from '../../engine/numerics/random.js';
import { drift } from '../../engine/plugins/evaluation/drift.js';
import { memoryContext } from '../../engine/plugins/memory-context.js';
import { memorySubject, memoryTable } from '../../engine/plugins/memory-subject.js';
import type { CalibrationCase, Figures } from './case.js';

type Shares = readonly number[];

function driftCase(
  name: string,
  sizes: readonly [number, number],
  columns: readonly (readonly [Shares, Shares])[],
): CalibrationCase {
  return {
    name: `drift, ${name}, ${sizes.join(' and ')} rows`,
    truth: {
      maxPsi: Math.max(...columns.map(([p, q]) => populationStability(p, q))),
      maxHellinger: Math.max(...columns.map(([p, q]) => hellinger(p, q))),
    },
    clear: { maxPsi: ['<=', Math.max(...columns.map(([p, q]) => populationStability(p, q))) + 0.25] },
    async figures(rng) {
      const table = (side: 0 | 1) =>
        memoryTable(
          Object.fromEntries(
            columns.map((column, index) => [
              `c${index}`,
              { texts: Array.from({ length: sizes[side] }, () => draw(column[side], rng)) },
            ]),
          ),
        );
      const subject = memorySubject({
        task: 'binary-classification',
        train: { table: table(0) },
        test: { table: table(1) },
      });
      const params = {
        columns: null,
        bins: 10,
        alpha: 0.05,
        draws: 400,
        classifier: 'logistic-regression',
        classifierRows: 100,
      };
      return (await drift.measure(memoryContext(subject, params))).outputs as Figures;
    },
  };
}

function draw(shares: Shares, rng: Rng): string {
  let left = rng.next();
  let level = 0;
  while (level < shares.length - 1 && (left -= shares[level]!) >= 0) level++;
  return `${level}`;
}

const even = (levels: number): Shares => Array.from({ length: levels }, () => 1 / levels);
const tilted: Shares = [0.18, 0.16, 0.14, 0.12, 0.1, 0.08, 0.07, 0.06, 0.05, 0.04];

export const DRIFT_CASES: readonly CalibrationCase[] = [
  driftCase('ten bins, no drift', [200, 100], [[even(10), even(10)]]),
  driftCase('ten bins tilted', [300, 150], [[even(10), tilted]]),
  driftCase('ten bins tilted', [2000, 2000], [[even(10), tilted]]),
  driftCase(
    'three levels, a little',
    [100, 100],
    [
      [
        [0.5, 0.3, 0.2],
        [0.4, 0.3, 0.3],
      ],
    ],
  ),
  driftCase(
    'two levels, much',
    [200, 60],
    [
      [
        [0.5, 0.5],
        [0.8, 0.2],
      ],
    ],
  ),
  driftCase(
    'twelve columns, one tilted',
    [300, 200],
    [[even(10), tilted], ...Array.from({ length: 11 }, () => [even(5), even(5)] as const)],
  ),
];

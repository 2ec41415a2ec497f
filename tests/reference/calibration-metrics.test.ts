/** The short form of bench/calibrate-metrics.ts: the same subjects and the same code, fewer samples. */
import { describe, expect, it } from 'vitest';
import { SHORT_GRID } from '../../bench/metric-calibration/grid.js';
import { allowed, simulate } from '../../bench/metric-calibration/simulate.js';

describe('subjects exactly at the limit pass and fail falsely at most α', () => {
  it.each(SHORT_GRID.map((point) => ({ ...point, name: `${point.subject.name}, n = ${point.n}` })))(
    '$name',
    ({ subject, n, simulations, draws }) => {
      const counts = simulate(subject, n, simulations, draws);
      const most = allowed(simulations);
      expect(counts.filter((count) => count.atLeastPasses > most || count.atMostPasses > most)).toEqual([]);
    },
  );

  it('and a subject that is clearly good enough passes', () => {
    const point = SHORT_GRID.find(({ subject, n }) => subject.name === 'two classes, rate 0.9' && n === 200)!;
    const counts = simulate(point.subject, point.n, point.simulations, point.draws);
    expect(counts.filter((count) => count.clearPasses < 0.8 * point.simulations)).toEqual([]);
  });
});

import { expect, it } from 'vitest';
import { decodeDraws, encodeDraws } from '../../numerics/draws.js';
import type { Figure, Uncertainty } from '../../plugins/figure.js';
import { widened } from './widened.js';

const figure = (uncertainty: Uncertainty): Figure => ({
  estimate: 0.75,
  unit: '1',
  n: 40,
  uncertainty,
  basis: 'observed',
});

it.each<[Uncertainty, Uncertainty]>([
  [
    { kind: 'proportion', k: 30, n: 40 },
    { kind: 'proportion', k: 7.5, n: 10 },
  ],
  [
    { kind: 'proportion', k: 24, n: 40, transform: 'dice' },
    { kind: 'proportion', k: 6, n: 10, transform: 'dice' },
  ],
  [
    { kind: 'student-t', scale: 0.25, df: 9, transform: 'logit' },
    { kind: 'student-t', scale: 0.5, df: 9, transform: 'logit' },
  ],
])('%o', (given, wanted) => {
  expect(widened(figure(given), 2, [0, 1])).toEqual(figure(wanted));
});

it('moves draws away from the estimate, in their order, and not out of the range', () => {
  const { uncertainty } = widened(figure({ kind: 'empirical', draws: encodeDraws([0.75, 0.5, 1, 0.875]) }), 2, [0, 1]);
  expect(uncertainty.kind === 'empirical' && [...decodeDraws(uncertainty.draws)]).toEqual([0.75, 0.25, 1, 1]);
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { betaSurvival } from '../numerics/distributions/beta.js';
import { encodeDraws, type Figure, type Uncertainty } from '../plugins/figure.js';
import { intervalOf, spreadOf, supportOf } from './support.js';

const figure = (estimate: number, uncertainty: Uncertainty, n?: number): Figure => ({
  estimate,
  unit: '1',
  uncertainty,
  basis: 'observed',
  ...(n === undefined ? {} : { n }),
});
const support = (
  made: Figure,
  operator: '>=' | '>' | '<=' | '<' | '==' | '!=',
  limit: number,
): readonly [number, number] => supportOf(spreadOf(made)!, operator, limit);

const proportionArb = fc
  .integer({ min: 1, max: 400 })
  .chain((n) => fc.tuple(fc.integer({ min: 0, max: n }), fc.constant(n), fc.constantFrom(undefined, 'dice' as const)))
  .map(([k, n, transform]) => {
    const rate = k / n;
    return figure(transform ? (2 * rate) / (1 + rate) : rate, {
      kind: 'proportion',
      k,
      n,
      ...(transform ? { transform } : {}),
    });
  });
const studentArb = fc
  .record({
    estimate: fc.double({ min: 0.01, max: 0.99, noNaN: true }),
    scale: fc.double({ min: 1e-3, max: 2, noNaN: true }),
    df: fc.integer({ min: 1, max: 200 }),
    transform: fc.constantFrom(undefined, 'logit' as const, 'log' as const),
  })
  .map(({ estimate, scale, df, transform }) =>
    figure(estimate, { kind: 'student-t', scale, df, ...(transform ? { transform } : {}) }),
  );
const empiricalArb = fc
  .tuple(
    fc.array(fc.double({ min: -2, max: 2, noNaN: true }), { minLength: 40, maxLength: 300 }),
    fc.option(fc.integer({ min: 2, max: 500 }), { nil: undefined }),
  )
  .filter(([draws]) => new Set(draws.map(Math.fround)).size > 1)
  .map(([draws, n]) => figure(0, { kind: 'empirical', draws: encodeDraws(draws) }, n));
const boundsArb = fc
  .constantFrom(0.9, 0.95, 0.99)
  .map((level) => figure(0.5, { kind: 'bounds', lower: 0.3, upper: 0.6, level, anytime: false }));
const severalArb = fc.tuple(fc.constantFrom(0.1, 0.3), fc.constantFrom(0.5, 0.7)).map(([lower, upper]) =>
  figure(0.5, {
    kind: 'bounds',
    lower: 0.1,
    upper: 0.7,
    level: 0.99,
    anytime: true,
    also: [{ lower, upper, level: 0.9 }],
  }),
);
const chanceArb = fc.oneof(proportionArb, studentArb, empiricalArb, boundsArb, severalArb);
const limitArb = fc.oneof(fc.double({ min: -0.5, max: 1.5, noNaN: true }), fc.constantFrom(0, 1, 0.5));

describe('support', () => {
  it('lies in order, opposite operators add up, and it falls as the limit rises', () => {
    fc.assert(
      fc.property(chanceArb, limitArb, limitArb, (made, a, b) => {
        const [low, high] = [Math.min(a, b), Math.max(a, b)];
        const [lowest, highest] = support(made, '>=', high);
        expect(0 <= lowest && lowest <= highest && highest <= 1).toBe(true);
        const [against, most] = support(made, '<', high);
        expect(against).toBeCloseTo(1 - highest, 12);
        expect(most).toBeCloseTo(1 - lowest, 12);
        const lower = support(made, '>=', low);
        expect(lower[0]).toBeGreaterThanOrEqual(lowest - 1e-12);
        expect(lower[1]).toBeGreaterThanOrEqual(highest - 1e-12);
      }),
      { numRuns: 1500, seed: 4 },
    );
  });

  it('a limit lies below all of the central interval exactly when `>=` passes', () => {
    fc.assert(
      fc.property(chanceArb, limitArb, fc.constantFrom(0.9, 0.95, 0.99), (made, limit, confidence) => {
        const interval = intervalOf(made, 2 * confidence - 1);
        fc.pre(interval !== undefined && Math.abs(limit - interval[0]) > 1e-6 && Math.abs(limit - interval[1]) > 1e-6);
        expect(support(made, '>=', limit)[0] >= confidence).toBe(limit < interval![0]);
        expect(support(made, '<=', limit)[0] >= confidence).toBe(limit > interval![1]);
      }),
      { numRuns: 1500, seed: 5 },
    );
  });

  const none = figure(0, { kind: 'proportion', k: 0, n: 20 });
  const every = figure(1, { kind: 'proportion', k: 20, n: 20 });
  const draws = figure(0.5, { kind: 'empirical', draws: encodeDraws(Array.from({ length: 99 }, (_, i) => i / 100)) });
  const several = figure(0.5, {
    kind: 'bounds',
    lower: 0.2,
    upper: 0.8,
    level: 0.99,
    anytime: true,
    also: [
      { lower: 0.4, upper: 0.65, level: 0.95 },
      { lower: 0.45, upper: 0.6, level: 0.9 },
    ],
  });
  it.each([
    ['none of 20, ≥ 0', none, '>=', 0, [1, 1]],
    ['none of 20, > 0', none, '>', 0, [0, 1]],
    ['none of 20, ≥ 0.1', none, '>=', 0.1, [0, betaSurvival(0.1, 1, 20)]],
    ['all of 20, ≥ 0.9', every, '>=', 0.9, [betaSurvival(0.9, 20, 1), 1]],
    ['all of 20, > 1', every, '>', 1, [0, 0]],
    ['all of 20, = 1', every, '==', 1, [0, 1]],
    ['draws never give certainty', draws, '>=', -1, [0.99, 1]],
    ['a draw at the limit counts on both sides', draws, '>=', 0.5, [0.48, 0.5]],
    ['several levels: the highest that passes', several, '>=', 0.2, [0.99, 1]],
    ['several levels: one lower', several, '>=', 0.35, [0.95, 1]],
    ['several levels: the lowest', several, '>=', 0.42, [0.9, 1]],
    ['several levels: none', several, '>=', 0.5, [0, 1]],
    ['several levels: refuted at the highest', several, '>', 0.9, [0, 0.01]],
    ['several levels: refuted at the lowest', several, '>', 0.6, [0, 0.1]],
    ['exact, equal', figure(3, { kind: 'exact' }), '==', 3, [1, 1]],
    ['exact, unequal', figure(3, { kind: 'exact' }), '!=', 3, [0, 0]],
    ['a band around it', figure(3, { kind: 'range', lower: 2, upper: 4 }), '!=', 3, [0, 1]],
    ['a band below it', figure(3, { kind: 'range', lower: 2, upper: 4 }), '==', 5, [0, 0]],
  ] as const)('%s', (_, made, operator, limit, expected) => {
    const [lowest, highest] = support(made, operator, limit);
    expect(lowest).toBeCloseTo(expected[0], 12);
    expect(highest).toBeCloseTo(expected[1], 12);
  });
});

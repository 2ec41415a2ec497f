import { describe, expect, it } from 'vitest';
import { arithmetic, compare, joined, literal, not, output, ruleOf } from '../../bench/judge-calibration/rules.js';
import { binomialCdf } from '../numerics/distributions/binomial.js';
import { encodeDraws, type Figure, type Output, type Uncertainty } from '../plugins/figure.js';
import type { Condition, NumberExpression } from '../rules/ast.js';
import { judgeRule } from './judge-rule.js';
import { trialsForProportion } from './sample-size.js';
import type { Settle } from './verdict.js';

const figure = (estimate: number, uncertainty: Uncertainty, n?: number, rows?: string): Figure => ({
  estimate,
  unit: '1',
  uncertainty,
  basis: 'observed',
  ...(n === undefined ? {} : { n }),
  ...(rows === undefined ? {} : { rows }),
});
const rate = (k: number, n: number, units = n, rows = 'r'): Figure =>
  figure(k / n, { kind: 'proportion', k, n }, units, rows);
const settle = (condition: Condition, outputs: Readonly<Record<string, Output>>): Settle | undefined =>
  judgeRule(ruleOf(condition, 0.95), { measurements: { m: outputs }, facts: {} }).settle;
const rowsOf = (answer: Settle | undefined): number => (answer && 'rows' in answer ? answer.rows : NaN);

const X = output('x');
const atLeast = (limit: number): Condition => compare(X, '>=', literal(limit));

describe('settle', () => {
  it('a proportion: so many rows have 80 % power, and far fewer have not', () => {
    const rows = rowsOf(settle(atLeast(0.9), { x: rate(93, 100) }));
    const power = (n: number): number => {
      let needed = 0;
      while (1 - binomialCdf(needed - 1, n, 0.9) > 0.05) needed += 1;
      return 1 - binomialCdf(needed - 1, n, 0.93);
    };
    expect(power(rows)).toBeGreaterThanOrEqual(0.8);
    expect(power(Math.round(rows * 0.8))).toBeLessThan(0.8);
  });
  it('where every trial succeeds: the least n with limitⁿ ≤ α', () => {
    expect(rowsOf(settle(atLeast(0.9), { x: rate(10, 10) }))).toBe(29);
    expect(trialsForProportion(1, 0.99, 0.05, 10)).toBe(299);
  });
  it('trials of one class come with the rows of all', () => {
    const own = rowsOf(settle(atLeast(0.9), { x: rate(93, 100) }));
    expect(rowsOf(settle(atLeast(0.9), { x: rate(93, 100, 400) }))).toBe(4 * own);
  });
  it('in what the output counts', () => {
    const reference = { root: 'measurement', name: 'm.x', alias: 'm', output: 'x', unit: '1' } as const;
    const asked = { ...X, reference: { ...reference, counted: 'questions' } } as NumberExpression;
    const x = rate(93, 100);
    expect(settle(compare(asked, '>=', literal(0.9)), { x })).toMatchObject({ counted: 'questions' });
    expect(settle(atLeast(0.9), { x })).not.toHaveProperty('counted');
    const mixed = compare(arithmetic('-', asked, output('y')), '>=', literal(0));
    expect(settle(mixed, { x, y: rate(90, 100, 100, 'r2') })).not.toHaveProperty('counted');
  });
  it('below as above', () => {
    const above = rowsOf(settle(atLeast(0.9), { x: rate(93, 100) }));
    expect(rowsOf(settle(compare(X, '<=', literal(0.1)), { x: rate(7, 100) }))).toBe(above);
  });
  it('student-t: rows where it has rows, repeats where it has none', () => {
    const t: Uncertainty = { kind: 'student-t', scale: 0.017, df: 4 };
    // (2.132 + 0.941)² · (0.017/0.023)² = 5.158 times the rows
    expect(rowsOf(settle(atLeast(0.7), { x: figure(0.723, t, 1000) }))).toBe(5159);
    // 1.3529·sqrt(J/5) ≥ t(0.95, J−1) + t(0.8, J−1): 2.637 ≥ 2.596 at 19, 2.567 < 2.603 at 18
    const repeats = settle(atLeast(0.7), { x: figure(0.723, t) });
    expect(repeats).toEqual({ repeats: 19 });
  });
  it.each([
    ['at the limit', atLeast(0.93), rate(93, 100)],
    ['beyond it', atLeast(0.95), rate(93, 100)],
    ['equality with a continuous figure', { ...atLeast(0.93), operator: '==' } as Condition, rate(92, 100)],
  ])('never: %s', (_, condition, x) => {
    expect(settle(condition, { x })).toEqual({ never: 'not at this estimate' });
  });
  it.each<[string, Condition, Output]>([
    ['an unmeasured output', atLeast(0.5), { unmeasured: 'missing-input', detail: 'no test data' }],
    ['another basis', atLeast(0.5), { ...rate(9, 10), basis: 'declared' }],
    ['a narrower band', atLeast(0.5), figure(0.6, { kind: 'range', lower: 0.4, upper: 0.8 })],
    [
      'bounds of a higher level',
      atLeast(0.5),
      figure(0.6, { kind: 'bounds', lower: 0.55, upper: 0.8, level: 0.9, anytime: false }),
    ],
  ])('provide: %s', (_, condition, x) => {
    expect(settle(condition, { x })).toHaveProperty('provide');
  });
  it('`and` needs what its hardest part needs, `or` what its easiest', () => {
    const outputs = { x: rate(93, 100, 100, 'r1'), y: rate(96, 100, 100, 'r2') };
    const parts = [atLeast(0.9), compare(output('y'), '>=', literal(0.95))];
    const both = rowsOf(settle(joined('and', parts), outputs));
    const one = rowsOf(settle(joined('or', parts), outputs));
    expect(both).toBe(rowsOf(settle(parts[1]!, outputs)));
    expect(one).toBeGreaterThan(rowsOf(settle(parts[0]!, outputs)));
    expect(one).toBeLessThan(both);
    const neither = joined('and', [compare(X, '<', literal(0.9)), parts[1]!]);
    expect(settle(neither, outputs)).toEqual({ never: 'not at this estimate' });
    expect(rowsOf(settle(not(compare(X, '<', literal(0.9))), outputs))).toBe(rowsOf(settle(parts[0]!, outputs)));
  });
  it('draws and joint figures scale with the root of the rows', () => {
    const draws = Array.from({ length: 1999 }, (_, i) => 0.5 + 0.1 * Math.sin(i) * Math.cos(3 * i));
    const x = figure(0.5, { kind: 'empirical', draws: encodeDraws(draws) }, 100);
    expect(rowsOf(settle(atLeast(0.45), { x }))).toBeGreaterThan(100);
    const difference = compare(arithmetic('-', X, output('y')), '>=', literal(0));
    const rows = rowsOf(settle(difference, { x: rate(60, 100, 100, 'r1'), y: rate(55, 100, 100, 'r2') }));
    // (1.645 + 0.842)² · (0.24 + 0.2475)/0.05² ≈ 1,206
    expect(rows).toBeGreaterThan(1100);
    expect(rows).toBeLessThan(1600);
  });
});

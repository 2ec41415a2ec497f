import { describe, expect, it } from 'vitest';
import { encodeDraws, type Figure, type Output, type Uncertainty } from '../plugins/figure.js';
import type { EffectiveRule } from '../pack/policy.js';
import type { Condition, NumberExpression, Ordering, Equality, Reference } from '../rules/ast.js';
import { logicOf } from '../../bench/judge-calibration/rules.js';
import { judgeRule } from './judge-rule.js';
import type { EvidenceSource, RuleJudgement } from './verdict.js';

const pointer = [] as const;
const output = (name: string, unit = '1', factor = 1): NumberExpression => ({
  kind: 'reference',
  reference: { root: 'measurement', name: `m.${name}`, alias: 'm', output: name, unit },
  factor,
  pointer,
});
const literal = (value: number): NumberExpression => ({ kind: 'literal', value, pointer });
const compare = (left: NumberExpression, operator: Ordering | Equality, right: NumberExpression): Condition => ({
  kind: 'compare',
  operator,
  left,
  right,
  pointer,
});
const arithmetic = (
  operator: '+' | '-' | '*' | '/' | '%' | 'min' | 'max',
  ...parts: readonly NumberExpression[]
): NumberExpression => ({ kind: 'arithmetic', operator, parts, pointer });

const base = (require: Condition): EffectiveRule => ({
  id: 'test/R-1',
  layer: 'test',
  area: 'evaluation',
  title: 'A rule',
  level: 'shall',
  waiver: 'allowed',
  confidence: 0.95,
  basis: ['observed', 'estimated', 'logged'],
  requireLogic: logicOf(require),
  require,
  measurements: {},
  parameters: {},
  origin: { file: 'x.yaml', range: { line: 1, column: 1, endLine: 1, endColumn: 2 }, layer: 'test' },
});
const rule = (require: Condition, more: Partial<EffectiveRule> = {}): EffectiveRule =>
  Object.assign(base(require), more);
const figure = (estimate: number, uncertainty: Uncertainty, more: Partial<Figure> = {}): Figure => ({
  estimate,
  unit: '1',
  uncertainty,
  basis: 'observed',
  ...more,
});
const source = (m: Record<string, Output>, facts: Record<string, unknown> = {}): EvidenceSource => ({
  measurements: { m },
  facts,
});
const judge = (condition: Condition, m: Record<string, Output>, more: Partial<EffectiveRule> = {}): RuleJudgement =>
  judgeRule(rule(condition, more), source(m));

const EXACT: Uncertainty = { kind: 'exact' };

describe('one comparison', () => {
  const cases: readonly [string, Ordering | Equality, number, Figure, string, string | undefined][] = [
    ['exact at the limit', '>=', 0.5, figure(0.5, EXACT), 'pass', undefined],
    ['exact at the limit, strict', '>', 0.5, figure(0.5, EXACT), 'fail', undefined],
    ['exact equality', '==', 3, figure(3, EXACT), 'pass', undefined],
    [
      'the example of DESIGN.md §6',
      '>=',
      0.7,
      figure(0.723, { kind: 'student-t', scale: 0.017, df: 4 }),
      'undetermined',
      'uncertain',
    ],
    ['a proportion shown', '>=', 0.9, figure(0.95, { kind: 'proportion', k: 950, n: 1000 }), 'pass', undefined],
    ['a proportion refuted', '<', 0.9, figure(0.95, { kind: 'proportion', k: 950, n: 1000 }), 'fail', undefined],
    ['all of too few', '>=', 0.9, figure(1, { kind: 'proportion', k: 10, n: 10 }), 'undetermined', 'uncertain'],
    ['a rate that cannot exceed 1', '>', 1, figure(1, { kind: 'proportion', k: 10, n: 10 }), 'fail', undefined],
    ['a band clear of the limit', '<=', 2, figure(1, { kind: 'range', lower: 0.5, upper: 1.5 }), 'pass', undefined],
    [
      'a band that straddles',
      '<=',
      1.2,
      figure(1, { kind: 'range', lower: 0.5, upper: 1.5 }),
      'undetermined',
      'bounded',
    ],
    [
      'bounds of the confidence',
      '<=',
      2,
      figure(1, { kind: 'bounds', lower: 0.5, upper: 1.5, level: 0.95, anytime: true }),
      'pass',
      undefined,
    ],
    [
      'bounds below it',
      '<=',
      2,
      figure(1, { kind: 'bounds', lower: 0.5, upper: 1.5, level: 0.9, anytime: true }),
      'undetermined',
      'uncertain',
    ],
    ['NaN', '<=', 2, figure(NaN, EXACT), 'undetermined', 'failed'],
    ['a refused basis', '<=', 2, figure(1, EXACT, { basis: 'declared' }), 'undetermined', 'basis'],
    ['another unit', '<=', 2, figure(1, EXACT, { unit: 'J' }), 'undetermined', 'failed'],
  ];
  it.each(cases)('%s', (_, operator, limit, value, verdict, cause) => {
    const judged = judge(compare(output('x'), operator, literal(limit)), { x: value });
    expect([judged.verdict, judged.cause]).toEqual([verdict, cause]);
  });

  it('a point reads the band that answers which are lacking leave', () => {
    const verdict = (limit: number, lower: number): string =>
      judge(
        compare(output('x'), '>=', literal(limit)),
        {
          x: figure(0.95, {
            kind: 'bounds',
            lower: 0.5,
            upper: 1,
            level: 0.95,
            anytime: true,
            point: { lower, upper: 0.97 },
          }),
        },
        { confidence: 'point' },
      ).verdict;
    expect([verdict(0.9, 0.91), verdict(0.9, 0.8), verdict(0.98, 0.8)]).toEqual(['pass', 'undetermined', 'fail']);
  });

  it('draws the interval and support of DESIGN.md §6', () => {
    const x = figure(0.723, { kind: 'student-t', scale: 0.017, df: 4 }, { n: 1000 });
    const [evidence] = judge(compare(output('x'), '>=', literal(0.7)), { x }).evidence;
    expect(evidence?.support[0]).toBeCloseTo(0.876, 3);
    expect(evidence?.interval?.[0]).toBeCloseTo(0.687, 3);
    expect(evidence?.interval?.[1]).toBeCloseTo(0.759, 3);
    expect(evidence?.level).toBeCloseTo(0.9, 12);
    expect(evidence?.distance).toBeCloseTo(0.023, 12);
  });

  it('speaks of the measured side in its own unit', () => {
    const x = figure(2, EXACT, { unit: 'kJ' });
    const [evidence] = judge(compare(literal(3000), '>', output('x', 'kJ', 1000)), { x }).evidence;
    expect(evidence).toMatchObject({ output: 'm.x', operator: '<', estimate: 2, limit: 3, unit: 'kJ', distance: 1 });
  });
});

describe('several uncertain figures', () => {
  const half = (k: number, rows: string): Figure =>
    figure(k / 400, { kind: 'proportion', k, n: 400 }, { rows, n: 400 });
  it('a difference of independent rates', () => {
    const condition = compare(output('a'), '>=', output('b'));
    expect(judge(condition, { a: half(300, 'r1'), b: half(200, 'r2') }).verdict).toBe('pass');
    expect(judge(condition, { a: half(200, 'r1'), b: half(300, 'r2') }).verdict).toBe('fail');
    expect(judge(condition, { a: half(200, 'r1'), b: half(200, 'r2') }).verdict).toBe('undetermined');
  });
  it('paired draws see what independent ones cannot', () => {
    const draws = Array.from({ length: 999 }, (_, i) => Math.sin(i));
    const a = figure(
      0.2,
      { kind: 'empirical', draws: encodeDraws(draws.map((x) => x + 0.1 + 0.01 * Math.cos(7 * x))) },
      { rows: 'r', n: 999 },
    );
    const b = figure(0, { kind: 'empirical', draws: encodeDraws(draws) }, { rows: 'r', n: 999 });
    const condition = compare(arithmetic('-', output('a'), output('b')), '>', literal(0));
    expect(judge(condition, { a, b }).verdict).toBe('pass');
    expect(judge(condition, { a, b: { ...b, rows: 's' } }).verdict).toBe('undetermined');
  });
  it('max is or', () => {
    const condition = compare(arithmetic('max', output('a'), output('b')), '>=', literal(0.6));
    const judged = judge(condition, { a: half(300, 'r1'), b: half(100, 'r2') });
    expect([judged.verdict, judged.evidence.map(({ deciding }) => deciding)]).toEqual(['pass', [true, false]]);
  });
  it('an unmeasured part decides nothing that it could change', () => {
    const missing: Output = { unmeasured: 'timed-out', detail: 'after 60 s' };
    expect(
      judge(compare(arithmetic('+', output('a'), output('b')), '>=', literal(-1)), { a: half(300, 'r'), b: missing }),
    ).toMatchObject({
      verdict: 'undetermined',
      cause: 'timed-out',
    });
    const or: Condition = {
      kind: 'or',
      parts: [compare(output('a'), '>=', literal(0.5)), compare(output('b'), '>=', literal(0.5))],
      pointer,
    };
    expect(judge(or, { a: half(300, 'r'), b: missing }).verdict).toBe('pass');
  });
});

describe('when', () => {
  const fact: Reference = { root: 'subject', name: 'subject.highRisk', fact: 'highRisk' };
  const when: Condition = { kind: 'holds', reference: fact, pointer };
  const require = compare(output('x'), '>=', literal(0.5));
  const judged = (facts: Record<string, unknown>): RuleJudgement =>
    judgeRule(rule(require, { when, whenLogic: { var: 'subject.highRisk' } }), source({ x: figure(1, EXACT) }, facts));
  it('switches off, on, and asks', () => {
    expect(judged({ highRisk: true }).verdict).toBe('pass');
    expect(judged({ highRisk: false })).toMatchObject({
      verdict: 'not-applicable',
      switchedOffBy: [{ fact: 'subject.highRisk', value: false }],
    });
    expect(judged({})).toMatchObject({ verdict: 'undetermined', cause: 'missing-input' });
  });
});

/**
 * A value that is missing, unmeasured, not a number, of the wrong type, unit or basis never makes a rule pass or fail
 * unless the rest decides it whatever the value: against an evaluator that tries the values that it could have had.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ruleOf } from '../../bench/judge-calibration/rules.js';
import { FAULTS, MISSING, outputsOf, type Broken } from '../../tests/judging/faults.js';
import { conditionArb, measured, worldArb } from '../../tests/judging/random-conditions.js';
import { truth, worlds } from '../../tests/judging/truth.js';
import type { Output } from '../plugins/figure.js';
import type { Condition, NumberExpression, Reference } from '../rules/ast.js';
import { judgeRule } from './judge-rule.js';

const pointer = [] as const;

const wrongTypes = (name: string, fault: unknown): boolean => {
  // A declared boolean stands for a refused basis only where a boolean belongs; elsewhere it is a wrong type too.
  const kind = (name.split('.').at(-1) ?? '')[0]!;
  return !(
    typeof fault === 'object' &&
    fault !== null &&
    'value' in fault &&
    (kind === 't' || kind === 'c') &&
    typeof fault.value === 'string'
  );
};

const caseArb = worldArb.chain((world) => {
  const names = [
    ...Object.keys(world.scalars),
    ...world.items.flatMap((item, index) => Object.keys(item).map((name) => `items.${index}.${name}`)),
  ];
  return fc.record({
    world: fc.constant(world),
    broken: fc
      .array(fc.tuple(fc.constantFrom(...names), fc.constantFrom(...FAULTS)), { minLength: 1, maxLength: 3 })
      .map((pairs): Broken => Object.fromEntries(pairs.filter(([name, fault]) => wrongTypes(name, fault)))),
    condition: conditionArb,
    confidence: fc.constantFrom(0.95, 0.5, 'point' as const),
  });
});

const judge = (condition: Condition, outputs: Readonly<Record<string, Output>>, confidence: number | 'point'): string =>
  judgeRule({ ...ruleOf(condition, 0.95), confidence }, { measurements: { m: outputs }, facts: {} }).verdict;

describe('three values', () => {
  it('a broken value decides nothing that its value could change', () => {
    fc.assert(
      fc.property(caseArb, ({ world, broken, condition, confidence }) => {
        const verdict = judge(condition, outputsOf(world, broken), confidence);
        if (verdict === 'undetermined') return;
        for (const possible of worlds(world, Object.keys(broken))) {
          const value = truth(condition, possible);
          if (value !== undefined) expect(value).toBe(verdict === 'pass');
        }
      }),
      { numRuns: 3000, seed: 1 },
    );
  });

  it('with nothing broken the verdict is the truth, and json-logic-js agrees', () => {
    fc.assert(
      fc.property(worldArb, conditionArb, fc.constantFrom(0.95, 'point' as const), (world, condition, confidence) => {
        const value = truth(condition, world);
        fc.pre(value !== undefined);
        expect(judge(condition, outputsOf(world, {}), confidence)).toBe(value ? 'pass' : 'fail');
      }),
      { numRuns: 2000, seed: 2 },
    );
  });

  const compare = (
    left: NumberExpression,
    operator: '<' | '<=' | '>' | '>=' | '==' | '!=',
    right: NumberExpression,
  ): Condition => ({
    kind: 'compare',
    left,
    operator,
    right,
    pointer,
  });
  const broken: NumberExpression = { kind: 'reference', reference: measured('n0'), factor: 1, pointer };
  const one: NumberExpression = { kind: 'literal', value: 1, pointer };
  const positions = (['<', '<=', '>', '>=', '==', '!='] as const).flatMap((operator) => [
    [`n0 ${operator} 1`, compare(broken, operator, one)] as const,
    [`1 ${operator} n0`, compare(one, operator, broken)] as const,
    ...(['+', '-', '*', '/', '%', 'min', 'max'] as const).flatMap((inner) => [
      [
        `(n0 ${inner} 1) ${operator} 1`,
        compare({ kind: 'arithmetic', operator: inner, parts: [broken, one], pointer }, operator, one),
      ] as const,
      [
        `(1 ${inner} n0) ${operator} 1`,
        compare({ kind: 'arithmetic', operator: inner, parts: [one, broken], pointer }, operator, one),
      ] as const,
    ]),
  ]);
  /** Those that hold, or do not, whatever n0 is. */
  const decided: Readonly<Record<string, string>> = {
    '(n0 % 1) <= 1': 'pass',
    '(n0 % 1) > 1': 'fail',
    '(n0 min 1) <= 1': 'pass',
    '(1 min n0) <= 1': 'pass',
    '(n0 min 1) > 1': 'fail',
    '(1 min n0) > 1': 'fail',
    '(n0 max 1) >= 1': 'pass',
    '(1 max n0) >= 1': 'pass',
    '(n0 max 1) < 1': 'fail',
    '(1 max n0) < 1': 'fail',
  };
  it.each(positions)('%s, whatever is wrong with n0', (name, condition) => {
    for (const fault of FAULTS) {
      for (const confidence of [0.95, 'point'] as const) {
        const outputs = outputsOf({ scalars: { n0: 1 }, items: [] }, { n0: fault });
        const verdict = judge(condition, outputs, confidence);
        expect(verdict === 'undetermined' ? undefined : verdict).toBe(
          verdict === 'undetermined' ? undefined : decided[name],
        );
        if (verdict !== 'undetermined') continue;
        expect(judge({ kind: 'not', part: condition, pointer }, outputs, confidence)).toBe('undetermined');
      }
    }
  });

  it.each(['all', 'some', 'none'] as const)('%s over a list that is broken or empty', (kind) => {
    const body: Condition = { kind: 'constant', value: true, pointer };
    const condition: Condition = { kind, list: measured('items'), body, pointer };
    for (const list of [...FAULTS, { items: [] }]) {
      const outputs = list === MISSING ? {} : { items: list as Output };
      expect(judge(condition, outputs, 0.95)).toBe('undetermined');
      expect(judge({ kind: 'not', part: condition, pointer }, outputs, 0.95)).toBe('undetermined');
    }
  });

  it('a fact that is absent, null or of another type decides nothing, in require and in when', () => {
    const reference: Reference = { root: 'subject', name: 'subject.f', fact: 'f' };
    const conditions: readonly Condition[] = [
      { kind: 'holds', reference, pointer },
      compare({ kind: 'reference', reference, factor: 1, pointer }, '<=', one),
      {
        kind: 'equal',
        operator: '!=',
        left: { kind: 'reference', reference, pointer },
        right: { kind: 'literal', value: 'red', pointer },
        pointer,
      },
    ];
    const never: Condition = { kind: 'constant', value: true, pointer };
    for (const facts of [
      {},
      { f: null },
      { f: undefined },
      { f: NaN },
      { f: { value: 1 } },
      Object.create({ f: true }) as object,
    ]) {
      for (const condition of conditions) {
        const source = { measurements: {}, facts: facts as Readonly<Record<string, unknown>> };
        const plain = { ...ruleOf(condition, 0.95), basis: ['observed', 'declared'] as const };
        expect(judgeRule(plain, source).verdict).toBe('undetermined');
        const when = { ...ruleOf(never, 0.95), when: condition, whenLogic: plain.requireLogic };
        expect(judgeRule(when, source).verdict).toBe('undetermined');
      }
    }
  });
});

import { describe, expect, it } from 'vitest';
import type { Condition } from './ast.js';
import { checkRule } from './check-rule.js';
import { answersOf, strictnessOf, withParameter } from './strictness.js';
import type { Scope } from './scope.js';
import { EVERYTHING } from './interval.js';

const number = { type: 'number', unit: '1', title: 'n' } as const;
const scope: Scope = {
  facts: { users: { type: 'number' }, risk: { values: ['low', 'high', 'medium'] }, open: { type: 'boolean' } },
  parameters: { p: { value: 2, unit: '1' }, n: { value: -2, unit: '1' } },
  measurements: {
    m: {
      plugin: 'evaluation/x',
      outputs: {
        share: { ...number, range: [0, 1] },
        gain: { ...number, range: [-1, 1] },
        list: { type: 'list', title: 'l', items: { share: { ...number, range: [0, 1] } } },
      },
    },
  },
};
const rangeOf = (reference: { readonly root: string; readonly output?: string }) =>
  reference.root === 'measurement' ? ([reference.output === 'share' ? 0 : -1, 1] as const) : EVERYTHING;
const typed = (logic: unknown, role: 'require' | 'when' = 'require'): Condition => {
  const { condition, faults } = checkRule(logic, scope, role);
  if (condition === undefined) throw new Error(JSON.stringify(faults));
  return condition;
};
const share = { var: 'm.share' };
const gain = { var: 'm.gain' };
const least = (limit: unknown): object => ({ '>=': [share, limit] });
const high = { '>=': [gain, 0.5] };

describe('strictnessOf', () => {
  it.each<[string, unknown, unknown, string]>([
    ['the same', least(0.5), least(0.5), 'same'],
    ['written the other way round', { '<=': [0.5, share] }, least(0.5), 'same'],
    ['a higher floor', least(0.5), least(0.6), 'stricter'],
    ['a higher ceiling', { '<=': [share, 0.5] }, { '<=': [share, 0.6] }, 'weaker'],
    ['without equality', least(0.5), { '>': [share, 0.5] }, 'stricter'],
    ['the other way', least(0.5), { '<=': [share, 0.5] }, 'unknown'],
    ['another figure', least(0.5), { '>=': [gain, 0.5] }, 'unknown'],
    ['one more that must hold', least(0.5), { and: [least(0.5), high] }, 'stricter'],
    ['one less that must hold', { and: [high, least(0.5)] }, high, 'weaker'],
    ['one more that may hold', least(0.5), { or: [high, least(0.5)] }, 'weaker'],
    ['both ways at once', { and: [least(0.5), high] }, { and: [least(0.6), { '>=': [gain, 0.4] }] }, 'unknown'],
    ['under a negation', { '!': [least(0.5)] }, { '!': [least(0.6)] }, 'weaker'],
    ['a factor that helps', { '>=': [{ '*': [share, 2] }, 1] }, { '>=': [{ '*': [share, 3] }, 1] }, 'weaker'],
    [
      'a factor of what may be negative',
      { '>=': [{ '*': [gain, 2] }, 1] },
      { '>=': [{ '*': [gain, 3] }, 1] },
      'unknown',
    ],
    [
      'less what is taken off',
      { '>=': [{ '-': [share, 0.1] }, 0.5] },
      { '>=': [{ '-': [share, 0.2] }, 0.5] },
      'stricter',
    ],
    ['a larger divisor', { '>=': [{ '/': [share, 2] }, 0.4] }, { '>=': [{ '/': [share, 2.2] }, 0.4] }, 'stricter'],
    [
      'in every item',
      { all: [{ var: 'm.list' }, { '>=': [{ var: 'share' }, 0.5] }] },
      { all: [{ var: 'm.list' }, { '>=': [{ var: 'share' }, 0.6] }] },
      'stricter',
    ],
    [
      'in no item',
      { none: [{ var: 'm.list' }, { '>=': [{ var: 'share' }, 0.5] }] },
      { none: [{ var: 'm.list' }, { '>=': [{ var: 'share' }, 0.6] }] },
      'weaker',
    ],
    [
      'by an if',
      { if: [{ var: 'subject.open' }, least(0.5), high] },
      { if: [{ var: 'subject.open' }, least(0.6), high] },
      'stricter',
    ],
    ['a parameter for its value', least({ '/': [{ var: 'parameters.p' }, 4] }), least({ '/': [2, 4] }), 'same'],
  ])('%s', (_, before, after, expected) => {
    expect(strictnessOf(typed(before), typed(after), rangeOf)).toBe(expected);
    const back = { stricter: 'weaker', weaker: 'stricter', same: 'same', unknown: 'unknown' }[expected];
    expect(strictnessOf(typed(after), typed(before), rangeOf)).toBe(back);
  });

  it.each<[unknown, unknown, string]>([
    [{ in: [{ var: 'subject.risk' }, ['low']] }, { in: [{ var: 'subject.risk' }, ['low', 'high']] }, 'weaker'],
    [{ in: [{ var: 'subject.risk' }, ['low']] }, { in: [{ var: 'subject.risk' }, ['high']] }, 'unknown'],
    [{ '==': [{ var: 'subject.risk' }, 'low'] }, { in: [{ var: 'subject.risk' }, ['low', 'high']] }, 'weaker'],
    [{ in: [{ var: 'subject.risk' }, ['low', 'high']] }, { '==': ['high', { var: 'subject.risk' }] }, 'stricter'],
    [{ '==': [{ var: 'subject.risk' }, 'low'] }, { in: [{ var: 'subject.risk' }, ['low']] }, 'same'],
    [{ '==': [{ var: 'subject.risk' }, 'low'] }, { '==': [{ var: 'subject.risk' }, 'high'] }, 'unknown'],
    [{ '!=': [{ var: 'subject.risk' }, 'low'] }, { in: [{ var: 'subject.risk' }, ['high']] }, 'unknown'],
    [{ '>': [{ var: 'subject.users' }, 10] }, { '>': [{ var: 'subject.users' }, 5] }, 'weaker'],
    [{ var: 'subject.open' }, { '!': [{ var: 'subject.open' }] }, 'unknown'],
  ])('of facts: %j, %j', (before, after, expected) => {
    expect(strictnessOf(typed(before, 'when'), typed(after, 'when'), rangeOf)).toBe(expected);
  });
});

describe('answersOf', () => {
  const answers = (logic: unknown): readonly unknown[] => [...answersOf(typed(logic), rangeOf).values()];
  it.each<[unknown, readonly unknown[]]>([
    [least(0.5), [1]],
    [{ '<=': [share, 0.5] }, [-1]],
    [{ '>=': [{ '*': [gain, { var: 'parameters.p' }] }, 1] }, [1]],
    [{ '>=': [{ '*': [gain, { var: 'parameters.n' }] }, 1] }, [-1]],
    [{ '>=': [{ '/': [gain, { var: 'parameters.n' }] }, 0.1] }, [-1]],
    [{ '>=': [{ '*': [gain, share] }, 0.1] }, [1, undefined]],
    [{ '>=': [{ '-': [share, gain] }, 0.1] }, [1, -1]],
  ])('%j: %j', (logic, expected) => expect(answers(logic)).toEqual(expected));

  it('turns with a parameter', () => {
    const rule = typed({ '>=': [{ '*': [gain, { var: 'parameters.p' }] }, 1] });
    expect([...answersOf(withParameter(rule, 'p', -1), rangeOf).values()]).toEqual([-1]);
    expect([...answersOf(withParameter(rule, 'p', 0), rangeOf).values()]).toEqual([0]);
    expect([...answersOf(withParameter(rule, 'other', 0), rangeOf).values()]).toEqual([1]);
  });
});

/**
 * The static half of "a missing, null, NaN, wrong-typed or wrong-unit value never passes a rule": whatever stands wrongly
 * in any place of any operator, the rule is refused before anything is measured. The half at run time is the judge's.
 */
import { describe, expect, it } from 'vitest';
import { checkRule } from '../../engine/rules/check-rule.js';
import { OPERATORS, REFUSED } from '../../engine/rules/operators.js';
import { SCOPE } from './scope.js';

const v = (name: string): object => ({ var: name });
const ratio = v('cv.f1Macro');
const holds = { '>=': [v('cv.accuracy'), 0.7] };
const grade = v('cv.grade');

/** A rule with the operator in it, all in order, and what each of its parts is. */
type Kind = 'number' | 'condition' | 'text' | 'texts' | 'list' | 'equal';
interface Example {
  readonly parts: readonly unknown[];
  readonly kinds: readonly Kind[];
  /** From the operator's node to a condition. */
  readonly rule?: (node: unknown) => unknown;
}

const limited = (node: unknown): unknown => ({ '<=': [node, v('cv.gain')] });
const ordering: Example = { parts: [ratio, v('cv.accuracy')], kinds: ['number', 'number'] };
const equality: Example = { parts: [v('cv.k'), 5], kinds: ['equal', 'equal'] };
const junction: Example = { parts: [holds, v('cv.stable')], kinds: ['condition', 'condition'] };
const single: Example = { parts: [holds], kinds: ['condition'] };
const branching: Example = {
  parts: [v('subject.open'), holds, v('cv.stable')],
  kinds: ['condition', 'condition', 'condition'],
};
const arithmetic: Example = { parts: [ratio, v('cv.accuracy')], kinds: ['number', 'number'], rule: limited };
const each: Example = { parts: [v('cv.groups'), { '>=': [v('recall'), 0.5] }], kinds: ['list', 'condition'] };

const EXAMPLES: Readonly<Record<Exclude<keyof typeof OPERATORS, 'var'>, Example>> = {
  and: junction,
  or: junction,
  '!': single,
  '!!': single,
  if: branching,
  '?:': branching,
  '==': equality,
  '===': equality,
  '!=': equality,
  '!==': equality,
  '<': { parts: [0.1, ratio, v('cv.accuracy')], kinds: ['number', 'number', 'number'] },
  '<=': ordering,
  '>': ordering,
  '>=': ordering,
  '+': arithmetic,
  '-': arithmetic,
  '*': arithmetic,
  '/': arithmetic,
  '%': arithmetic,
  min: arithmetic,
  max: arithmetic,
  in: { parts: [grade, ['gold', 'silver']], kinds: ['text', 'texts'] },
  all: each,
  some: each,
  none: each,
};

/** What may stand in no place at all. */
const NOWHERE: Readonly<Record<string, unknown>> = {
  null: null,
  NaN: NaN,
  infinite: Infinity,
  undefined: undefined,
  'empty map': {},
  'map of two': { '>=': [ratio, 0.5], '<=': [ratio, 0.9] },
  'unknown operator': { unheard: [1] },
  'undeclared measurement': v('cw.f1Macro'),
  'undeclared output': v('cv.f9'),
  'undeclared fact': v('subject.absent'),
  'undeclared parameter': v('parameters.absent'),
  'whole data': v(''),
  default: { var: ['cv.f1Macro', 1] },
  'list of conditions': [holds],
  'list of numbers': [0.1],
  'nested list': [['gold']],
  ...Object.fromEntries(Object.keys(REFUSED).map((operator) => [operator, { [operator]: [v('cv.f1Macro')] }])),
};

/** What may not stand where a part of that kind is wanted. */
const WRONG: Readonly<Record<Kind, Readonly<Record<string, unknown>>>> = {
  number: {
    text: '0.5',
    boolean: true,
    condition: holds,
    texts: ['a'],
    list: v('cv.groups'),
    enum: grade,
    'boolean output': v('cv.stable'),
    'unit of energy': v('run.energy'),
    'unit of a count': v('cv.rows'),
    'unit of time': v('parameters.maxTime'),
    'unknown unit': v('run.odd'),
  },
  equal: {
    text: '5',
    boolean: true,
    condition: holds,
    texts: ['a'],
    list: v('cv.groups'),
    enum: grade,
    energy: v('run.energy'),
    continuous: ratio,
  },
  condition: {
    number: 1,
    zero: 0,
    text: 'true',
    empty: '',
    output: ratio,
    enum: grade,
    texts: ['a'],
    none: [],
    list: v('cv.groups'),
  },
  text: {
    number: 1,
    boolean: true,
    output: ratio,
    texts: ['gold'],
    list: v('cv.groups'),
    condition: holds,
    misspelt: 'golden',
  },
  texts: {
    number: 1,
    text: 'gold',
    boolean: true,
    output: ratio,
    list: v('cv.groups'),
    condition: holds,
    empty: [],
    misspelt: ['golden'],
  },
  list: {
    number: 1,
    text: 'a',
    boolean: true,
    output: ratio,
    texts: ['a'],
    condition: holds,
    fact: v('subject.jurisdictions'),
  },
};

const rows = Object.entries(EXAMPLES).flatMap(([operator, { parts, kinds, rule = (node: unknown): unknown => node }]) =>
  kinds.flatMap((kind, index) =>
    Object.entries({ ...NOWHERE, ...WRONG[kind] }).map(([wrong, value]) => {
      const replaced = parts.map((part, place) => (place === index ? value : part));
      return [operator, index, wrong, rule({ [operator]: replaced })] as const;
    }),
  ),
);

describe('in order', () => {
  it.each(Object.entries(EXAMPLES))('%s', (operator, { parts, rule = (node: unknown): unknown => node }) => {
    expect(checkRule(rule({ [operator]: parts }), SCOPE, 'require').faults).toEqual([]);
  });
});

it('every operator has an example', () => {
  expect(Object.keys(EXAMPLES).sort()).toEqual(
    Object.keys(OPERATORS)
      .filter((operator) => operator !== 'var')
      .sort(),
  );
});

describe('never admitted', () => {
  it.each(rows)('%s, part %i: %s', (_, __, ___, logic) => {
    const { condition, faults } = checkRule(logic, SCOPE, 'require');
    expect(condition).toBeUndefined();
    expect(faults.some(({ severity }) => severity === 'error')).toBe(true);
  });

  it.each(rows)('nor inside an if or behind a !: %s, part %i: %s', (_, __, ___, logic) => {
    expect(checkRule({ if: [v('subject.open'), { '!': [logic] }, true] }, SCOPE, 'require').condition).toBeUndefined();
  });
});

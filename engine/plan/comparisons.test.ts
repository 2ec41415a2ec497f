import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgeRule } from '../judge/judge-rule.js';
import type { EffectiveRule } from '../pack/policy.js';
import type { ScalarSpec } from '../plugins/contract.js';
import type { Bounds, Figure } from '../plugins/figure.js';
import { checkRule } from '../rules/check-rule.js';
import type { Scope } from '../rules/scope.js';
import { readComparisons } from './comparisons.js';

const share: ScalarSpec = { type: 'number', unit: '1', range: [0, 1], title: 'A share' };
const NAMES = ['a', 'b', 'c', 'd', 'e'] as const;
const outputs = {
  ...Object.fromEntries(NAMES.map((name) => [name, share])),
  energy: { ...share, unit: 'kWh', range: [0, null] } as const,
  flag: { type: 'boolean', title: 'A flag' } as const,
  parts: { type: 'list', title: 'Parts', items: { score: share } } as const,
};
const scope: Scope = {
  facts: { high: { type: 'boolean' }, wanted: { type: 'number' } },
  parameters: {
    least: { value: 90, unit: 'percent' },
    half: { value: 0.5, unit: '1' },
    most: { value: 7.2, unit: 'MJ' },
  },
  measurements: { m: { plugin: 'evaluation/x', outputs }, other: { plugin: 'evaluation/y', outputs } },
};

type Rule = Pick<EffectiveRule, 'when' | 'whenLogic' | 'require' | 'requireLogic' | 'confidence' | 'basis'>;

function ruleOf(require: unknown, more: { when?: unknown; confidence?: number | 'point' } = {}): Rule {
  const { confidence = 0.95, when } = more;
  const typed = (logic: unknown, role: 'require' | 'when') => {
    const { condition, faults } = checkRule(logic, scope, role);
    if (condition === undefined) throw new Error(JSON.stringify(faults));
    return condition;
  };
  return {
    confidence,
    basis: ['observed', 'declared'],
    require: typed(require, 'require'),
    requireLogic: require,
    ...(when !== undefined && { when: typed(when, 'when'), whenLogic: when }),
  };
}

const v = (name: string): object => ({ var: name });
const atLeast = (name: string, limit: number): object => ({ '>=': [v(`m.${name}`), limit] });
const read = (rule: Rule, facts: Readonly<Record<string, unknown>> = {}) =>
  readComparisons(rule, facts).map(({ alias, output, against, ...levels }) => [
    `${alias}.${output}`,
    against && `${against.operator} ${against.limit}`,
    ...Object.values(levels),
  ]);

describe('comparisons of a rule', () => {
  it.each<[what: string, require: unknown, expected: unknown]>([
    ['an output with a limit', atLeast('a', 0.7), [['m.a', '>= 0.7', 0.95]]],
    ['a limit with an output', { '<': [0.7, v('m.a')] }, [['m.a', '> 0.7', 0.95]]],
    ['a parameter in its own unit', { '>=': [v('m.a'), v('parameters.least')] }, [['m.a', '>= 0.9', 0.95]]],
    ['an output in its own unit', { '<=': [v('m.energy'), v('parameters.most')] }, [['m.energy', '<= 2', 0.95]]],
    ['a computed limit', { '<=': [v('m.a'), { '-': [1, v('parameters.half')] }] }, [['m.a', '<= 0.5', 0.95]]],
    ['a fact that is known', { '>=': [v('m.a'), v('subject.wanted')] }, [['m.a', '>= 0.8', 0.95]]],
    [
      'a band',
      { '<=': [0.1, v('m.a'), 0.9] },
      [
        ['m.a', '>= 0.1', 0.95, 0.975],
        ['m.a', '<= 0.9', 0.95, 0.975],
      ],
    ],
    [
      'each of an and, to be refuted at a share',
      { and: [atLeast('a', 0.7), atLeast('b', 0.8)] },
      [
        ['m.a', '>= 0.7', 0.95, 0.975],
        ['m.b', '>= 0.8', 0.95, 0.975],
      ],
    ],
    [
      'each of an or, to hold at a share',
      { or: [atLeast('a', 0.7), atLeast('b', 0.8)] },
      [
        ['m.a', '>= 0.7', 0.975, 0.95],
        ['m.b', '>= 0.8', 0.975, 0.95],
      ],
    ],
    [
      'the other way round under not',
      { '!': { or: [atLeast('a', 0.7), atLeast('b', 0.8)] } },
      [
        ['m.a', '>= 0.7', 0.975, 0.95],
        ['m.b', '>= 0.8', 0.975, 0.95],
      ],
    ],
    ['facts cost nothing', { and: [v('subject.high'), atLeast('a', 0.7)] }, [['m.a', '>= 0.7', 0.95]]],
    ['what facts decide is not read', { or: [v('subject.high'), atLeast('a', 0.7)] }, []],
    [
      'a branch that facts choose',
      { if: [v('subject.high'), atLeast('a', 0.7), atLeast('b', 0.8)] },
      [['m.a', '>= 0.7', 0.95]],
    ],
    [
      'another measurement counts',
      { and: [atLeast('a', 0.7), { '>': [v('other.a'), 0.7] }] },
      [
        ['m.a', '>= 0.7', 0.95, 0.975],
        ['other.a', '> 0.7', 0.95, 0.975],
      ],
    ],
    [
      'arithmetic of two',
      { '>=': [{ '-': [v('m.a'), v('m.b')] }, 0.1] },
      [
        ['m.a', undefined, 0.975],
        ['m.b', undefined, 0.975],
      ],
    ],
    [
      'one output against another',
      { '>=': [v('m.a'), v('m.b')] },
      [
        ['m.a', undefined, 0.975],
        ['m.b', undefined, 0.975],
      ],
    ],
    ['a list', { all: [v('m.parts'), { '>=': [v('score'), 0.5] }] }, [['m.parts', undefined, 0.95]]],
    ['a boolean', { '==': [v('m.flag'), true] }, [['m.flag', undefined, 0.95]]],
  ])('%s', (_, require, expected) => {
    expect(read(ruleOf(require), { high: true, wanted: 0.8 })).toEqual(expected);
  });

  it('a fact that is absent is no limit', () => {
    expect(read(ruleOf({ '>=': [v('m.a'), v('subject.wanted')] }))).toEqual([['m.a', undefined, 0.95]]);
  });

  it('a rule that judges by the point needs the whole sample', () => {
    expect(read(ruleOf(atLeast('a', 0.7), { confidence: 'point' }))).toEqual([['m.a', '>= 0.7', 'point']]);
  });

  it('a rule that facts switch off compares nothing; one whose facts are absent might apply', () => {
    const rule = ruleOf(atLeast('a', 0.7), { when: { '==': [v('subject.high'), true] } });
    expect(read(rule, { high: false })).toEqual([]);
    expect(read(rule, { high: true })).toEqual([['m.a', '>= 0.7', 0.95]]);
    expect(read(rule)).toEqual([['m.a', '>= 0.7', 0.95]]);
  });

  /** Conditions in which each output occurs once. */
  const structure = fc.letrec<{ node: object }>((tie) => ({
    node: fc.oneof(
      { maxDepth: 3 },
      fc.constant({ leaf: true }),
      fc.record({ not: tie('node') }),
      fc.record({ and: fc.array(tie('node'), { minLength: 1, maxLength: 3 }) }),
      fc.record({ or: fc.array(tie('node'), { minLength: 1, maxLength: 3 }) }),
    ),
  })).node;

  it('are all that it takes: settled at what they ask, the rule is decided, and rightly', () => {
    fc.assert(
      fc.property(
        structure,
        fc.array(fc.boolean(), { minLength: 5, maxLength: 5 }),
        fc.constantFrom(0.9, 0.95, 0.99, 0.8),
        (shape, truths, confidence) => {
          let used = 0;
          const truth = new Map<string, boolean>();
          const build = (node: unknown): readonly [object, boolean] => {
            const of = node as { not?: unknown; and?: unknown[]; or?: unknown[] };
            if (of.not !== undefined) {
              const [logic, value] = build(of.not);
              return [{ '!': [logic] }, !value];
            }
            const parts = of.and ?? of.or;
            if (parts !== undefined) {
              const built = parts.map(build);
              const values = built.map(([, value]) => value);
              const logic = built.map(([one]) => one);
              return of.and === undefined
                ? [{ or: logic }, values.some(Boolean)]
                : [{ and: logic }, values.every(Boolean)];
            }
            const at = used++;
            const name = NAMES[at % NAMES.length]!;
            truth.set(name, truths[at]!);
            return [atLeast(name, 0.5), truths[at]!];
          };
          const [logic, expected] = build(shape);
          fc.pre(used <= NAMES.length);
          const rule = ruleOf(logic, { confidence });
          const comparisons = readComparisons(rule, {});
          expect(new Set(comparisons.map(({ output }) => output))).toEqual(new Set(truth.keys()));
          const figures = Object.fromEntries(
            comparisons.map(({ output, confidence: holds, refuted = holds }) => {
              const level = truth.get(output) === true ? (holds as number) : (refuted as number);
              return [output, settledAt(truth.get(output) === true ? 0.8 : 0.2, level)];
            }),
          );
          const source = { measurements: { m: figures }, facts: {} };
          expect(judgeRule(rule as EffectiveRule, source).verdict).toBe(expected ? 'pass' : 'fail');
        },
      ),
      { numRuns: 150 },
    );
  });

  const settledAt = (estimate: number, level: number): Figure => {
    const widest: Bounds = { lower: 0, upper: 1, level: 1 - 1e-9 };
    return {
      estimate,
      unit: '1',
      basis: 'observed',
      uncertainty: {
        kind: 'bounds',
        ...widest,
        anytime: true,
        also: [{ lower: estimate - 0.1, upper: estimate + 0.1, level }],
      },
    };
  };
});

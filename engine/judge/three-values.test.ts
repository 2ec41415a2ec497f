/**
 * A value that is missing, unmeasured, not a number, of the wrong type, unit or basis never makes a rule pass or fail
 * unless the rest decides it whatever the value: against an evaluator that tries the values that it could have had.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ruleOf } from '../../bench/judge-calibration/rules.js';
import { UNMEASURED_CAUSES, type Output } from '../plugins/figure.js';
import type { Condition, DiscreteExpression, NumberExpression, Reference } from '../rules/ast.js';
import { judgeRule } from './judge-rule.js';

type Value = number | boolean | string;
type Values = Readonly<Record<string, Value>>;
interface World {
  readonly scalars: Values;
  readonly items: readonly Values[];
}
/** Name (`n0`, `items.2.v`) of what is broken, and how. */
type Broken = Readonly<Record<string, unknown>>;

const pointer = [] as const;
const NUMBERS = ['n0', 'n1', 'n2'];
const BOOLEANS = ['b0', 'b1'];
const TEXTS = ['t0', 't1'];
const WORDS = ['red', 'blue'];

const measured = (name: string): Reference => ({
  root: 'measurement',
  name: `m.${name}`,
  alias: 'm',
  output: name,
  unit: '1',
});
const ofItem = (name: string): Reference => ({ root: 'item', name, output: name, unit: '1' });

const numberArb = (names: readonly Reference[]): fc.Arbitrary<NumberExpression> =>
  fc.letrec<{ node: NumberExpression }>((tie) => ({
    node: fc.oneof(
      { maxDepth: 2 },
      fc
        .constantFrom(...names)
        .map((reference): NumberExpression => ({ kind: 'reference', reference, factor: 1, pointer })),
      fc.constantFrom(-2, 0, 0.5, 1, 3).map((value): NumberExpression => ({ kind: 'literal', value, pointer })),
      fc
        .tuple(fc.constantFrom('+', '-', '*', '/', '%', 'min', 'max'), tie('node'), tie('node'))
        .map(([operator, a, b]): NumberExpression => ({ kind: 'arithmetic', operator, parts: [a, b], pointer })),
      tie('node').map((part): NumberExpression => ({ kind: 'arithmetic', operator: '-', parts: [part], pointer })),
    ),
  })).node;

const textArb = (names: readonly Reference[]): fc.Arbitrary<DiscreteExpression> =>
  fc.oneof(
    fc.constantFrom(...names).map((reference): DiscreteExpression => ({ kind: 'reference', reference, pointer })),
    fc.constantFrom(...WORDS).map((value): DiscreteExpression => ({ kind: 'literal', value, pointer })),
  );

function leafArb(
  numbers: readonly Reference[],
  booleans: readonly Reference[],
  texts: readonly Reference[],
): fc.Arbitrary<Condition> {
  return fc.oneof(
    fc
      .tuple(fc.constantFrom('<', '<=', '>', '>=', '==', '!='), numberArb(numbers), numberArb(numbers))
      .map(([operator, left, right]): Condition => ({ kind: 'compare', operator, left, right, pointer })),
    fc.constantFrom(...booleans).map((reference): Condition => ({ kind: 'holds', reference, pointer })),
    fc
      .tuple(fc.constantFrom('==', '!='), textArb(texts), textArb(texts))
      .map(([operator, left, right]): Condition => ({ kind: 'equal', operator, left, right, pointer })),
    fc
      .tuple(textArb(texts), fc.array(textArb(texts), { minLength: 1, maxLength: 2 }))
      .map(([needle, items]): Condition => ({ kind: 'in', needle, haystack: { kind: 'list', items }, pointer })),
  );
}

const treeArb = (leaf: fc.Arbitrary<Condition>, maxDepth: number): fc.Arbitrary<Condition> =>
  fc.letrec<{ node: Condition }>((tie) => ({
    node: fc.oneof(
      { maxDepth },
      leaf,
      fc
        .tuple(fc.constantFrom('and', 'or'), fc.array(tie('node'), { minLength: 1, maxLength: 3 }))
        .map(([kind, parts]): Condition => ({ kind, parts, pointer })),
      tie('node').map((part): Condition => ({ kind: 'not', part, pointer })),
      fc
        .tuple(tie('node'), tie('node'), tie('node'))
        .map(([test, then, otherwise]): Condition => ({ kind: 'if', test, then, otherwise, pointer })),
    ),
  })).node;

const outerLeaf = leafArb(NUMBERS.map(measured), BOOLEANS.map(measured), TEXTS.map(measured));
const itemLeaf = leafArb([ofItem('v')], [ofItem('w')], [ofItem('c')]);
const conditionArb = treeArb(
  fc.oneof(
    { weight: 3, arbitrary: outerLeaf },
    {
      weight: 1,
      arbitrary: fc
        .tuple(fc.constantFrom('all', 'some', 'none'), treeArb(itemLeaf, 1))
        .map(([kind, body]): Condition => ({ kind, list: measured('items'), body, pointer })),
    },
  ),
  3,
);

const numberValue = fc.constantFrom(-2, -1, 0, 0.5, 1, 2);
const worldArb: fc.Arbitrary<World> = fc.record({
  scalars: fc.record({
    ...Object.fromEntries(NUMBERS.map((name) => [name, numberValue])),
    ...Object.fromEntries(BOOLEANS.map((name) => [name, fc.boolean()])),
    ...Object.fromEntries(TEXTS.map((name) => [name, fc.constantFrom(...WORDS)])),
  }) as fc.Arbitrary<Values>,
  items: fc.array(
    fc.record({ v: numberValue, w: fc.boolean(), c: fc.constantFrom(...WORDS) }) as fc.Arbitrary<Values>,
    { maxLength: 3 },
  ),
});

const MISSING = Symbol('missing');
const exact = { kind: 'exact' };
/** Everything that a plugin, a cache or a mistake could put where a figure or fact should stand. */
const FAULTS: readonly unknown[] = [
  MISSING,
  null,
  5,
  '0.1',
  [],
  ...UNMEASURED_CAUSES.map((unmeasured) => ({ unmeasured, detail: 'not there' })),
  ...[NaN, Infinity, -Infinity, null].map((estimate) => ({
    estimate,
    unit: '1',
    uncertainty: exact,
    basis: 'observed',
  })),
  { estimate: 1, unit: 'J', uncertainty: exact, basis: 'observed' },
  { estimate: 1, unit: '1', uncertainty: exact, basis: 'declared' },
  { estimate: 1, unit: '1', uncertainty: { kind: 'student-t', scale: 0, df: 3 }, basis: 'observed' },
  { estimate: 1, unit: '1', uncertainty: { kind: 'student-t', scale: NaN, df: 3 }, basis: 'observed' },
  { estimate: 1, unit: '1', uncertainty: { kind: 'proportion', k: 5, n: 0 }, basis: 'observed' },
  { estimate: 1, unit: '1', uncertainty: { kind: 'range', lower: 2, upper: 1 }, basis: 'observed' },
  {
    estimate: 1,
    unit: '1',
    uncertainty: { kind: 'bounds', lower: NaN, upper: 1, level: 0.99, anytime: false },
    basis: 'observed',
  },
  {
    estimate: 1,
    unit: '1',
    uncertainty: { kind: 'empirical', draws: { encoding: 'base64-f32le', count: 3, data: 'AAAA' } },
    basis: 'observed',
  },
  { value: true, basis: 'declared' },
  { value: 7, basis: 'observed' },
  { value: null, basis: 'observed' },
  { items: [] },
];

const outputOf = (value: Value): unknown =>
  typeof value === 'number'
    ? { estimate: value, unit: '1', uncertainty: exact, basis: 'observed' }
    : { value, basis: 'observed' };

function outputsOf({ scalars, items }: World, broken: Broken): Readonly<Record<string, Output>> {
  const fill = (values: Values, prefix: string): Record<string, unknown> => {
    const entries = Object.entries(values).map(([name, value]) => {
      const key = prefix + name;
      return [name, Object.hasOwn(broken, key) ? broken[key] : outputOf(value)] as const;
    });
    return Object.fromEntries(entries.filter(([, value]) => value !== MISSING));
  };
  const list = { items: items.map((item, index) => fill(item, `items.${index}.`)) };
  return { ...fill(scalars, ''), items: list } as unknown as Readonly<Record<string, Output>>;
}

/** Two values of one evaluator written for these tests alone; `undefined` where arithmetic gives no number. */
function truth(condition: Condition, world: World, item?: Values): boolean | undefined {
  const values = (reference: Reference): Value =>
    reference.root === 'item' ? item![reference.output]! : world.scalars[(reference as { output: string }).output]!;
  const number = (expression: NumberExpression): number => {
    if (expression.kind === 'literal') return expression.value;
    if (expression.kind === 'reference') return values(expression.reference) as number;
    const [a = NaN, b] = expression.parts.map(number);
    if (b === undefined) return -a;
    const results = {
      '+': a + b,
      '-': a - b,
      '*': a * b,
      '/': a / b,
      '%': a % b,
      min: Math.min(a, b),
      max: Math.max(a, b),
    };
    const result = results[expression.operator];
    return Number.isFinite(result) ? result : NaN;
  };
  const text = (expression: DiscreteExpression): unknown =>
    expression.kind === 'literal' ? expression.value : values(expression.reference);
  const all = (
    parts: readonly (boolean | undefined)[],
    of: (list: readonly boolean[]) => boolean,
  ): boolean | undefined => (parts.includes(undefined) ? undefined : of(parts as readonly boolean[]));
  switch (condition.kind) {
    case 'constant':
      return condition.value;
    case 'and':
      return all(
        condition.parts.map((part) => truth(part, world, item)),
        (list) => list.every(Boolean),
      );
    case 'or':
      return all(
        condition.parts.map((part) => truth(part, world, item)),
        (list) => list.some(Boolean),
      );
    case 'not':
      return all([truth(condition.part, world, item)], ([value]) => !value);
    case 'if':
      return all(
        [condition.test, condition.then, condition.otherwise].map((part) => truth(part, world, item)),
        ([test, then, otherwise]) => (test ? then! : otherwise!),
      );
    case 'all':
    case 'some':
    case 'none': {
      if (world.items.length === 0) return undefined;
      const each = world.items.map((outputs) => truth(condition.body, world, outputs));
      return all(each, (list) =>
        condition.kind === 'all' ? list.every(Boolean) : list.some(Boolean) === (condition.kind === 'some'),
      );
    }
    case 'compare': {
      const [a, b] = [number(condition.left), number(condition.right)];
      if (Number.isNaN(a) || Number.isNaN(b)) return undefined;
      return { '<': a < b, '<=': a <= b, '>': a > b, '>=': a >= b, '==': a === b, '!=': a !== b }[condition.operator];
    }
    case 'equal':
      return (text(condition.left) === text(condition.right)) === (condition.operator === '==');
    case 'in':
      return condition.haystack.kind === 'list'
        ? condition.haystack.items.map(text).includes(text(condition.needle))
        : undefined;
    case 'holds':
      return values(condition.reference) as boolean;
  }
}

const POSSIBLE: Readonly<Record<string, readonly Value[]>> = {
  n: [-1000, -1, 0, 0.25, 1, 1000],
  v: [-1000, -1, 0, 0.25, 1, 1000],
  b: [true, false],
  w: [true, false],
  t: [...WORDS, 'green'],
  c: [...WORDS, 'green'],
};

/** Worlds in which the broken values are any that they could have been. */
function worlds(world: World, names: readonly string[]): readonly World[] {
  return names.reduce<readonly World[]>(
    (list, name) =>
      list.flatMap((one) => {
        const [, index, inner] = name.split('.');
        const kind = (inner ?? name)[0]!;
        return POSSIBLE[kind]!.map((value) =>
          inner === undefined
            ? { ...one, scalars: { ...one.scalars, [name]: value } }
            : { ...one, items: one.items.map((item, i) => (i === Number(index) ? { ...item, [inner]: value } : item)) },
        );
      }),
    [world],
  );
}

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

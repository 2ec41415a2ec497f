/** Random conditions over a few measured outputs, and the worlds that they speak of. */
import fc from 'fast-check';
import type { Condition, DiscreteExpression, NumberExpression, Reference } from '../../engine/rules/ast.js';
import type { Values, World } from './truth.js';

const pointer = [] as const;
const NUMBERS = ['n0', 'n1', 'n2'];
const BOOLEANS = ['b0', 'b1'];
const TEXTS = ['t0', 't1'];
const WORDS = ['red', 'blue'];

export const measured = (name: string): Reference => ({
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
export const conditionArb = treeArb(
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
export const worldArb: fc.Arbitrary<World> = fc.record({
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

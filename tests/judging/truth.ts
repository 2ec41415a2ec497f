/** What a condition comes to when everything is known: an evaluator written for the tests of the judge alone. */
import type { Condition, DiscreteExpression, NumberExpression, Reference } from '../../engine/rules/ast.js';

export type Value = number | boolean | string;
export type Values = Readonly<Record<string, Value>>;
export interface World {
  readonly scalars: Values;
  readonly items: readonly Values[];
}

/** Two values of one evaluator written for these tests alone; `undefined` where arithmetic gives no number. */
export function truth(condition: Condition, world: World, item?: Values): boolean | undefined {
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
  t: ['red', 'blue', 'green'],
  c: ['red', 'blue', 'green'],
};

/** Worlds in which the broken values are any that they could have been. */
export function worlds(world: World, names: readonly string[]): readonly World[] {
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

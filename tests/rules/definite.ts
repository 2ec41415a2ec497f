/** What a typed condition says where every value is known: the plainest reading of the AST, to hold against the referee. */
import type { Condition, DiscreteExpression, NumberExpression, Reference } from '../../engine/rules/ast.js';
import type { RefereeInputs } from '../../engine/rules/referee-data.js';
import { toBase } from '../../engine/rules/units.js';

type Item = Readonly<Record<string, unknown>>;

/** Something is divided by zero: nothing definite comes of it, and the judge never compares it. */
export class Indefinite extends Error {}

export function holds(condition: Condition, inputs: RefereeInputs, item?: Item): boolean {
  const sub = (part: Condition): boolean => holds(part, inputs, item);
  switch (condition.kind) {
    case 'constant':
      return condition.value;
    case 'and':
      return condition.parts.every(sub);
    case 'or':
      return condition.parts.some(sub);
    case 'not':
      return !sub(condition.part);
    case 'if':
      return sub(condition.test) ? sub(condition.then) : sub(condition.otherwise);
    case 'all':
    case 'some':
    case 'none': {
      const outcomes = (valueOf(condition.list, inputs, item) as Item[]).map((each) =>
        holds(condition.body, inputs, each),
      );
      if (condition.kind === 'all') return outcomes.length > 0 && outcomes.every(Boolean);
      return outcomes.some(Boolean) === (condition.kind === 'some');
    }
    case 'compare':
      return compare(condition.operator, number(condition.left, inputs, item), number(condition.right, inputs, item));
    case 'equal':
      return (
        (discrete(condition.left, inputs, item) === discrete(condition.right, inputs, item)) ===
        (condition.operator === '==')
      );
    case 'in': {
      const { haystack } = condition;
      const texts =
        haystack.kind === 'list'
          ? haystack.items.map((each) => discrete(each, inputs, item))
          : (discrete(haystack, inputs, item) as unknown[]);
      return texts.includes(discrete(condition.needle, inputs, item));
    }
    case 'holds':
      return valueOf(condition.reference, inputs, item) === true;
  }
}

function valueOf(reference: Reference, { measurements, facts }: RefereeInputs, item: Item | undefined): unknown {
  switch (reference.root) {
    case 'measurement':
      return measurements[reference.alias]?.[reference.output];
    case 'subject':
      return facts[reference.fact];
    case 'parameters':
      return reference.value;
    case 'item':
      return item?.[reference.output];
  }
}

function discrete(expression: DiscreteExpression, inputs: RefereeInputs, item: Item | undefined): unknown {
  return expression.kind === 'literal' ? expression.value : valueOf(expression.reference, inputs, item);
}

function number(expression: NumberExpression, inputs: RefereeInputs, item: Item | undefined): number {
  switch (expression.kind) {
    case 'literal':
      return expression.value;
    case 'reference':
      return toBase(valueOf(expression.reference, inputs, item) as number, expression.factor);
    case 'arithmetic': {
      const [first = NaN, ...rest] = expression.parts.map((part) => number(part, inputs, item));
      if (expression.operator === '-' && rest.length === 0) return -first;
      return rest.reduce((left, right) => combine(expression.operator, left, right), first);
    }
  }
}

function combine(operator: '+' | '-' | '*' | '/' | '%' | 'min' | 'max', a: number, b: number): number {
  switch (operator) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
    case '%':
      if (b === 0) throw new Indefinite();
      return operator === '/' ? a / b : a % b;
    case 'min':
      return Math.min(a, b);
    case 'max':
      return Math.max(a, b);
  }
}

function compare(operator: '<' | '<=' | '>' | '>=' | '==' | '!=', a: number, b: number): boolean {
  switch (operator) {
    case '<':
      return a < b;
    case '<=':
      return a <= b;
    case '>':
      return a > b;
    case '>=':
      return a >= b;
    case '==':
      return a === b;
    case '!=':
      return a !== b;
  }
}

/** Expressions and conditions on estimates alone, with JSON Logic's arithmetic and order of operations. */
import type { Condition, DiscreteExpression, NumberExpression } from '../rules/ast.js';
import { toBase } from '../rules/units.js';
import { isUnknown, nameOf, resolveDiscrete, resolveList, resolveNumber, type Scope } from './resolve.js';

/** The estimate of an expression in base units; `undefined` where a part is unmeasured. May be NaN or infinite. */
export function pointNumber(expression: NumberExpression, scope: Scope): number | undefined {
  if (expression.kind === 'literal') return expression.value;
  if (expression.kind === 'reference') {
    const value = resolveNumber(expression.reference, scope);
    return isUnknown(value) ? undefined : toBase(value.estimate, expression.factor);
  }
  const parts: number[] = [];
  for (const part of expression.parts) {
    const value = pointNumber(part, scope);
    if (value === undefined) return undefined;
    parts.push(value);
  }
  const [first = Number.NaN, second] = parts;
  switch (expression.operator) {
    case '+':
      return parts.reduce((sum, value) => sum + value, 0);
    case '*':
      return parts.reduce((product, value) => product * value);
    case '-':
      return second === undefined ? -first : first - second;
    case '/':
      return first / (second ?? Number.NaN);
    case '%':
      return first % (second ?? Number.NaN);
    case 'min':
      return Math.min(...parts);
    case 'max':
      return Math.max(...parts);
  }
}

type Discrete = string | boolean | readonly string[];

function pointDiscrete(expression: DiscreteExpression, scope: Scope): Discrete | undefined {
  if (expression.kind === 'literal') return expression.value;
  const value = resolveDiscrete(expression.reference, scope);
  return isUnknown(value) ? undefined : value.value;
}

/** A condition on estimates as JSON Logic has it (`all` of nothing is false); `undefined` where a part is unmeasured. */
export function pointCondition(condition: Condition, scope: Scope): boolean | undefined {
  switch (condition.kind) {
    case 'constant':
      return condition.value;
    case 'and':
    case 'or': {
      const parts = condition.parts.map((part) => pointCondition(part, scope));
      if (parts.includes(undefined)) return undefined;
      return condition.kind === 'and' ? parts.every(Boolean) : parts.some(Boolean);
    }
    case 'not': {
      const part = pointCondition(condition.part, scope);
      return part === undefined ? undefined : !part;
    }
    case 'if': {
      const parts = [condition.test, condition.then, condition.otherwise].map((part) => pointCondition(part, scope));
      if (parts.includes(undefined)) return undefined;
      return parts[0] ? parts[1] : parts[2];
    }
    case 'all':
    case 'some':
    case 'none': {
      const list = resolveList(condition.list, scope);
      if (isUnknown(list)) return undefined;
      const values = list.items.map((outputs) =>
        pointCondition(condition.body, { ...scope, item: { outputs, name: '' } }),
      );
      if (values.includes(undefined)) return undefined;
      if (condition.kind === 'all') return values.length > 0 && values.every(Boolean);
      return values.some(Boolean) === (condition.kind === 'some');
    }
    case 'compare': {
      const left = pointNumber(condition.left, scope);
      const right = pointNumber(condition.right, scope);
      return left === undefined || right === undefined ? undefined : COMPARE[condition.operator](left, right);
    }
    case 'equal': {
      const left = pointDiscrete(condition.left, scope);
      const right = pointDiscrete(condition.right, scope);
      return left === undefined || right === undefined ? undefined : (left === right) === (condition.operator === '==');
    }
    case 'in': {
      const { needle, haystack } = condition;
      const value = pointDiscrete(needle, scope);
      const texts =
        haystack.kind === 'list'
          ? haystack.items.map((item) => pointDiscrete(item, scope))
          : pointDiscrete(haystack, scope);
      if (value === undefined || texts === undefined || !Array.isArray(texts) || texts.includes(undefined))
        return undefined;
      return texts.includes(value);
    }
    case 'holds': {
      const value = resolveDiscrete(condition.reference, scope);
      return isUnknown(value) || typeof value.value !== 'boolean' ? undefined : value.value;
    }
  }
}

const COMPARE: Readonly<Record<'<' | '<=' | '>' | '>=' | '==' | '!=', (a: number, b: number) => boolean>> = {
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
  '==': (a, b) => a === b,
  '!=': (a, b) => a !== b,
};

/** An expression in words, as evidence names it. */
export function textOf(expression: NumberExpression, scope: Scope): string {
  if (expression.kind === 'literal') return String(expression.value);
  if (expression.kind === 'reference') return nameOf(expression.reference, scope);
  const parts = expression.parts.map((part) => {
    const text = textOf(part, scope);
    const nested = part.kind === 'arithmetic' && part.operator !== 'min' && part.operator !== 'max';
    return nested ? `(${text})` : text;
  });
  if (expression.operator === 'min' || expression.operator === 'max')
    return `${expression.operator}(${parts.join(', ')})`;
  return parts.length === 1 ? `${expression.operator}${parts[0]}` : parts.join(` ${expression.operator} `);
}

import { checkBetween, checkEquality, checkOrdering } from './check-comparison.js';
import type { CheckContext, OperatorNode } from './check-context.js';
import { checkChoice, checkEach, checkJunction, checkNegation } from './check-logic.js';
import { checkMembership } from './check-membership.js';
import { checkArithmetic } from './check-arithmetic.js';
import { checkVariable } from './check-variable.js';
import { nearest } from '../document/nearest.js';
import { arityInWords, isOperator, OPERATORS, REFUSED, type Arity, type Operator } from './operators.js';
import { strongest, typeName, type Site, type Typed, type TypedText } from './typed.js';

type Handler = (node: OperatorNode, context: CheckContext) => Typed;

const HANDLERS: Readonly<Record<Exclude<Operator, 'var'>, Handler>> = {
  and: checkJunction,
  or: checkJunction,
  '!': checkNegation,
  '!!': checkNegation,
  if: checkChoice,
  '?:': checkChoice,
  '==': checkEquality,
  '===': checkEquality,
  '!=': checkEquality,
  '!==': checkEquality,
  '<': checkBetween,
  '<=': checkBetween,
  '>': checkOrdering,
  '>=': checkOrdering,
  '+': checkArithmetic,
  '-': checkArithmetic,
  '*': checkArithmetic,
  '/': checkArithmetic,
  '%': checkArithmetic,
  min: checkArithmetic,
  max: checkArithmetic,
  in: checkMembership,
  all: checkEach,
  some: checkEach,
  none: checkEach,
};

/** The type of whatever stands at a site: a literal, a list, or a node of one operator. */
export function typeOfSite(site: Site, context: CheckContext): Typed {
  const { raw, pointer } = site;
  switch (typeof raw) {
    case 'string':
      return {
        type: 'text',
        expression: { kind: 'literal', value: raw, pointer },
        ground: 'literal',
        values: [raw],
      };
    case 'boolean':
      return {
        type: 'boolean',
        condition: { kind: 'constant', value: raw, pointer },
        expression: { kind: 'literal', value: raw, pointer },
        ground: 'literal',
      };
    case 'number':
      if (!Number.isFinite(raw)) return context.fault('ASSAY1223', pointer, `${raw} is no number that a rule can use`);
      return {
        type: 'number',
        expression: { kind: 'literal', value: raw, pointer },
        dimension: {},
        bare: true,
        plain: false,
        scaled: false,
        ground: 'literal',
        discrete: true,
        interval: [raw, raw],
      };
    case 'object':
      if (raw === null) return context.fault('ASSAY1223', pointer, 'null is no value that a rule can use');
      return Array.isArray(raw) ? typeOfArray(raw, site, context) : typeOfNode(raw, site, context);
    default:
      return context.fault('ASSAY1223', pointer, `a ${typeof raw} is no value that a rule can use`);
  }
}

/** A list written in the rule: of texts, for `in`. */
function typeOfArray(raw: readonly unknown[], site: Site, context: CheckContext): Typed {
  const items = raw.map((part, index) => context.type({ ...site, raw: part, pointer: [...site.pointer, index] }));
  const texts = items.filter((item): item is TypedText => item.type === 'text');
  const wrong = items.findIndex((item) => item.type !== 'text' && item.type !== 'invalid');
  if (wrong >= 0) {
    const found = items[wrong];
    return context.fault(
      'ASSAY1211',
      [...site.pointer, wrong],
      `a list in a rule holds texts, and this is ${found === undefined ? 'none' : typeName(found)}`,
      { hint: found?.type === 'number' ? 'compare numbers with ==, or with two limits' : undefined },
    );
  }
  if (texts.length < items.length) return { type: 'invalid' };
  const values = texts.every((text) => text.values !== undefined)
    ? texts.flatMap((text) => text.values ?? [])
    : undefined;
  const literals = texts.flatMap(({ expression }) =>
    expression.kind === 'literal' && typeof expression.value === 'string' ? [expression.value] : [],
  );
  return {
    type: 'texts',
    expression:
      literals.length === texts.length
        ? { kind: 'literal', value: literals, pointer: site.pointer }
        : { kind: 'list', items: texts.map(({ expression }) => expression) },
    ground: strongest(texts.map(({ ground }) => ground)),
    ...(values === undefined ? {} : { values }),
    items: texts,
  };
}

function typeOfNode(raw: object, site: Site, context: CheckContext): Typed {
  const { pointer } = site;
  const keys = Object.keys(raw);
  const [operator, second] = keys;
  if (operator === undefined) return context.fault('ASSAY1202', pointer, 'an empty map has no operator');
  if (second !== undefined) {
    return context.fault(
      'ASSAY1202',
      [...pointer, second],
      `a node has one operator, and this has ${keys.length}: ${keys.slice(0, 5).join(', ')}`,
      { at: 'key', hint: 'join them with and' },
    );
  }
  const key = [...pointer, operator];
  if (!isOperator(operator)) return unknownOperator(operator, key, context);
  const value = (raw as Readonly<Record<string, unknown>>)[operator];
  if (operator === 'var') return checkVariable(value, key, site, context);
  const parts: readonly Site[] = Array.isArray(value)
    ? value.map((part: unknown, index) => ({ ...site, raw: part, pointer: [...key, index] }))
    : [{ ...site, raw: value, pointer: key }];
  const arity: Arity = OPERATORS[operator];
  if (parts.length < arity.least || parts.length > arity.most || (arity.odd === true && parts.length % 2 === 0)) {
    return context.fault('ASSAY1208', key, `${operator} takes ${arityInWords(arity)}, and this has ${parts.length}`, {
      at: 'key',
    });
  }
  return HANDLERS[operator]({ operator, parts, pointer, key, site }, context);
}

function unknownOperator(operator: string, key: Site['pointer'], context: CheckContext): Typed {
  if (Object.hasOwn(REFUSED, operator)) {
    return context.fault('ASSAY1209', key, `rules may not use ${operator}`, { at: 'key', hint: REFUSED[operator] });
  }
  const meant = SPELLINGS[operator] ?? nearest(operator, Object.keys(OPERATORS));
  return context.fault('ASSAY1201', key, `"${operator.slice(0, 80)}" is not an operator`, {
    at: 'key',
    hint: meant === undefined ? undefined : `did you mean ${meant}?`,
  });
}

/** Other languages' operators; only ever a hint. */
const SPELLINGS: Readonly<Record<string, string>> = {
  '=': '==',
  '<>': '!=',
  '≥': '>=',
  '≤': '<=',
  '≠': '!=',
  '=>': '>=',
  '=<': '<=',
  '&&': 'and',
  '||': 'or',
  not: '!',
  gt: '>',
  gte: '>=',
  ge: '>=',
  lt: '<',
  lte: '<=',
  le: '<=',
  eq: '==',
  ne: '!=',
  any: 'some',
  every: 'all',
  implies: 'if',
  mod: '%',
  variable: 'var',
};

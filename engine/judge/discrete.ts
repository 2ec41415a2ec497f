/** Conditions on text, booleans and lists of text: three values, no chance. */
import { weakest } from '../plugins/figure.js';
import type { Condition, DiscreteExpression, Reference } from '../rules/ast.js';
import { causeAmong } from './cause.js';
import { CERTAIN, EXCLUDED, OPEN } from './kinds/spread.js';
import { isUnknown, nameOf, resolveDiscrete, type KnownDiscrete, type Scope, type Unknown } from './resolve.js';
import type { Judged } from './tree.js';

type Discrete = Condition & { kind: 'equal' | 'in' | 'holds' };
type Value = KnownDiscrete | Unknown;

interface Operand {
  readonly value: Value;
  readonly text: string;
  readonly reference?: Reference;
}

export function judgeDiscrete(condition: Discrete, scope: Scope): Judged {
  switch (condition.kind) {
    case 'holds': {
      const operand = operandOf(
        { kind: 'reference', reference: condition.reference, pointer: condition.pointer },
        scope,
      );
      const truth = known(operand.value, (value) => (typeof value === 'boolean' ? value : undefined));
      return leaf(truth, [operand], '==', true);
    }
    case 'equal': {
      const left = operandOf(condition.left, scope);
      const right = operandOf(condition.right, scope);
      const [first, second] = left.reference || !right.reference ? [left, right] : [right, left];
      const equal = known(left.value, (a) =>
        known(right.value, (b) => (typeof a === typeof b && typeof a !== 'object' ? a === b : undefined)),
      );
      const truth = condition.operator === '==' || equal === undefined ? equal : !equal;
      return leaf(truth, [first, second], condition.operator, limitOf(second.value));
    }
    case 'in': {
      const needle = operandOf(condition.needle, scope);
      const { haystack } = condition;
      if (haystack.kind !== 'list') {
        const texts = operandOf(haystack, scope);
        const truth = known(needle.value, (text) =>
          known(texts.value, (list) =>
            typeof text === 'string' && typeof list === 'object' ? list.includes(text) : undefined,
          ),
        );
        const aboutList = !needle.reference && texts.reference !== undefined;
        return aboutList
          ? leaf(truth, [texts, needle], 'contains', limitOf(needle.value))
          : leaf(truth, [needle, texts], 'in', limitOf(texts.value));
      }
      const items = haystack.items.map((item) => operandOf(item, scope));
      const matches = items.map((item) =>
        known(needle.value, (text) =>
          known(item.value, (other) =>
            typeof text === 'string' && typeof other === 'string' ? text === other : undefined,
          ),
        ),
      );
      const truth = matches.includes(true) ? true : matches.includes(undefined) ? undefined : false;
      const texts = items.map(({ value, text }) => (isUnknown(value) ? text : String(value.value)));
      return leaf(truth, [needle, ...items], 'in', texts);
    }
  }
}

function operandOf(expression: DiscreteExpression, scope: Scope): Operand {
  if (expression.kind === 'literal') {
    return { value: { kind: 'discrete', value: expression.value }, text: JSON.stringify(expression.value) };
  }
  const { reference } = expression;
  return { value: resolveDiscrete(reference, scope), text: nameOf(reference, scope), reference };
}

function known(value: Value, then: (value: KnownDiscrete['value']) => boolean | undefined): boolean | undefined {
  return isUnknown(value) ? undefined : then(value.value);
}

const limitOf = (value: Value): KnownDiscrete['value'] | null => (isUnknown(value) ? null : value.value);

function leaf(
  truth: boolean | undefined,
  operands: readonly Operand[],
  operator: string,
  limit: KnownDiscrete['value'] | null,
): Judged {
  const [about] = operands;
  const unknowns = operands.map(({ value }) => value).filter(isUnknown);
  const bases = operands.flatMap(({ value }) => (value.basis === undefined ? [] : [value.basis]));
  const detail = unknowns.length > 0 ? unknowns.map((item) => item.detail).join('; ') : 'a value of another type';
  const shown = about && !isUnknown(about.value) ? about.value.value : null;
  return {
    kind: 'leaf',
    leaf: {
      support: truth === undefined ? OPEN : truth ? CERTAIN : EXCLUDED,
      chance: false,
      cause: unknowns.length > 0 ? causeAmong(unknowns.map(({ cause }) => cause)) : 'failed',
      facts: operands.flatMap(({ reference, value }) =>
        reference?.root === 'subject' && !isUnknown(value) ? [{ fact: reference.name, value: value.value }] : [],
      ),
      evidence: {
        output: about?.text ?? '',
        estimate:
          typeof shown === 'string' || typeof shown === 'boolean' ? shown : shown === null ? null : shown.join(', '),
        operator,
        limit,
        ...(bases.length > 0 ? { basis: weakest(...bases) } : {}),
        ...(truth === undefined ? { detail } : {}),
      },
      need: () =>
        truth === undefined
          ? { kind: 'provide', what: unknowns.length > 0 ? detail : `${about?.text ?? 'a value'}: ${detail}` }
          : { kind: 'never' },
    },
  };
}

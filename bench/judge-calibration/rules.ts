/** Rules for simulated subjects, as the static check would give them, with the logic that the referee reads. */
import type { EffectiveRule } from '../../engine/pack/policy.js';
import type { Condition, DiscreteExpression, NumberExpression, Ordering } from '../../engine/rules/ast.js';

const pointer = [] as const;

export const output = (name: string): NumberExpression => ({
  kind: 'reference',
  reference: { root: 'measurement', name: `m.${name}`, alias: 'm', output: name, unit: '1' },
  factor: 1,
  pointer,
});
export const itemOutput = (name: string): NumberExpression => ({
  kind: 'reference',
  reference: { root: 'item', name, output: name, unit: '1' },
  factor: 1,
  pointer,
});
export const literal = (value: number): NumberExpression => ({ kind: 'literal', value, pointer });
export const arithmetic = (
  operator: '+' | '-' | '*' | '/' | '%' | 'min' | 'max',
  ...parts: readonly NumberExpression[]
): NumberExpression => ({ kind: 'arithmetic', operator, parts, pointer });
export const compare = (left: NumberExpression, operator: Ordering, right: NumberExpression): Condition => ({
  kind: 'compare',
  operator,
  left,
  right,
  pointer,
});
export const joined = (kind: 'and' | 'or', parts: readonly Condition[]): Condition => ({ kind, parts, pointer });
export const not = (part: Condition): Condition => ({ kind: 'not', part, pointer });
export const choice = (test: Condition, then: Condition, otherwise: Condition): Condition => ({
  kind: 'if',
  test,
  then,
  otherwise,
  pointer,
});
export const over = (kind: 'all' | 'some' | 'none', body: Condition): Condition => ({
  kind,
  list: { root: 'measurement', name: 'm.items', alias: 'm', output: 'items', unit: '' },
  body,
  pointer,
});

const numberLogic = (expression: NumberExpression): unknown =>
  expression.kind === 'literal'
    ? expression.value
    : expression.kind === 'reference'
      ? { var: expression.reference.name }
      : { [expression.operator]: expression.parts.map(numberLogic) };

const discreteLogic = (expression: DiscreteExpression): unknown =>
  expression.kind === 'literal' ? expression.value : { var: expression.reference.name };

/** The raw rule that a typed condition comes from. */
export function logicOf(condition: Condition): unknown {
  switch (condition.kind) {
    case 'constant':
      return condition.value;
    case 'and':
    case 'or':
      return { [condition.kind]: condition.parts.map(logicOf) };
    case 'not':
      return { '!': [logicOf(condition.part)] };
    case 'if':
      return { if: [logicOf(condition.test), logicOf(condition.then), logicOf(condition.otherwise)] };
    case 'all':
    case 'some':
    case 'none':
      return { [condition.kind]: [{ var: condition.list.name }, logicOf(condition.body)] };
    case 'compare':
      return { [condition.operator]: [numberLogic(condition.left), numberLogic(condition.right)] };
    case 'equal':
      return { [condition.operator]: [discreteLogic(condition.left), discreteLogic(condition.right)] };
    case 'in': {
      const { haystack } = condition;
      const texts = haystack.kind === 'list' ? haystack.items.map(discreteLogic) : discreteLogic(haystack);
      return { in: [discreteLogic(condition.needle), texts] };
    }
    case 'holds':
      return { var: condition.reference.name };
  }
}

export const ruleOf = (require: Condition, confidence: number): EffectiveRule => ({
  id: 'calibration/RULE',
  layer: 'calibration',
  area: 'evaluation',
  title: 'Calibration',
  level: 'shall',
  waiver: 'forbidden',
  confidence,
  basis: ['observed'],
  requireLogic: logicOf(require),
  require,
  measurements: {},
  parameters: {},
  origin: { file: 'calibration', range: { line: 1, column: 1, endLine: 1, endColumn: 1 }, layer: 'calibration' },
});

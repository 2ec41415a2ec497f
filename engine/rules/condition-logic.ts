/** Back from a typed condition to JSON Logic, for those who have only the condition and want it in words. */
import type { Condition, DiscreteExpression, NumberExpression, Reference } from './ast.js';

export interface NamedLogic {
  readonly logic: unknown;
  /** Values of the parameters that occur, with their units, by the name in `var`. */
  readonly parameters: ReadonlyMap<string, string>;
}

export const isCondition = (value: unknown): value is Condition =>
  typeof value === 'object' && value !== null && 'kind' in value && 'pointer' in value;

export function logicOfCondition(condition: Condition): NamedLogic {
  const parameters = new Map<string, string>();
  const variable = (reference: Reference): unknown => {
    if (reference.root === 'parameters') parameters.set(reference.name, valueInWords(reference.value, reference.unit));
    return { var: reference.name };
  };
  const number = (expression: NumberExpression): unknown => {
    if (expression.kind === 'literal') return expression.value;
    if (expression.kind === 'reference') return variable(expression.reference);
    return { [expression.operator]: expression.parts.map(number) };
  };
  const discrete = (expression: DiscreteExpression): unknown =>
    expression.kind === 'literal' ? expression.value : variable(expression.reference);
  const say = (part: Condition): unknown => {
    switch (part.kind) {
      case 'constant':
        return part.value;
      case 'and':
      case 'or':
        return band(part, number) ?? { [part.kind]: part.parts.map(say) };
      case 'not':
        return { '!': [say(part.part)] };
      case 'if':
        return { if: [say(part.test), say(part.then), say(part.otherwise)] };
      case 'all':
      case 'some':
      case 'none':
        return { [part.kind]: [variable(part.list), say(part.body)] };
      case 'compare':
        return { [part.operator]: [number(part.left), number(part.right)] };
      case 'equal':
        return { [part.operator]: [discrete(part.left), discrete(part.right)] };
      case 'in': {
        const { haystack } = part;
        return {
          in: [discrete(part.needle), haystack.kind === 'list' ? haystack.items.map(discrete) : discrete(haystack)],
        };
      }
      case 'holds':
        return variable(part.reference);
    }
  };
  return { logic: say(condition), parameters };
}

/** A comparison of three parts, which the static check made two: they stand where their `and` stands. */
function band(
  { kind, parts: [lower, upper], pointer }: Condition & { readonly kind: 'and' | 'or' },
  number: (expression: NumberExpression) => unknown,
): unknown {
  if (kind !== 'and' || lower?.kind !== 'compare' || upper?.kind !== 'compare') return undefined;
  if (lower.pointer.length !== pointer.length || upper.pointer.length !== pointer.length) return undefined;
  return { [lower.operator]: [number(lower.left), number(lower.right), number(upper.right)] };
}

function valueInWords(value: unknown, unit: string): string {
  const text = Array.isArray(value) ? value.join(', ') : String(value);
  return typeof value !== 'number' || unit === '1' ? text : `${text} ${unit}`;
}

import type { CheckContext, OperatorNode } from './check-context.js';
import { combineIntervals } from './interval.js';
import { strongest, typeName, type Invalid, type Site, type TypedNumber } from './typed.js';
import { baseUnit, isCount, isPlain, product, quotient, sameDimension, type Dimension } from './units.js';

type Arithmetic = '+' | '-' | '*' | '/' | '%' | 'min' | 'max';

export function checkArithmetic(node: OperatorNode, context: CheckContext): TypedNumber | Invalid {
  const operator = node.operator as Arithmetic;
  const typed = node.parts.map((part) => asNumber(part, operator, context));
  const parts = typed.filter((part) => part.type === 'number');
  const [first] = parts;
  if (first === undefined || parts.length < typed.length) return { type: 'invalid' };
  const divides = operator === '/' || operator === '%';
  const divisor = parts[1];
  if (divides && divisor?.interval[0] === 0 && divisor.interval[1] === 0) {
    return context.fault('ASSAY1221', node.parts[1]?.pointer ?? node.pointer, `the divisor of ${operator} is 0`);
  }
  const dimension =
    operator === '*' || operator === '/'
      ? combineDimensions(operator, parts)
      : commonDimension(parts, node, `the parts of ${operator}`, context);
  if (dimension === undefined) return { type: 'invalid' };
  const ground = strongest(parts.map((part) => part.ground));
  return {
    type: 'number',
    expression: { kind: 'arithmetic', operator, parts: parts.map((part) => part.expression), pointer: node.pointer },
    dimension,
    bare: parts.every((part) => part.bare),
    plain: parts.every((part) => part.bare || part.plain),
    scaled: isPlain(dimension) && parts.some((part) => part.scaled),
    ground,
    discrete: ground !== 'evidence' || (operator !== '/' && parts.every((part) => part.discrete)),
    interval: combineIntervals(
      operator,
      parts.map((part) => part.interval),
    ),
  };
}

/** A part that must be a number; `user` is the operator that says so. */
export function asNumber(site: Site, user: string, context: CheckContext): TypedNumber | Invalid {
  const typed = context.type(site);
  if (typed.type === 'number' || typed.type === 'invalid') return typed;
  return context.fault('ASSAY1211', site.pointer, `${user} takes numbers, and this is ${typeName(typed)}`, {
    hint:
      typed.type === 'choice'
        ? 'put the if around the comparison'
        : typed.type === 'text' && typeof site.raw === 'string'
          ? textHint(site.raw, context)
          : undefined,
  });
}

/** A name without its `var`, or a number in quotation marks. */
export function textHint(text: string, { scope }: CheckContext): string | undefined {
  const root = text.split('.')[0] ?? '';
  if (text.includes('.') && (root === 'parameters' || root === 'subject' || Object.hasOwn(scope.measurements, root))) {
    return `write {var: ${text}}`;
  }
  return text.trim() !== '' && Number.isFinite(Number(text)) ? 'write the number without quotation marks' : undefined;
}

/**
 * The one dimension of some numbers, or a fault at the node. Bare numbers go with ratios and counts, a policy's ratios
 * with counts as well (`minK: {value: 5, unit: "1"}` against rows).
 */
export function commonDimension(
  parts: readonly TypedNumber[],
  node: OperatorNode,
  what: string,
  context: CheckContext,
): Dimension | undefined {
  const lead = parts.find((part) => !part.bare && !part.plain) ?? parts.find((part) => !part.bare) ?? parts[0];
  if (lead === undefined) return undefined;
  const countable = isCount(lead.dimension);
  for (const [index, part] of parts.entries()) {
    if (part.bare && !lead.bare) {
      if ((isPlain(lead.dimension) || countable) && !lead.scaled) continue;
      const unit = lead.scaled ? 'percent' : baseUnit(lead.dimension);
      context.fault(
        'ASSAY1214',
        node.parts[index]?.pointer ?? node.pointer,
        `a bare number beside a quantity in ${unit}`,
        { hint: part.ground === 'parameter' ? 'give the parameter a unit' : 'make it a parameter, with its unit' },
      );
      return undefined;
    }
    if (sameDimension(part.dimension, lead.dimension) || (part.plain && countable)) continue;
    context.fault(
      'ASSAY1213',
      node.key,
      `${what} are in ${parts.map((each) => (each.bare ? 'a bare number' : baseUnit(each.dimension))).join(' and ')}`,
      { at: 'key', hint: 'units of one dimension convert; others need * or / by a quantity that joins them' },
    );
    return undefined;
  }
  return lead.dimension;
}

function combineDimensions(operator: '*' | '/', parts: readonly TypedNumber[]): Dimension {
  return parts
    .map(({ dimension }) => ({ dimension, factor: 1 }))
    .reduce((left, right) => (operator === '*' ? product(left, right) : quotient(left, right))).dimension;
}

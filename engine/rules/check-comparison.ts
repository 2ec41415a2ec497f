import { commonDimension, textHint } from './check-arithmetic.js';
import type { CheckContext, OperatorNode } from './check-context.js';
import type { Equality, Ordering } from './ast.js';
import { foregone } from './interval.js';
import { nearest } from '../document/nearest.js';
import { strongest, typeName, type Site, type Typed, type TypedCondition, type TypedText } from './typed.js';
import type { Invalid, TypedNumber } from './typed.js';

type Outcome = TypedCondition | Invalid;
interface Side {
  readonly typed: Typed;
  readonly site: Site;
}

export function checkOrdering(node: OperatorNode, context: CheckContext): Outcome {
  return compare(node.operator as Ordering, sides(node, context), node, context);
}

/** `<` and `<=` of three parts: both comparisons hold. */
export function checkBetween(node: OperatorNode, context: CheckContext): Outcome {
  const [low, middle, high] = sides(node, context);
  const operator = node.operator as Ordering;
  if (low === undefined || middle === undefined) return { type: 'invalid' };
  if (high === undefined) return compare(operator, [low, middle], node, context);
  const lower = compare(operator, [low, middle], { ...node, parts: node.parts.slice(0, 2) }, context);
  const upper = compare(operator, [middle, high], { ...node, parts: node.parts.slice(1) }, context);
  if (lower.type === 'invalid' || upper.type === 'invalid') return { type: 'invalid' };
  if (low.typed.type === 'number' && high.typed.type === 'number') {
    if (foregone(operator, low.typed.interval, high.typed.interval) === 'never') {
      context.fault('ASSAY1220', node.key, 'the lower limit lies above the upper one', {
        at: 'key',
        severity: 'warning',
      });
    }
  }
  return {
    type: 'boolean',
    condition: { kind: 'and', parts: [lower.condition, upper.condition], pointer: node.pointer },
    ground: strongest([lower.ground, upper.ground]),
  };
}

export function checkEquality(node: OperatorNode, context: CheckContext): Outcome {
  return compare(node.operator.startsWith('!') ? '!=' : '==', sides(node, context), node, context);
}

function sides(node: OperatorNode, context: CheckContext): readonly Side[] {
  return node.parts.map((site) => ({ site, typed: context.type({ ...site, policyDecides: true }) }));
}

function compare(
  operator: Ordering | Equality,
  [left, right]: readonly Side[],
  node: OperatorNode,
  context: CheckContext,
): Outcome {
  if (left === undefined || right === undefined) return { type: 'invalid' };
  const [a, b] = [left.typed, right.typed];
  if (a.type === 'invalid' || b.type === 'invalid') return { type: 'invalid' };
  if (a.type === 'choice' && b.type === 'choice') {
    return context.fault('ASSAY1211', right.site.pointer, 'only one side of a comparison may be an if');
  }
  if (a.type === 'choice' || b.type === 'choice') return compareChoice(operator, left, right, node, context);
  const equality = operator === '==' || operator === '!=';
  const outcome: Outcome | undefined =
    a.type === 'number' && b.type === 'number'
      ? compareNumbers(operator, a, b, node, context)
      : equality && a.type === 'text' && b.type === 'text'
        ? compareTexts(operator, a, b, node, context)
        : equality && a.type === 'boolean' && b.type === 'boolean'
          ? compareBooleans(operator, a, b, node, context)
          : undefined;
  return outcome ?? mismatch(operator, left, right, node, context);
}

/** `x >= if(c, p, q)` is `if(c, x >= p, x >= q)`. */
function compareChoice(
  operator: Ordering | Equality,
  left: Side,
  right: Side,
  node: OperatorNode,
  context: CheckContext,
): Outcome {
  const choice = left.typed.type === 'choice' ? left.typed : right.typed;
  if (choice.type !== 'choice') return { type: 'invalid' };
  const branch = (typed: Typed): Outcome =>
    left.typed.type === 'choice'
      ? compare(operator, [{ ...left, typed }, right], node, context)
      : compare(operator, [left, { ...right, typed }], node, context);
  const [then, otherwise] = [branch(choice.then), branch(choice.otherwise)];
  if (then.type === 'invalid' || otherwise.type === 'invalid') return { type: 'invalid' };
  return {
    type: 'boolean',
    condition: {
      kind: 'if',
      test: choice.test,
      then: then.condition,
      otherwise: otherwise.condition,
      pointer: node.pointer,
    },
    ground: strongest([choice.testGround, then.ground, otherwise.ground]),
  };
}

function compareNumbers(
  operator: Ordering | Equality,
  a: TypedNumber,
  b: TypedNumber,
  node: OperatorNode,
  context: CheckContext,
): Outcome {
  if (commonDimension([a, b], node, `the two sides of ${operator}`, context) === undefined) return { type: 'invalid' };
  const ground = strongest([a.ground, b.ground]);
  if (ground === 'literal') return constant(node, context);
  if ((operator === '==' || operator === '!=') && !(a.discrete && b.discrete)) {
    return context.fault(
      'ASSAY1216',
      node.key,
      `${operator} with a continuous figure can be refuted, never supported`,
      {
        at: 'key',
        hint: 'compare with <= or >=, or with two limits',
      },
    );
  }
  if (context.interner.same(a.expression, b.expression)) return sameSides(operator, node, context);
  if (ground === 'evidence') {
    const outcome = foregone(operator, a.interval, b.interval);
    const limits = [a, b].filter((side) => side.ground !== 'evidence');
    const limit = limits.length === 0 ? '' : ` of ${limits.map(({ interval }) => interval[0]).join(', ')}`;
    if (outcome === 'always') {
      const severity = limits.some((side) => side.ground === 'parameter') ? 'warning' : 'error';
      context.fault('ASSAY1219', node.key, `every possible value meets the limit${limit}`, { at: 'key', severity });
    } else if (outcome === 'never') {
      context.fault('ASSAY1220', node.key, `no possible value meets the limit${limit}`, {
        at: 'key',
        severity: 'warning',
      });
    }
  }
  return {
    type: 'boolean',
    condition: { kind: 'compare', operator, left: a.expression, right: b.expression, pointer: node.pointer },
    ground,
  };
}

function compareTexts(
  operator: Equality,
  a: TypedText,
  b: TypedText,
  node: OperatorNode,
  context: CheckContext,
): Outcome {
  const ground = strongest([a.ground, b.ground]);
  if (ground === 'literal') return constant(node, context);
  if (context.interner.same(a.expression, b.expression)) return sameSides(operator, node, context);
  const [known, asked] = a.ground === 'evidence' ? [a, b] : [b, a];
  const site = asked === a ? node.parts[0] : node.parts[1];
  if (ground === 'evidence' && !possible(known, asked, site?.pointer ?? node.pointer, context))
    return { type: 'invalid' };
  return {
    type: 'boolean',
    condition: { kind: 'equal', operator, left: a.expression, right: b.expression, pointer: node.pointer },
    ground,
  };
}

/** Whether some value of `asked` is one that `known` can have; told as a fault at `pointer` where none is. */
export function possible(
  known: { readonly values?: readonly string[] },
  asked: { readonly values?: readonly string[] },
  pointer: Site['pointer'],
  context: CheckContext,
): boolean {
  const { values } = known;
  if (values === undefined || asked.values === undefined) return true;
  if (asked.values.some((value) => values.includes(value))) return true;
  const [first = ''] = asked.values;
  const near = nearest(first, values);
  context.fault('ASSAY1217', pointer, `"${first}" is not one of ${values.map((value) => `"${value}"`).join(', ')}`, {
    hint: near === undefined ? undefined : `did you mean "${near}"?`,
  });
  return false;
}

function compareBooleans(
  operator: Equality,
  a: TypedCondition,
  b: TypedCondition,
  node: OperatorNode,
  context: CheckContext,
): Outcome {
  if (a.expression === undefined || b.expression === undefined) {
    const index = a.expression === undefined ? 0 : 1;
    return context.fault('ASSAY1211', node.parts[index]?.pointer ?? node.pointer, 'a condition is not compared', {
      hint: 'write it alone, or behind !',
    });
  }
  const ground = strongest([a.ground, b.ground]);
  if (ground === 'literal') return constant(node, context);
  if (context.interner.same(a.expression, b.expression)) return sameSides(operator, node, context);
  return {
    type: 'boolean',
    condition: { kind: 'equal', operator, left: a.expression, right: b.expression, pointer: node.pointer },
    ground,
  };
}

function constant(node: OperatorNode, context: CheckContext): Invalid {
  return context.fault('ASSAY1218', node.key, `both sides of ${node.operator} are constants`, { at: 'key' });
}

function sameSides(operator: Ordering | Equality, node: OperatorNode, context: CheckContext): Invalid {
  const holds = operator === '==' || operator === '<=' || operator === '>=';
  return context.fault(holds ? 'ASSAY1219' : 'ASSAY1220', node.key, 'both sides are the same', { at: 'key' });
}

function mismatch(
  operator: Ordering | Equality,
  left: Side,
  right: Side,
  node: OperatorNode,
  context: CheckContext,
): Invalid {
  const [a, b] = [left.typed, right.typed];
  const odd = b.type === 'number' && a.type !== 'number' ? left : right;
  const hint = typeof odd.site.raw === 'string' ? textHint(odd.site.raw, context) : undefined;
  if (a.type !== b.type) {
    return context.fault('ASSAY1210', odd.site.pointer, `${operator} compares ${typeName(a)} with ${typeName(b)}`, {
      hint,
    });
  }
  return context.fault('ASSAY1211', node.key, `${operator} does not compare ${typeName(a)} with ${typeName(b)}`, {
    at: 'key',
    hint: a.type === 'text' || a.type === 'texts' ? 'use in, with a list of texts' : undefined,
  });
}

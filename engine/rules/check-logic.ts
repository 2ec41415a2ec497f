import type { CheckContext, OperatorNode } from './check-context.js';
import { Junction } from './foregone.js';
import { strongest, typeName, type Site, type Typed, type TypedChoice, type TypedCondition } from './typed.js';
import { textHint } from './check-arithmetic.js';
import type { Invalid } from './typed.js';

/** A part that must be a condition, and not one that is decided beforehand. */
export function asCondition(site: Site, context: CheckContext): TypedCondition | undefined {
  return soundCondition(context.type(site), site, context);
}

function soundCondition(typed: Typed, site: Site, context: CheckContext): TypedCondition | undefined {
  if (typed.type === 'invalid') return undefined;
  if (typed.type !== 'boolean') {
    context.fault('ASSAY1212', site.pointer, `a condition is wanted here, and this is ${typeName(typed)}`, {
      hint:
        typed.type === 'number'
          ? 'compare it with a limit'
          : typeof site.raw === 'string'
            ? textHint(site.raw, context)
            : undefined,
    });
    return undefined;
  }
  if (typed.ground === 'literal' || (typed.ground === 'parameter' && !site.policyDecides)) {
    const what = typed.ground === 'literal' ? 'a constant' : 'decided by parameters alone';
    context.fault('ASSAY1218', site.pointer, `the condition is ${what}`, {
      hint: site.pointer.length === 0 && context.role === 'when' ? 'leave when out' : 'leave it out',
    });
    return undefined;
  }
  return typed;
}

/** `and`, `or`. */
export function checkJunction(node: OperatorNode, context: CheckContext): TypedCondition | Invalid {
  const kind = node.operator === 'and' ? 'and' : 'or';
  const typed = node.parts.map((part) => asCondition(part, context));
  const parts = typed.filter((part) => part !== undefined);
  if (parts.length < typed.length) return { type: 'invalid' };
  const conditions = parts.map(({ condition }) => condition);
  const junction = new Junction(kind, context.interner);
  for (const [index, condition] of conditions.entries()) {
    const pointer = node.parts[index]?.pointer ?? node.pointer;
    const { repeated, foregone } = junction.add(condition);
    if (repeated) {
      context.fault('ASSAY1225', pointer, `this part of ${kind} stands before it already`, { severity: 'warning' });
    }
    if (!foregone) continue;
    return kind === 'and'
      ? context.fault('ASSAY1220', pointer, 'this part of and never holds together with those before it')
      : context.fault('ASSAY1219', pointer, 'this part of or holds whenever those before it do not');
  }
  return {
    type: 'boolean',
    condition: { kind, parts: conditions, pointer: node.pointer },
    ground: strongest(parts.map(({ ground }) => ground)),
  };
}

/** `!` and `!!`; the second is the condition itself. */
export function checkNegation(node: OperatorNode, context: CheckContext): TypedCondition | Invalid {
  const [site] = node.parts;
  const part = site === undefined ? undefined : asCondition(site, context);
  if (part === undefined) return { type: 'invalid' };
  const { condition, ground } = part;
  if (node.operator === '!!') return { type: 'boolean', condition, ground };
  return { type: 'boolean', condition: { kind: 'not', part: condition, pointer: node.pointer }, ground };
}

/** `if` and `?:`, of conditions or, as one side of a comparison, of values. */
export function checkChoice(node: OperatorNode, context: CheckContext): Typed {
  const branches = node.parts.map((site, index) => {
    const last = index === node.parts.length - 1;
    if (index % 2 === 1 || last) return { site, typed: context.type({ ...site, policyDecides: true }) };
    return { site, typed: asCondition({ ...site, policyDecides: true }, context) ?? ({ type: 'invalid' } as const) };
  });
  return chain(branches, node, context);
}

type Branch = { readonly site: Site; readonly typed: Typed };

function chain(branches: readonly Branch[], node: OperatorNode, context: CheckContext): Typed {
  const [test, then, ...rest] = branches;
  if (test === undefined) return { type: 'invalid' };
  if (then === undefined) return test.typed;
  const otherwise = chain(rest, node, context);
  if (test.typed.type !== 'boolean' || then.typed.type === 'invalid' || otherwise.type === 'invalid') {
    return { type: 'invalid' };
  }
  return choose(test.typed, then, otherwise, node, context);
}

function choose(
  test: TypedCondition,
  { site, typed: then }: Branch,
  otherwise: Typed,
  node: OperatorNode,
  context: CheckContext,
): Typed {
  if (then.type === 'boolean' && otherwise.type === 'boolean') {
    if (context.interner.same(then.condition, otherwise.condition)) {
      return context.fault('ASSAY1218', site.pointer, 'both branches of if are the same', { hint: 'leave the if out' });
    }
    return {
      type: 'boolean',
      condition: {
        kind: 'if',
        test: test.condition,
        then: then.condition,
        otherwise: otherwise.condition,
        pointer: node.pointer,
      },
      ground: strongest([test.ground, then.ground, otherwise.ground]),
    };
  }
  const of = valueType(then);
  if (of === undefined || of !== valueType(otherwise) || !isValue(then) || !isValue(otherwise)) {
    return context.fault(
      'ASSAY1210',
      site.pointer,
      `the branches of if are ${typeName(then)} and ${typeName(otherwise)}`,
    );
  }
  return { type: 'choice', of, test: test.condition, testGround: test.ground, then, otherwise };
}

function isValue(typed: Typed): typed is TypedChoice['then'] {
  return typed.type === 'number' || typed.type === 'text' || typed.type === 'choice';
}

function valueType(typed: Typed): 'number' | 'text' | undefined {
  if (typed.type === 'choice') return typed.of;
  return typed.type === 'number' || typed.type === 'text' ? typed.type : undefined;
}

/** `all`, `some`, `none`: a condition on each item of a list output. */
export function checkEach(node: OperatorNode, context: CheckContext): TypedCondition | Invalid {
  const [listSite, bodySite] = node.parts;
  if (listSite === undefined || bodySite === undefined) return { type: 'invalid' };
  const kind = node.operator === 'all' ? 'all' : node.operator === 'some' ? 'some' : 'none';
  const list = context.type(listSite);
  if (list.type === 'invalid') return list;
  if (list.type !== 'list') {
    return context.fault(
      'ASSAY1211',
      listSite.pointer,
      `${kind} takes an output of type list, and this is ${typeName(list)}`,
      {
        hint: list.type === 'texts' ? 'use in' : undefined,
      },
    );
  }
  const body = asCondition({ ...bodySite, item: list.outputs, policyDecides: false }, context);
  if (body === undefined) return { type: 'invalid' };
  return {
    type: 'boolean',
    condition: { kind, list: list.reference, body: body.condition, pointer: node.pointer },
    ground: 'evidence',
  };
}

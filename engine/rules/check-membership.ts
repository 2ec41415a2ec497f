import type { CheckContext, OperatorNode } from './check-context.js';
import { possible } from './check-comparison.js';
import { textHint } from './check-arithmetic.js';
import { strongest, typeName, type Invalid, type TypedCondition, type TypedText, type TypedTexts } from './typed.js';

/** `in`: a text in a list of texts. Never a part of a text, which would let `"low"` be in `"very-low"`. */
export function checkMembership(node: OperatorNode, context: CheckContext): TypedCondition | Invalid {
  const [needleSite, haystackSite] = node.parts;
  if (needleSite === undefined || haystackSite === undefined) return { type: 'invalid' };
  const needle = context.type(needleSite);
  const haystack = context.type(haystackSite);
  if (needle.type !== 'text' && needle.type !== 'invalid') {
    context.fault('ASSAY1211', needleSite.pointer, `in looks for a text, and this is ${typeName(needle)}`, {
      hint: needle.type === 'number' ? 'compare numbers with ==, or with two limits' : undefined,
    });
  }
  if (haystack.type !== 'texts' && haystack.type !== 'invalid') {
    const literal = typeof haystackSite.raw === 'string' ? textHint(haystackSite.raw, context) : undefined;
    context.fault('ASSAY1211', haystackSite.pointer, `in looks in a list of texts, and this is ${typeName(haystack)}`, {
      hint: literal ?? (haystack.type === 'text' ? 'write [ ] around it, or compare with ==' : undefined),
    });
  }
  if (needle.type !== 'text' || haystack.type !== 'texts') return { type: 'invalid' };
  const ground = strongest([needle.ground, haystack.ground]);
  if (ground === 'literal') {
    return context.fault('ASSAY1218', node.key, 'both sides of in are constants', { at: 'key' });
  }
  if (haystack.items?.length === 0) {
    return context.fault('ASSAY1220', haystackSite.pointer, 'nothing is in an empty list');
  }
  if (!allPossible(needle, haystack, node, context)) return { type: 'invalid' };
  const { values } = haystack;
  if (
    needle.ground === 'evidence' &&
    haystack.ground !== 'evidence' &&
    needle.values?.every((value) => values?.includes(value))
  ) {
    // Of a fact, it still says that the subject must state it.
    const measured = needle.expression.kind === 'reference' && needle.expression.reference.root !== 'subject';
    context.fault('ASSAY1219', node.key, 'the list holds every possible value', {
      at: 'key',
      severity: measured && haystack.ground === 'literal' ? 'error' : 'warning',
    });
  }
  return {
    type: 'boolean',
    condition: { kind: 'in', needle: needle.expression, haystack: haystack.expression, pointer: node.pointer },
    ground,
  };
}

/** Each value that the policy names must be one that the subject's side can have. */
function allPossible(needle: TypedText, haystack: TypedTexts, node: OperatorNode, context: CheckContext): boolean {
  const [needlePointer = node.pointer, haystackPointer = node.pointer] = node.parts.map(({ pointer }) => pointer);
  if (needle.ground !== 'evidence') return possible(haystack, needle, needlePointer, context);
  if (haystack.items !== undefined) {
    return haystack.items.map((item) => possible(needle, item, item.expression.pointer, context)).every(Boolean);
  }
  if (haystack.ground === 'evidence' || haystack.values === undefined) {
    return possible(needle, haystack, haystackPointer, context);
  }
  return haystack.values.map((value) => possible(needle, { values: [value] }, haystackPointer, context)).every(Boolean);
}

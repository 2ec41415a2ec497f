/** The limits that a rule's comparisons hold figures against: what a policy's author may get slightly wrong. */
import type { EffectiveRule } from '../pack/policy.js';
import type { Catalogue } from '../plugins/contract.js';
import type { Condition, NumberExpression, Pointer, Reference } from '../rules/ast.js';

export type Limit = (
  | { readonly kind: 'parameter'; readonly name: string; readonly value: number }
  | { readonly kind: 'literal'; readonly pointer: Pointer; readonly value: number }
) & {
  /** How far a mutant moves it: 1 % of it, or 1 where what it limits is counted. */
  readonly step: number;
};

type List = Extract<Reference, { root: 'measurement' }>;

export function limitsOf(rule: EffectiveRule, condition: Condition, catalogue: Catalogue): Limit[] {
  const limits = new Map<string, Limit>();
  const add = (limit: Limit): void => {
    const key = limit.kind === 'parameter' ? `parameter ${limit.name}` : `literal ${limit.pointer.join('/')}`;
    const known = limits.get(key);
    if (known === undefined || known.step > limit.step) limits.set(key, limit);
  };
  const counts = (reference: Reference, list: List | undefined): boolean => {
    const owner = reference.root === 'measurement' ? reference : reference.root === 'item' ? list : undefined;
    if (owner === undefined) return false;
    const spec = catalogue[rule.measurements[owner.alias]?.plugin ?? '']?.outputs[owner.output];
    const own = spec?.type === 'list' && reference.root === 'item' ? spec.items[reference.output] : spec;
    return own?.type === 'integer';
  };
  const walk = (node: Condition, list: List | undefined): void => {
    switch (node.kind) {
      case 'and':
      case 'or':
        for (const part of node.parts) walk(part, list);
        return;
      case 'not':
        return walk(node.part, list);
      case 'if':
        for (const part of [node.test, node.then, node.otherwise]) walk(part, list);
        return;
      case 'all':
      case 'some':
      case 'none':
        return walk(node.body, node.list.root === 'measurement' ? node.list : list);
      case 'compare': {
        const leaves = [...leavesOf(node.left), ...leavesOf(node.right)];
        const measured = leaves.flatMap((leaf) => (leaf.kind === 'reference' ? leaf.reference : []));
        const figures = measured.filter(({ root }) => root === 'measurement' || root === 'item');
        const isCount = figures.length > 0 && figures.every((figure) => counts(figure, list));
        const step = (value: number): number => (isCount ? 1 : Math.abs(value) * 0.01 || 0.01);
        for (const leaf of leaves) {
          if (leaf.kind === 'literal') {
            add({ kind: 'literal', pointer: leaf.pointer, value: leaf.value, step: step(leaf.value) });
          } else if (leaf.reference.root === 'parameters' && typeof leaf.reference.value === 'number') {
            const { name, value } = leaf.reference;
            add({ kind: 'parameter', name: name.slice('parameters.'.length), value, step: step(value) });
          }
        }
        return;
      }
      case 'constant':
      case 'equal':
      case 'in':
      case 'holds':
    }
  };
  walk(condition, undefined);
  return [...limits.values()];
}

type NumberLeaf = Exclude<NumberExpression, { kind: 'arithmetic' }>;

const leavesOf = (expression: NumberExpression): NumberLeaf[] =>
  expression.kind === 'arithmetic' ? expression.parts.flatMap(leavesOf) : [expression];

/** Whether a number is held against another anywhere in it: where not, nothing is uncertain. */
export function comparesNumbers(node: Condition): boolean {
  switch (node.kind) {
    case 'compare':
      return true;
    case 'and':
    case 'or':
      return node.parts.some(comparesNumbers);
    case 'not':
      return comparesNumbers(node.part);
    case 'if':
      return [node.test, node.then, node.otherwise].some(comparesNumbers);
    case 'all':
    case 'some':
    case 'none':
      return comparesNumbers(node.body);
    case 'constant':
    case 'equal':
    case 'in':
    case 'holds':
      return false;
  }
}

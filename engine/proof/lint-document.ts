/** What a policy's documents hold in vain, and rules that judge samples by estimates alone: no solver is needed. */
import type { Diagnostic } from '../document/diagnostic.js';
import { faultAt, type Layer, type View } from '../pack/layer.js';
import type { EffectiveRule } from '../pack/policy.js';
import type { Catalogue } from '../plugins/contract.js';
import type { Condition, NumberExpression, Reference } from '../rules/ast.js';
import { finding } from './lint-rules.js';

export function lintDocument(layer: Layer, view: View): readonly Diagnostic[] {
  const { document, id, positions } = layer;
  const used = new Set([...view.layers.values()].flatMap((one) => parametersIn(one)));
  const unread = Object.keys(document.parameters ?? {}).filter((name) => !used.has(`${id}.${name}`));
  const cited = new Set((document.rules ?? []).map(({ clause }) => clause));
  const clauses = [...(document.clauses ?? []).entries()].filter(([, clause]) => !cited.has(clause.id));
  return [
    ...unread.map((name) =>
      faultAt(positions, ['parameters', name], 'key', {
        code: 'ASSAY1335',
        severity: 'warning',
        message: `nothing reads the parameter ${name}`,
        hint: 'leave it out, or name it in a rule',
      }),
    ),
    ...clauses.map(([index, clause]) =>
      faultAt(positions, ['clauses', index, 'id'], 'value', {
        code: 'ASSAY1336',
        severity: 'notice',
        message: `no rule cites clause ${clause.id}`,
        hint: 'reports list it as not assessed',
      }),
    ),
  ];
}

/** Full ids of the parameters that a document's rules and measurements name. */
function parametersIn({ id, document }: Layer): string[] {
  const found: string[] = [];
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    const name = 'var' in node ? [node.var].flat()[0] : undefined;
    if (typeof name === 'string' && name.startsWith('parameters.')) {
      const rest = name.slice('parameters.'.length);
      found.push(`${id}.${rest}`, rest);
    }
    Object.values(node).forEach(visit);
  };
  visit([document.rules, document.measurements]);
  return found;
}

/** Plugins name the p values of their tests so: these weigh the size of the sample themselves. */
const P_VALUE = /P$/;

/** Rules of `confidence: point` on figures that rest on samples, and that ask for no count or test beside them. */
export function sampledByPoint(rules: readonly EffectiveRule[], catalogue: Catalogue): readonly Diagnostic[] {
  return rules.flatMap((rule): Diagnostic[] => {
    if (rule.confidence !== 'point') return [];
    const read = outputsIn(rule.require).map(({ alias, output }) => {
      const entry = catalogue[rule.measurements[alias]?.plugin ?? ''];
      return { name: `${alias}.${output}`, isTest: P_VALUE.test(output), type: entry?.outputs[output]?.type, entry };
    });
    if (read.some(({ type, isTest }) => type === 'integer' || isTest)) return [];
    const sampled = read.filter(
      ({ type, entry }) => type === 'number' && (entry?.about === 'procedure' || entry?.needs.includes('data.test')),
    );
    if (sampled.length === 0) return [];
    const names = [...new Set(sampled.map(({ name }) => name))].join(', ');
    return [
      finding(
        rule,
        'ASSAY1337',
        `judges ${names} by estimates alone, which rest on a sample`,
        'state a confidence, or ask for the size of the sample or the p value of a test as well',
      ),
    ];
  });
}

type Measured = Extract<Reference, { root: 'measurement' }>;

function outputsIn(condition: Condition): readonly Measured[] {
  const found: Measured[] = [];
  const see = (reference: Reference): void => {
    if (reference.root === 'measurement') found.push(reference);
  };
  const number = (expression: NumberExpression): void => {
    if (expression.kind === 'reference') see(expression.reference);
    else if (expression.kind === 'arithmetic') expression.parts.forEach(number);
  };
  const walk = (node: Condition): void => {
    switch (node.kind) {
      case 'and':
      case 'or':
        return node.parts.forEach(walk);
      case 'not':
        return walk(node.part);
      case 'if':
        return [node.test, node.then, node.otherwise].forEach(walk);
      case 'all':
      case 'some':
      case 'none':
        see(node.list);
        return walk(node.body);
      case 'compare':
        number(node.left);
        return number(node.right);
      case 'constant':
      case 'equal':
      case 'in':
      case 'holds':
    }
  };
  walk(condition);
  return found;
}

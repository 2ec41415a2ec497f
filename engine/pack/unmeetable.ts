import type { Diagnostic } from '../document/diagnostic.js';
import type { Condition, DiscreteExpression, NumberExpression, Ordering } from '../rules/ast.js';
import { Interner } from '../rules/interner.js';
import { fromBase, toBase } from '../rules/units.js';
import type { EffectiveRule } from './policy.js';

/**
 * A remark on each pair of `shall` rules that limit one figure from both sides so that no value lies between: no subject
 * to which both apply ever conforms, and nothing need be measured to know it. Looks at what is plain (parts of an `and`
 * that hold one figure against a limit); `assay lint` finds the rest.
 */
export function unmeetableRules(rules: readonly EffectiveRule[]): readonly Diagnostic[] {
  const requests = new Interner();
  const demands = rules.filter(({ level }) => level === 'shall').flatMap((rule) => demandsOf(rule, requests));
  const below = new Map(demands.map(({ figure }): [string, Demand[]] => [figure, []]));
  for (const demand of demands) if (demand.side === 'below') below.get(demand.figure)!.push(demand);
  const above = demands.filter(({ side }) => side === 'above');
  const told = new Set<string>();
  return above.flatMap((a) =>
    below.get(a.figure)!.flatMap((b): Diagnostic[] => {
      if (a.rule === b.rule) return [];
      if (a.limit < b.limit || (a.limit === b.limit && !a.strict && !b.strict)) return [];
      // One judges estimates, the other what chance leaves of them: both may be met.
      if ((a.rule.confidence === 'point') !== (b.rule.confidence === 'point') || areApart(a.rule, b.rule)) return [];
      const [first, second] = a.rule.id < b.rule.id ? [a, b] : [b, a];
      const key = `${first.rule.id} ${second.rule.id}`;
      if (told.has(key)) return [];
      told.add(key);
      const { file, range } = second.rule.origin;
      const place = `${first.rule.origin.file}:${first.rule.origin.range.line}`;
      return [
        {
          code: 'ASSAY1333',
          severity: 'warning',
          message: `${second.rule.id} and ${first.rule.id} (${place}) cannot both be met: ${a.name} would have to be ${a.words} and ${b.words}`,
          file,
          range,
          hint: 'no subject to which both apply conforms',
        },
      ];
    }),
  );
}

interface Demand {
  readonly rule: EffectiveRule;
  /** Equal for one output of one measurement. */
  readonly figure: string;
  readonly name: string;
  readonly side: 'above' | 'below';
  readonly strict: boolean;
  /** In the figure's unit. */
  readonly limit: number;
  readonly words: string;
}

function demandsOf(rule: EffectiveRule, requests: Interner): readonly Demand[] {
  return partsOf(rule.require).flatMap((part): Demand[] => {
    if (part.kind !== 'compare' || part.operator === '==' || part.operator === '!=') return [];
    const [figure, limit, operator] =
      constantOf(part.right) === undefined
        ? [part.right, constantOf(part.left), MIRRORED[part.operator]]
        : [part.left, constantOf(part.right), part.operator];
    if (limit === undefined || figure.kind !== 'reference' || figure.reference.root !== 'measurement') return [];
    const { alias, output, name, unit } = figure.reference;
    const value = fromBase(limit, figure.factor);
    return [
      {
        rule,
        figure: `${requests.id(rule.measurements[alias])} ${output}`,
        name,
        side: operator === '>=' || operator === '>' ? 'above' : 'below',
        strict: operator === '>' || operator === '<',
        limit: value,
        words: `${operator} ${value}${unit === '1' ? '' : ` ${unit}`}`,
      },
    ];
  });
}

const MIRRORED: Readonly<Record<Ordering, Ordering>> = { '>=': '<=', '>': '<', '<=': '>=', '<': '>' };

/** Conditions that must all hold. */
const partsOf = (condition: Condition): readonly Condition[] =>
  condition.kind === 'and' ? condition.parts.flatMap(partsOf) : [condition];

function constantOf(expression: NumberExpression): number | undefined {
  if (expression.kind === 'literal') return expression.value;
  if (expression.kind !== 'reference' || expression.reference.root !== 'parameters') return undefined;
  const { value } = expression.reference;
  return typeof value === 'number' ? toBase(value, expression.factor) : undefined;
}

/** Whether they never bind on one day, or no subject has facts by which both apply, or that cannot be told from the values that they ask for. */
function areApart(a: EffectiveRule, b: EffectiveRule): boolean {
  if (beginOf(a) >= (b.effectiveUntil ?? NEVER) || beginOf(b) >= (a.effectiveUntil ?? NEVER)) return true;
  const [first, second] = [valuesAsked(a), valuesAsked(b)];
  if (first === undefined || second === undefined) return true;
  return [...first].some(([fact, values]) => {
    const others = second.get(fact);
    return others !== undefined && !values.some((value) => others.includes(value));
  });
}

/** The first day on which a `shall` rule is one, or nothing where it always was; days order as texts do. */
function beginOf({ effectiveFrom = '', transition }: EffectiveRule): string {
  return transition !== undefined && transition.until > effectiveFrom ? transition.until : effectiveFrom;
}

const NEVER = '9999-12-31';

type Value = string | boolean;

/** Values of facts of which `when` wants one each; `undefined` where it asks for anything else. */
function valuesAsked({ when }: EffectiveRule): ReadonlyMap<string, readonly Value[]> | undefined {
  const asked = new Map<string, readonly Value[]>();
  for (const part of when === undefined ? [] : partsOf(when)) {
    const found = valuesOf(part);
    if (found === undefined) return undefined;
    const [fact, values] = found;
    asked.set(fact, asked.get(fact)?.filter((value) => values.includes(value)) ?? values);
  }
  return asked;
}

function valuesOf(condition: Condition): readonly [fact: string, values: readonly Value[]] | undefined {
  const factOf = (expression: DiscreteExpression): string | undefined =>
    expression.kind === 'reference' && expression.reference.root === 'subject' ? expression.reference.fact : undefined;
  const literal = (expression: DiscreteExpression): unknown =>
    expression.kind === 'literal'
      ? expression.value
      : expression.reference.root === 'parameters'
        ? expression.reference.value
        : undefined;
  switch (condition.kind) {
    case 'holds':
      return condition.reference.root === 'subject' ? [condition.reference.fact, [true]] : undefined;
    case 'not': {
      const inner = condition.part.kind === 'holds' ? valuesOf(condition.part) : undefined;
      return inner && [inner[0], [false]];
    }
    case 'equal': {
      const fact = factOf(condition.left) ?? factOf(condition.right);
      const value = literal(condition.left) ?? literal(condition.right);
      const isOne = typeof value === 'string' || typeof value === 'boolean';
      return fact !== undefined && isOne && condition.operator === '==' ? [fact, [value]] : undefined;
    }
    case 'in': {
      const { needle, haystack } = condition;
      const fact = factOf(needle);
      const values = haystack.kind === 'list' ? haystack.items.map(literal) : literal(haystack);
      const texts = Array.isArray(values) ? values.filter((value) => typeof value === 'string') : [];
      return fact !== undefined && texts.length > 0 ? [fact, texts] : undefined;
    }
    default:
      return undefined;
  }
}

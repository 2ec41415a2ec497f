/**
 * Mutation of rules (DeMillo, Lipton & Sayward, "Hints on test data selection", 1978): small mistakes that an author might
 * make. A test of the rule that is any good judges some case otherwise after each.
 */
import type { Rule } from '../document/types.generated.js';
import type { EffectiveRule } from '../pack/policy.js';
import type { Catalogue } from '../plugins/contract.js';
import { BASES } from '../plugins/figure.js';
import { comparesNumbers, limitsOf } from './limits.js';
import type { Limit } from './limits.js';
import type { Change } from './variant.js';

type Pointer = readonly (string | number)[];

export const MUTATIONS = [
  'operator',
  'limit',
  'part-dropped',
  'negation-dropped',
  'condition-dropped',
  'estimates-alone',
  'any-basis',
] as const;

export interface Mutant {
  readonly mutation: (typeof MUTATIONS)[number];
  /** What stood there, and what stands there now. */
  readonly from: string;
  readonly to: string;
  /** Place in the rule as written; absent where a parameter is moved. */
  readonly pointer?: Pointer;
  readonly parameter?: string;
  readonly change: Change;
}

/** Every mutant of a rule, among them some that cannot stand (the static check tells). */
export function mutantsOf(rule: EffectiveRule, written: Rule, catalogue: Catalogue): Mutant[] {
  const parts = (['require', 'when'] as const).filter((part) => written[part] !== undefined);
  return [
    ...parts.flatMap((part) =>
      replacements(written[part], [part]).map(({ mutation, from, to, pointer, value, shown = pointer }) => ({
        mutation,
        from,
        to,
        pointer: shown,
        change: { rule: replaced(written, pointer, value) as Rule },
      })),
    ),
    ...parts.flatMap((part) => {
      const condition = rule[part];
      const limits = condition === undefined ? [] : limitsOf(rule, condition, catalogue);
      return limits.flatMap((limit) => moved(limit, rule, written, part));
    }),
    ...ofTheRule(rule, written),
  ];
}

function ofTheRule(rule: EffectiveRule, written: Rule): Mutant[] {
  const mutants: Mutant[] = [];
  if (written.when !== undefined) {
    const always = { ...written };
    delete always.when;
    mutants.push({ mutation: 'condition-dropped', from: 'when', to: '', pointer: ['when'], change: { rule: always } });
  }
  if (rule.confidence !== 'point' && comparesNumbers(rule.require)) {
    const change = { rule: { ...written, confidence: 'point' as const } };
    const from = String(rule.confidence);
    mutants.push({ mutation: 'estimates-alone', from, to: 'point', pointer: ['confidence'], change });
  }
  if (!BASES.every((basis) => rule.basis.includes(basis))) {
    const change = { rule: { ...written, basis: [...BASES] } };
    const [from, to] = [rule.basis.join(', '), BASES.join(', ')];
    mutants.push({ mutation: 'any-basis', from, to, pointer: ['basis'], change });
  }
  return mutants;
}

function moved(limit: Limit, rule: EffectiveRule, written: Rule, part: 'require' | 'when'): Mutant[] {
  return [limit.value - limit.step, limit.value + limit.step].map((value): Mutant => {
    const shown = { mutation: 'limit', from: String(limit.value), to: String(Number(value.toPrecision(12))) } as const;
    if (limit.kind === 'literal') {
      const pointer = [part, ...limit.pointer];
      return { ...shown, pointer, change: { rule: replaced(written, pointer, value) as Rule } };
    }
    const id = limit.name.includes('.') ? limit.name : `${rule.layer}.${limit.name}`;
    return { ...shown, parameter: id, change: { parameters: { [id]: value } } };
  });
}

interface Replacement {
  readonly mutation: Mutant['mutation'];
  readonly from: string;
  readonly to: string;
  /** What is replaced. */
  readonly pointer: Pointer;
  readonly value: unknown;
  /** What a person is shown, where it is not the same. */
  readonly shown?: Pointer;
}

const OTHERS: Readonly<Record<string, readonly string[]>> = {
  '<': ['<=', '>'],
  '<=': ['<', '>='],
  '>': ['>=', '<'],
  '>=': ['>', '<='],
  '==': ['!='],
  '===': ['!=='],
  '!=': ['=='],
  '!==': ['==='],
  and: ['or'],
  or: ['and'],
  all: ['some'],
  some: ['all'],
  none: ['some'],
  '+': ['-'],
  '*': ['/'],
  '/': ['*'],
  min: ['max'],
  max: ['min'],
};

function replacements(logic: unknown, pointer: Pointer): Replacement[] {
  if (Array.isArray(logic)) return logic.flatMap((part, index) => replacements(part, [...pointer, index]));
  if (typeof logic !== 'object' || logic === null) return [];
  const [operator, ...more] = Object.keys(logic);
  if (operator === undefined || more.length > 0 || operator === 'var') return [];
  const parts: unknown = (logic as Record<string, unknown>)[operator];
  const below = replacements(parts, [...pointer, operator]);
  const list = Array.isArray(parts) ? parts : [parts];
  const own: Replacement[] = [];
  const isJunction = operator === 'and' || operator === 'or';
  if (!isJunction || list.length > 1) {
    for (const other of OTHERS[operator] ?? []) {
      own.push({ mutation: 'operator', from: operator, to: other, pointer, value: { [other]: parts } });
    }
  }
  if (isJunction && list.length > 1) {
    list.forEach((part, index) => {
      const value = { [operator]: list.filter((__, at) => at !== index) };
      const shown = [...pointer, operator, index];
      const from = JSON.stringify(part);
      own.push({ mutation: 'part-dropped', from, to: '', pointer, value, shown });
    });
  }
  if (operator === 'in' && Array.isArray(list[1]) && list[1].length > 1) {
    const [needle, items] = list as [unknown, readonly unknown[]];
    items.forEach((item, index) => {
      const value = { in: [needle, items.filter((_, at) => at !== index)] };
      const shown = [...pointer, 'in', 1, index];
      own.push({ mutation: 'part-dropped', from: JSON.stringify(item), to: '', pointer, value, shown });
    });
  }
  if (operator === '!') own.push({ mutation: 'negation-dropped', from: '!', to: '', pointer, value: list[0] });
  return [...own, ...below];
}

/** A copy with another value at the pointer. */
function replaced(root: unknown, pointer: Pointer, value: unknown): unknown {
  const [key, ...rest] = pointer;
  if (key === undefined) return value;
  if (Array.isArray(root))
    return root.map((part: unknown, index) => (index === key ? replaced(part, rest, value) : part));
  const map = root as Readonly<Record<string, unknown>>;
  return { ...map, [key]: replaced(map[key], rest, value) };
}

/** Conditions on text, booleans and lists of text (`judge/discrete.ts`) as formulas: three values, no chance. */
import type { Condition, DiscreteExpression, Reference } from '../rules/ast.js';
import { and, equal, FALSE, not, or, TRUE, type Formula, type Theory } from './formula.js';
import type { Leaf } from './tree.js';
import {
  isKnown,
  type Reading,
  type TextsUnknown,
  type TextUnknown,
  type TruthUnknown,
  type Unknowns,
} from './unknowns.js';

export type Discrete = Condition & { kind: 'equal' | 'in' | 'holds' };
export type DiscreteType = 'text' | 'truth' | 'texts';
type Value = TextUnknown | TruthUnknown | TextsUnknown | string | boolean | readonly string[];
type Evidenced = Exclude<Reference, { root: 'parameters' }>;

/** Finds what a reference to evidence names. */
export interface ResolveDiscrete {
  /** Whether it is declared to be a boolean; of a fact only its use tells. */
  isTruth(reference: Evidenced): boolean;
  valueOf(reference: Evidenced, type: DiscreteType): Value;
}

/** Whether it is known, and if so true. */
interface Truth {
  readonly known: Formula;
  readonly holds: Formula;
}

const OPEN: Truth = { known: FALSE, holds: FALSE };

export class DiscreteConditions {
  /** Whether two texts that no policy names are the same. */
  readonly #alike = new Map<string, Formula>();

  constructor(
    private readonly theory: Theory,
    private readonly unknowns: Unknowns,
  ) {}

  leaf(condition: Discrete, reading: Reading, resolve: ResolveDiscrete): Leaf {
    const { known, holds } = this.#truth(condition, reading, resolve);
    const certain = [this.theory.define(and(known, holds)), this.theory.define(and(known, not(holds)))] as const;
    return { chance: FALSE, certain, settled: (wanted) => certain[wanted ? 0 : 1] };
  }

  #truth(condition: Discrete, reading: Reading, resolve: ResolveDiscrete): Truth {
    const valueOf = (expression: DiscreteExpression, type: DiscreteType): Value | undefined => {
      if (expression.kind === 'literal') return expression.value;
      const { reference } = expression;
      return reference.root === 'parameters'
        ? (reference.value as string | boolean | readonly string[])
        : resolve.valueOf(reference, type);
    };
    switch (condition.kind) {
      case 'holds': {
        const value = valueOf({ kind: 'reference', reference: condition.reference, pointer: [] }, 'truth');
        return this.#equality(value, true, reading);
      }
      case 'equal': {
        const type = [condition.left, condition.right].some((side) => isTruth(side, resolve)) ? 'truth' : 'text';
        const { known, holds } = this.#equality(valueOf(condition.left, type), valueOf(condition.right, type), reading);
        return { known, holds: condition.operator === '==' ? holds : not(holds) };
      }
      case 'in': {
        const needle = valueOf(condition.needle, 'text');
        const { haystack } = condition;
        if (haystack.kind !== 'list') return this.#membership(needle, valueOf(haystack, 'texts'), reading);
        return anyOf(haystack.items.map((item) => this.#equality(needle, valueOf(item, 'text'), reading)));
      }
    }
  }

  #equality(a: Value | undefined, b: Value | undefined, reading: Reading): Truth {
    if (a === undefined || b === undefined) return OPEN;
    if (typeof a === 'string' || typeof a === 'boolean') {
      if (typeof b === 'string' || typeof b === 'boolean') return { known: TRUE, holds: a === b ? TRUE : FALSE };
      return this.#equality(b, a, reading);
    }
    if (!('kind' in a) || a.kind === 'texts') return OPEN;
    const known = isKnown(a, reading);
    if (a.kind === 'truth') {
      if (typeof b === 'boolean') return { known, holds: b ? a.value : not(a.value) };
      const other = typeof b === 'object' && 'kind' in b && b.kind === 'truth' ? b : undefined;
      return other ? { known: and(known, isKnown(other, reading)), holds: `(= ${a.value} ${other.value})` } : OPEN;
    }
    if (typeof b === 'string') return { known, holds: equal(a.value, String(this.unknowns.indexOf(b))) };
    const other = typeof b === 'object' && 'kind' in b && b.kind === 'text' ? b : undefined;
    if (!other) return OPEN;
    const unnamed = and(equal(a.value, '0'), equal(other.value, '0'));
    const holds = and(equal(a.value, other.value), or(not(unnamed), this.#areAlike(a, other)));
    return { known: and(known, isKnown(other, reading)), holds };
  }

  #areAlike(a: TextUnknown, b: TextUnknown): Formula {
    if (a === b) return TRUE;
    const key = [a.value, b.value].sort().join(' ');
    const known = this.#alike.get(key) ?? this.theory.bool();
    this.#alike.set(key, known);
    return known;
  }

  #membership(needle: Value | undefined, list: Value | undefined, reading: Reading): Truth {
    if (typeof list !== 'object') return OPEN;
    if (!('kind' in list)) return anyOf(list.map((text) => this.#equality(needle, text, reading)));
    if (list.kind !== 'texts') return OPEN;
    const known = isKnown(list, reading);
    if (typeof needle === 'string') return { known, holds: this.unknowns.contains(list, needle) };
    if (typeof needle !== 'object' || !('kind' in needle) || needle.kind !== 'text') return OPEN;
    // Which text of a fact stands in a list of another fact is left open but for being the same in every rule.
    return {
      known: and(known, isKnown(needle, reading)),
      holds: this.unknowns.contains(list, `\u0000${needle.label}`),
    };
  }
}

function anyOf(truths: readonly Truth[]): Truth {
  const holds = or(...truths.map((truth) => and(truth.known, truth.holds)));
  return { known: or(holds, and(...truths.map(({ known }) => known))), holds };
}

/** Whether an expression is a boolean, as far as it tells by itself. */
function isTruth(expression: DiscreteExpression, resolve: ResolveDiscrete): boolean {
  if (expression.kind === 'literal') return typeof expression.value === 'boolean';
  const { reference } = expression;
  return reference.root === 'parameters' ? typeof reference.value === 'boolean' : resolve.isTruth(reference);
}

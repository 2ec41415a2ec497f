/** What the static check knows of a part of a rule. */
import type { ScalarSpec } from '../plugins/contract.js';
import type { Condition, DiscreteExpression, NumberExpression, Pointer, Reference } from './ast.js';
import type { Interval } from './interval.js';
import type { Dimension } from './units.js';

/** What a value rests on, from least to most: the rule's text, the policy, or something about the subject. */
export const GROUNDS = ['literal', 'parameter', 'evidence'] as const;
export type Ground = (typeof GROUNDS)[number];

export interface TypedNumber {
  readonly type: 'number';
  readonly expression: NumberExpression;
  readonly dimension: Dimension;
  /** No unit of its own: stands against `"1"` and counts. */
  readonly bare: boolean;
  /** Of unit `"1"` and from the policy: it may limit a count too, but converts like any ratio. */
  readonly plain: boolean;
  /** In percent: a bare number beside it could be either. */
  readonly scaled: boolean;
  readonly ground: Ground;
  /** Not a measured continuous quantity, so equality can be decided. */
  readonly discrete: boolean;
  /** Values that it can have, in the base unit. */
  readonly interval: Interval;
}

export interface TypedCondition {
  readonly type: 'boolean';
  readonly condition: Condition;
  readonly ground: Ground;
  /** Where it is a literal or a reference, and so can be compared. */
  readonly expression?: DiscreteExpression;
}

export interface TypedText {
  readonly type: 'text';
  readonly expression: DiscreteExpression;
  readonly ground: Ground;
  /** The only values that it can have, where that is known. */
  readonly values?: readonly string[];
}

export interface TypedTexts {
  readonly type: 'texts';
  readonly expression: DiscreteExpression | { readonly kind: 'list'; readonly items: readonly DiscreteExpression[] };
  readonly ground: Ground;
  readonly values?: readonly string[];
  /** Of a list written in the rule: where each value stands. */
  readonly items?: readonly TypedText[];
}

export interface TypedList {
  readonly type: 'list';
  readonly reference: Reference;
  readonly outputs: Readonly<Record<string, ScalarSpec>>;
}

/** An `if` that chooses a value; a comparison with it becomes an `if` of comparisons. */
export interface TypedChoice {
  readonly type: 'choice';
  readonly of: 'number' | 'text';
  readonly test: Condition;
  readonly testGround: Ground;
  readonly then: TypedNumber | TypedText | TypedChoice;
  readonly otherwise: TypedNumber | TypedText | TypedChoice;
}

/** At fault; the fault is already told. */
export interface Invalid {
  readonly type: 'invalid';
}

export type Typed = TypedNumber | TypedCondition | TypedText | TypedTexts | TypedList | TypedChoice | Invalid;

export const INVALID: Invalid = { type: 'invalid' };

/** A place in the rule, and what may be named there. */
export interface Site {
  readonly raw: unknown;
  readonly pointer: Pointer;
  /** Outputs of the item, inside `all`, `some`, `none`. */
  readonly item?: Readonly<Record<string, ScalarSpec>>;
  /** Whether a condition on parameters alone makes sense here. */
  readonly policyDecides: boolean;
}

export function strongest(grounds: Iterable<Ground>): Ground {
  let best = 0;
  for (const ground of grounds) best = Math.max(best, GROUNDS.indexOf(ground));
  return GROUNDS[best] ?? 'evidence';
}

/** For messages. */
export function typeName(typed: Typed): string {
  switch (typed.type) {
    case 'number':
      return 'a number';
    case 'boolean':
      return 'a condition';
    case 'text':
      return 'a text';
    case 'texts':
      return 'a list of texts';
    case 'list':
      return 'a list of items';
    case 'choice':
      return `an if that gives a ${typed.of}`;
    case 'invalid':
      return 'nothing known';
  }
}

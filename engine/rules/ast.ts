/**
 * The rule dialect after its static check: typed, units resolved. All numbers here are in base units
 * (`factor` at each leaf brings them there), so arithmetic and comparisons need no further conversion, and
 * json-logic-js, fed the same base-unit data, is the referee of the same requirement.
 */
import type { Counted } from '../plugins/contract.js';

/** Place in the raw rule: keys and indices from the rule's root (`require` or `when`). */
export type Pointer = readonly (string | number)[];

export const ORDERINGS = ['<', '<=', '>', '>='] as const;
export type Ordering = (typeof ORDERINGS)[number];
/**
 * `===` and `!==` are read as these. On numbers only where nothing measured is continuous (outputs of type `integer`,
 * facts, parameters, literals): equality with an uncertain continuous quantity can be refuted, never supported.
 */
export type Equality = '==' | '!=';

/** Where a value comes from. `name` is as written in `var`: `cv.f1Macro`, `subject.task`, `parameters.minF1`. */
export type Reference =
  | {
      readonly root: 'measurement';
      readonly name: string;
      readonly alias: string;
      readonly output: string;
      readonly unit: string;
      readonly counted?: Counted;
    }
  /** `unit` is that of a number, `"1"` where it is absent. */
  | { readonly root: 'subject'; readonly name: string; readonly fact: string; readonly unit?: string }
  | { readonly root: 'parameters'; readonly name: string; readonly value: unknown; readonly unit: string }
  /** Inside `all`, `some`, `none`: an output of the item. (`subject` and `parameters` can be read there as well.) */
  | {
      readonly root: 'item';
      readonly name: string;
      readonly output: string;
      readonly unit: string;
      readonly counted?: Counted;
    };

export type NumberExpression =
  | { readonly kind: 'literal'; readonly value: number; readonly pointer: Pointer }
  /** `toBase(value, factor)` of units.ts, and no bare multiplication, brings the value to base units. */
  | { readonly kind: 'reference'; readonly reference: Reference; readonly factor: number; readonly pointer: Pointer }
  | {
      readonly kind: 'arithmetic';
      readonly operator: '+' | '-' | '*' | '/' | '%' | 'min' | 'max';
      /** One part: negation (`-`). */
      readonly parts: readonly NumberExpression[];
      readonly pointer: Pointer;
    };

/** Text, booleans and lists of text: no uncertainty, but perhaps unmeasured or of a refused basis. */
export type DiscreteExpression =
  | { readonly kind: 'literal'; readonly value: string | boolean | readonly string[]; readonly pointer: Pointer }
  | { readonly kind: 'reference'; readonly reference: Reference; readonly pointer: Pointer };

export type Condition =
  | { readonly kind: 'constant'; readonly value: boolean; readonly pointer: Pointer }
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Condition[]; readonly pointer: Pointer }
  | { readonly kind: 'not'; readonly part: Condition; readonly pointer: Pointer }
  /**
   * `if` with several branches is nested in `otherwise`. A comparison with an `if` of numbers or texts comes as an `if` of
   * comparisons. `constant` occurs only as a branch of these.
   */
  | {
      readonly kind: 'if';
      readonly test: Condition;
      readonly then: Condition;
      readonly otherwise: Condition;
      readonly pointer: Pointer;
    }
  | {
      readonly kind: 'all' | 'some' | 'none';
      readonly list: Reference;
      readonly body: Condition;
      readonly pointer: Pointer;
    }
  /** A three-part `<` or `<=` (between) is an `and` of two of these. */
  | {
      readonly kind: 'compare';
      readonly operator: Ordering | Equality;
      readonly left: NumberExpression;
      readonly right: NumberExpression;
      readonly pointer: Pointer;
    }
  | {
      readonly kind: 'equal';
      readonly operator: Equality;
      readonly left: DiscreteExpression;
      readonly right: DiscreteExpression;
      readonly pointer: Pointer;
    }
  /** `in`: text in a list of texts (literal or fact). */
  | {
      readonly kind: 'in';
      readonly needle: DiscreteExpression;
      readonly haystack: DiscreteExpression | { readonly kind: 'list'; readonly items: readonly DiscreteExpression[] };
      readonly pointer: Pointer;
    }
  /** A boolean output, fact or parameter standing as a condition. */
  | { readonly kind: 'holds'; readonly reference: Reference; readonly pointer: Pointer };

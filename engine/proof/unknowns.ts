/**
 * What evidence may say, as unknowns: of every figure whether it is measured, by whose word, whether chance plays a part,
 * its value or band, and its one-sided bounds at each error that a rule asks about.
 *
 * Judging sees a figure by its support alone, which falls as a limit rises and is the same whatever the rule. So at an error
 * there is a highest limit of which `figure ≥ limit` passes, and one above which it fails; whatever kind of
 * uncertainty a figure has, it is these bounds that verdicts can tell. They are free but for what holds of every kind:
 * a larger error allows no wider bounds, and nothing both passes and fails where the two errors sum to less than 1.
 */
import type { ScalarSpec } from '../plugins/contract.js';
import { BASES, type Basis } from '../plugins/figure.js';
import { and, atMost, equal, FALSE, implies, or, real, type Formula, type Theory } from './formula.js';
import { LARGEST } from './threshold.js';

/** Where a value stands in the evidence. */
export type Place =
  | { readonly kind: 'output'; readonly request: string; readonly output: string }
  /** Of the one item that stands for every item of a list. */
  | { readonly kind: 'item'; readonly list: ListUnknown; readonly output: string }
  | { readonly kind: 'fact'; readonly fact: string };

/** How a rule reads evidence. */
export interface Reading {
  /** Every basis where it is `undefined`. */
  readonly accepted: readonly Basis[] | undefined;
  readonly point: boolean;
  /** Whether what stands there is no older than it allows; of an item its list says so. */
  readonly fresh: (place: Place) => Formula;
}

interface Unknown {
  readonly place: Place;
  /** How people are told of it: `holdout.f1Macro`. */
  readonly label: string;
  readonly known: Formula;
  /** Index into `BASES`, of sort Int; absent of facts, which are declared. */
  readonly basis?: string;
}

/** At `error`: `figure ≥ c` passes where c ≤ lower, and fails where upper < c. */
export interface Bounds {
  readonly error: number;
  readonly lower: string;
  readonly upper: string;
}

/** A number, or an expression of several. */
export interface Span {
  readonly estimate: string;
  /** Ends of the band in which a figure without chance lies. */
  readonly low: string;
  readonly high: string;
  readonly bounds: Map<number, Bounds>;
}

export interface NumberUnknown extends Unknown, Span {
  readonly kind: 'number';
  readonly unit: string;
  readonly integer: boolean;
  readonly range: readonly [number | null, number | null];
  readonly chance: Formula;
  /** Limits that it is held against: between two of them all values are alike. */
  readonly limits: Set<number>;
}

export interface TextUnknown extends Unknown {
  readonly kind: 'text';
  /** Of sort Int: the place of the text in `texts`, or 0 for any other. */
  readonly value: string;
  /** The only values that it can have, where that is known. */
  readonly values?: readonly string[];
}

export interface TruthUnknown extends Unknown {
  readonly kind: 'truth';
  readonly value: Formula;
}

export interface TextsUnknown extends Unknown {
  readonly kind: 'texts';
  readonly holds: Map<string, Formula>;
}

/** `known`: it was measured, and has items. */
export interface ListUnknown extends Unknown {
  readonly kind: 'list';
  readonly key: string;
}

export type AnyUnknown = NumberUnknown | TextUnknown | TruthUnknown | TextsUnknown | ListUnknown;

type NumberSpec = Extract<ScalarSpec, { type: 'number' | 'integer' }>;

export class Unknowns {
  readonly all = new Map<string, AnyUnknown>();
  readonly #texts = new Map<string, number>();
  readonly #labels = new Map<string, string>();

  constructor(readonly theory: Theory) {}

  number(key: string, place: Place, label: string, spec: Pick<NumberSpec, 'unit' | 'range' | 'type'>): NumberUnknown {
    return this.#once(`number ${key}`, () => {
      const { theory } = this;
      const span = this.span();
      const common = this.#common(key, place, label);
      const chance = place.kind === 'fact' ? FALSE : theory.bool();
      const { estimate, low, high } = span;
      theory.assert(implies(chance, common.known));
      theory.assert(and(atMost(real(-LARGEST), low), atMost(low, estimate), atMost(estimate, high)));
      theory.assert(atMost(high, real(LARGEST)));
      const [least, most] = spec.range;
      if (least !== null) theory.assert(atMost(real(least), estimate));
      if (most !== null) theory.assert(atMost(estimate, real(most)));
      if (spec.type === 'integer') theory.assert(`(is_int ${estimate})`);
      return {
        kind: 'number',
        ...common,
        ...span,
        chance,
        unit: spec.unit,
        integer: spec.type === 'integer',
        range: spec.range,
        limits: new Set<number>(),
      };
    });
  }

  text(key: string, place: Place, label: string, values?: readonly string[]): TextUnknown {
    return this.#once(`text ${key}`, () => {
      const value = this.theory.int();
      this.theory.assert(
        values === undefined
          ? `(>= ${value} 0)`
          : or(...values.map((text) => equal(value, String(this.indexOf(text))))),
      );
      return { kind: 'text', ...this.#common(key, place, label), value, ...(values === undefined ? {} : { values }) };
    });
  }

  truth(key: string, place: Place, label: string): TruthUnknown {
    return this.#once(`truth ${key}`, () => ({
      kind: 'truth',
      ...this.#common(key, place, label),
      value: this.theory.bool(),
    }));
  }

  texts(key: string, place: Place, label: string): TextsUnknown {
    return this.#once(`texts ${key}`, () => ({ kind: 'texts', ...this.#common(key, place, label), holds: new Map() }));
  }

  list(key: string, place: Place, label: string): ListUnknown {
    return this.#once(`list ${key}`, () => ({
      kind: 'list',
      key,
      place,
      label: this.#labelFor(key, label),
      known: this.theory.bool(),
    }));
  }

  /** A number of which nothing is known. */
  span(): Span {
    const { real: fresh } = this.theory;
    return { estimate: fresh(), low: fresh(), high: fresh(), bounds: new Map() };
  }

  /** From 1: a text that a policy names. */
  indexOf(text: string): number {
    const index = this.#texts.get(text) ?? this.#texts.size + 1;
    this.#texts.set(text, index);
    return index;
  }

  textAt(index: number): string | undefined {
    return [...this.#texts].find(([, at]) => at === index)?.[0];
  }

  /** Whether a list of texts has this one. */
  contains(list: TextsUnknown, text: string): Formula {
    const known = list.holds.get(text) ?? this.theory.bool();
    list.holds.set(text, known);
    return known;
  }

  /** What the unknowns of bounds must obey; told once all errors are known. */
  boundsFacts(span: Span): Formula {
    const levels = [...span.bounds.values()].sort((a, b) => a.error - b.error);
    const facts: Formula[] = [];
    for (const [index, small] of levels.entries()) {
      const next = levels[index + 1];
      if (next) facts.push(atMost(small.lower, next.lower), atMost(next.upper, small.upper));
      // Upper bounds fall as errors rise: the largest error that goes with this one says most.
      const other = levels.findLast(({ error }) => small.error + error < 1);
      if (other) facts.push(atMost(small.lower, other.upper));
    }
    return and(...facts);
  }

  #once<Kind extends AnyUnknown>(key: string, make: () => Kind): Kind {
    const known = this.all.get(key);
    if (known !== undefined) return known as Kind;
    const made = make();
    this.all.set(key, made);
    return made;
  }

  #common(key: string, place: Place, label: string): Unknown {
    const common = { place, label: this.#labelFor(key, label), known: this.theory.bool() };
    if (place.kind === 'fact') return common;
    const basis = this.theory.int();
    this.theory.assert(`(and (<= 0 ${basis}) (< ${basis} ${BASES.length}))`);
    return { ...common, basis };
  }

  /** Two measurements of one alias and other settings are told apart. */
  #labelFor(key: string, label: string): string {
    const owner = this.#labels.get(label);
    if (owner !== undefined && owner !== key) return this.#labelFor(key, `${label}′`);
    this.#labels.set(label, key);
    return label;
  }
}

/** Whether a rule that reads so has the value. */
export function isKnown({ known, basis, place }: Unknown, { accepted, fresh }: Reading): Formula {
  const there = and(known, fresh(place));
  if (accepted === undefined) return there;
  if (basis === undefined) return accepted.includes('declared') ? there : FALSE;
  if (BASES.every((each) => accepted.includes(each))) return there;
  return and(there, or(...accepted.map((each) => equal(basis, String(BASES.indexOf(each))))));
}

/** Whether chance plays a part in a number, as a rule reads it. */
export const hasChance = (number: NumberUnknown, reading: Reading): Formula =>
  reading.point ? FALSE : and(number.chance, isKnown(number, reading));

/** Ends of what a rule takes a number without chance to be: of one with chance, judged by a point, the estimate. */
export function endsOf(number: NumberUnknown, { point }: Reading): { readonly low: string; readonly high: string } {
  const { chance, estimate, low, high } = number;
  if (!point || chance === FALSE) return { low, high };
  return { low: `(ite ${chance} ${estimate} ${low})`, high: `(ite ${chance} ${estimate} ${high})` };
}

/** The bounds at an error: unknowns of their own at each. */
export function boundsAt(theory: Theory, span: Span, error: number): Bounds {
  const known = span.bounds.get(error);
  if (known) return known;
  const made = { error, lower: theory.real(), upper: theory.real() };
  span.bounds.set(error, made);
  return made;
}

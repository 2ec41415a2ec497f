/** A side of a comparison with its evidence filled in: arithmetic over values, bands, unknowns and uncertain inputs. */
import type { Counted } from '../plugins/contract.js';
import type { NumberExpression } from '../rules/ast.js';
import { toBase } from '../rules/units.js';
import { combine, WHOLE, type ArithmeticOperator, type Interval } from './interval.js';
import { isUnknown, nameOf, resolveNumber, type KnownNumber, type Scope, type Unknown } from './resolve.js';

export type Term =
  /** No chance in it: an exact value, a band, or the whole line where unmeasured. In base units. */
  | { readonly kind: 'fixed'; readonly interval: Interval }
  /** `inputs[input]`, which is in its own unit; `factor` > 0 brings it to base units. */
  | { readonly kind: 'chance'; readonly input: number; readonly factor: number }
  | { readonly kind: 'arithmetic'; readonly operator: ArithmeticOperator; readonly parts: readonly Term[] };

/** One reference as it stood in the rule. */
export interface Mention {
  readonly name: string;
  readonly unit: string;
  readonly factor: number;
  /** Whether it was measured, or is a fact of the subject: what evidence speaks of. Parameters are limits. */
  readonly role: 'measured' | 'fact' | 'parameter';
  /** What its `n` counts, where that is no row. */
  readonly counted?: Counted;
  readonly value: KnownNumber | Unknown;
}

/** Collects what the sides of one comparison mention; uncertain figures once, however often they are mentioned. */
export class Inputs {
  readonly chance: KnownNumber[] = [];
  readonly mentions: Mention[] = [];

  termOf(expression: NumberExpression, scope: Scope): Term {
    switch (expression.kind) {
      case 'literal':
        return { kind: 'fixed', interval: finite(expression.value, expression.value) };
      case 'arithmetic':
        return {
          kind: 'arithmetic',
          operator: expression.operator,
          parts: expression.parts.map((part) => this.termOf(part, scope)),
        };
      case 'reference':
        return this.#mention(expression, scope);
    }
  }

  #mention({ reference, factor }: NumberExpression & { kind: 'reference' }, scope: Scope): Term {
    const value = resolveNumber(reference, scope);
    const name = nameOf(reference, scope);
    const role =
      reference.root === 'parameters' ? 'parameter' : reference.root === 'subject' ? 'fact' : ('measured' as const);
    const unit = reference.unit ?? '1';
    const counted = 'counted' in reference ? reference.counted : undefined;
    this.mentions.push({ name, unit, factor, role, value, ...(counted !== undefined && { counted }) });
    if (isUnknown(value)) return { kind: 'fixed', interval: WHOLE };
    const { spread } = value;
    if (!spread.chance) {
      return { kind: 'fixed', interval: finite(toBase(spread.domain[0], factor), toBase(spread.domain[1], factor)) };
    }
    const known = this.chance.findIndex((input) => input.identity === value.identity);
    const input = known >= 0 ? known : this.chance.push(value) - 1;
    return { kind: 'chance', input, factor };
  }
}

const finite = (lower: number, upper: number): Interval =>
  Number.isFinite(lower) && Number.isFinite(upper) ? [lower, upper] : WHOLE;

/** The values of a term where every uncertain input lies in its interval (in the input's own unit). */
export function evaluateTerm(term: Term, inputs: readonly Interval[]): Interval {
  switch (term.kind) {
    case 'fixed':
      return term.interval;
    case 'chance': {
      const [lower, upper] = inputs[term.input]!;
      return [toBase(lower, term.factor), toBase(upper, term.factor)];
    }
    case 'arithmetic':
      return combine(
        term.operator,
        term.parts.map((part) => evaluateTerm(part, inputs)),
      );
  }
}

/** Indices of the uncertain inputs in a term, as often as they occur. */
export function chanceIn(term: Term): readonly number[] {
  if (term.kind === 'chance') return [term.input];
  return term.kind === 'arithmetic' ? term.parts.flatMap(chanceIn) : [];
}

export const isFixed = (term: Term): boolean =>
  term.kind === 'fixed' || (term.kind === 'arithmetic' && term.parts.every(isFixed));

/** The sides of a comparison as judging has them (`judge/term.ts`), with unknowns in place of figures. */
import type { Interval } from '../judge/interval.js';
import { isFixed, type Term } from '../judge/term.js';
import { WHOLE } from '../judge/interval.js';
import type { NumberExpression, Reference } from '../rules/ast.js';
import { toBase } from '../rules/units.js';
import type { NumberUnknown } from './unknowns.js';

export class Inputs {
  /** Each once, however often it is mentioned. */
  readonly unknowns: NumberUnknown[] = [];
  mentions = 0;

  constructor(private readonly resolve: (reference: Exclude<Reference, { root: 'parameters' }>) => NumberUnknown) {}

  termOf(expression: NumberExpression): Term {
    switch (expression.kind) {
      case 'literal':
        return fixed(expression.value);
      case 'arithmetic':
        return {
          kind: 'arithmetic',
          operator: expression.operator,
          parts: expression.parts.map((part) => this.termOf(part)),
        };
      case 'reference': {
        const { reference, factor } = expression;
        if (reference.root === 'parameters') return fixed(toBase(Number(reference.value), factor));
        this.mentions += 1;
        const unknown = this.resolve(reference);
        const index = this.unknowns.indexOf(unknown);
        return { kind: 'chance', input: index >= 0 ? index : this.unknowns.push(unknown) - 1, factor };
      }
    }
  }
}

const fixed = (value: number): Term => ({ kind: 'fixed', interval: Number.isFinite(value) ? [value, value] : WHOLE });

/** Equal for terms that say the same of the same unknowns. */
export function termKey(term: Term, inputs: readonly NumberUnknown[]): string {
  switch (term.kind) {
    case 'fixed':
      return String(term.interval[0]);
    case 'chance':
      return `${inputs[term.input]!.estimate}*${term.factor}`;
    case 'arithmetic':
      return `(${term.operator} ${term.parts.map((part) => termKey(part, inputs)).join(' ')})`;
  }
}

/** Sums of inputs times numbers that are not 0: where one input is unknown, so is all. */
export function isTransparent(term: Term): boolean {
  if (term.kind !== 'arithmetic') return true;
  const { operator, parts } = term;
  switch (operator) {
    case '+':
    case '-':
      return parts.every(isTransparent);
    case '*':
      return (
        parts.filter((part) => !isFixed(part)).length <= 1 &&
        parts.every((part) => isTransparent(part) && !isZero(part))
      );
    case '/':
      return isTransparent(parts[0]!) && parts.slice(1).every((part) => isFixed(part) && !isZero(part));
    default:
      return false;
  }
}

function isZero(term: Term): boolean {
  if (term.kind !== 'fixed') return term.kind === 'arithmetic' && isFixed(term);
  const [low, high]: Interval = term.interval;
  return low <= 0 && high >= 0;
}

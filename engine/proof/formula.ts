/** SMT-LIB 2.6 text: formulas over booleans, reals and integers, and what a solver answers. */

import { decimalOf } from './threshold.js';

/** Of sort Bool. */
export type Formula = string;

export const TRUE: Formula = 'true';
export const FALSE: Formula = 'false';

function junction(operator: 'and' | 'or', parts: readonly Formula[]): Formula {
  const [neutral, settling] = operator === 'and' ? [TRUE, FALSE] : [FALSE, TRUE];
  const rest = [...new Set(parts)].filter((part) => part !== neutral);
  if (rest.includes(settling)) return settling;
  return rest.length > 1 ? `(${operator} ${rest.join(' ')})` : (rest[0] ?? neutral);
}

export const and = (...parts: readonly Formula[]): Formula => junction('and', parts);
export const or = (...parts: readonly Formula[]): Formula => junction('or', parts);

export function not(part: Formula): Formula {
  if (part === TRUE) return FALSE;
  if (part === FALSE) return TRUE;
  return part.startsWith('(not ') ? part.slice(5, -1) : `(not ${part})`;
}

export const implies = (a: Formula, b: Formula): Formula => or(not(a), b);
export const iff = (a: Formula, b: Formula): Formula => (a === b ? TRUE : `(= ${a} ${b})`);

/** a ≤ b and a < b, of terms of sort Real. */
export const atMost = (a: string, b: string): Formula => (a === b ? TRUE : `(<= ${a} ${b})`);
export const below = (a: string, b: string): Formula => (a === b ? FALSE : `(< ${a} ${b})`);
export const equal = (a: string, b: string): Formula => (a === b ? TRUE : `(= ${a} ${b})`);

/** A finite double: its shortest decimal, which orders as doubles do. */
export function real(value: number): string {
  const [above, under] = decimalOf(Math.abs(value));
  const size = under === 1n ? `${above}.0` : `(/ ${above}.0 ${under}.0)`;
  return value < 0 ? `(- ${size})` : size;
}

/** Whether a name is one of a theory's unknowns, and not of its definitions. */
export const isUnknown = (name: string): boolean => name.startsWith('x');

/** Declarations, definitions and facts, in the order in which they are made. */
export class Theory {
  readonly #lines: string[] = [];
  readonly #known = new Map<string, string>();
  #count = 0;

  bool = (): string => this.#declare('Bool');
  real = (): string => this.#declare('Real');
  int = (): string => this.#declare('Int');

  #declare(sort: string): string {
    const name = `x${(this.#count += 1)}`;
    this.#lines.push(`(declare-const ${name} ${sort})`);
    return name;
  }

  /** A name for a formula: equal ones share it, and what is built on it stays small. */
  define(formula: Formula): Formula {
    if (!formula.startsWith('(')) return formula;
    const known = this.#known.get(formula);
    if (known !== undefined) return known;
    const name = `f${(this.#count += 1)}`;
    this.#lines.push(`(define-fun ${name} () Bool ${formula})`);
    this.#known.set(formula, name);
    return name;
  }

  assert(fact: Formula): void {
    if (fact !== TRUE) this.#lines.push(`(assert ${fact})`);
  }

  /** What was added since it was last asked. */
  unread(): string {
    return this.#lines.splice(0).join('\n');
  }
}

/** The operators of the rule dialect, how many parts each takes, and those of JSON Logic that it leaves out. */
export interface Arity {
  readonly least: number;
  readonly most: number;
  /** For `if`: only odd numbers of parts, so that there is always an else. */
  readonly odd?: true;
}

const exactly = (count: number): Arity => ({ least: count, most: count });
const atLeast = (count: number): Arity => ({ least: count, most: Infinity });

export const OPERATORS = {
  var: exactly(1),
  and: atLeast(1),
  or: atLeast(1),
  '!': exactly(1),
  '!!': exactly(1),
  if: { least: 3, most: Infinity, odd: true },
  '?:': { least: 3, most: Infinity, odd: true },
  '==': exactly(2),
  '===': exactly(2),
  '!=': exactly(2),
  '!==': exactly(2),
  '<': { least: 2, most: 3 },
  '<=': { least: 2, most: 3 },
  '>': exactly(2),
  '>=': exactly(2),
  '+': atLeast(2),
  '-': { least: 1, most: 2 },
  '*': atLeast(2),
  '/': exactly(2),
  '%': exactly(2),
  min: atLeast(2),
  max: atLeast(2),
  in: exactly(2),
  all: exactly(2),
  some: exactly(2),
  none: exactly(2),
} as const satisfies Record<string, Arity>;

export type Operator = keyof typeof OPERATORS;

export const isOperator = (name: string): name is Operator => Object.hasOwn(OPERATORS, name);

/** What to write instead of an operator that JSON Logic has and rules may not use. */
export const REFUSED: Readonly<Record<string, string>> = {
  missing: 'leave it out: an absent value makes the rule undetermined',
  missing_some: 'leave it out: an absent value makes the rule undetermined',
  map: 'use the aggregates of the list output, or all, some, none',
  filter: 'use the aggregates of the list output, or all, some, none',
  reduce: 'use the aggregates of the list output, or all, some, none',
  merge: 'write the list out',
  cat: 'write the text out',
  substr: 'compare the whole text',
  log: 'leave it out',
};

/** "2 parts", "2 or 3 parts", "an odd number of parts, 3 or more". */
export function arityInWords({ least, most, odd }: Arity): string {
  if (odd === true) return `an odd number of parts, ${least} or more`;
  if (most === Infinity) return `${least} or more parts`;
  if (least !== most) return `${least} or ${most} parts`;
  return least === 1 ? '1 part' : `${least} parts`;
}

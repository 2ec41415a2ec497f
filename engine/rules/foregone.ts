/** Parts of an `and` that leave it nothing to hold for, of an `or` that leave it nothing to refuse. */
import type { Condition, DiscreteExpression, NumberExpression, Ordering } from './ast.js';
import type { Interner } from './interner.js';

/**
 * Takes the parts of one `and` or `or` in turn, and says of each whether it repeats an earlier one, or whether with the
 * earlier ones it makes the whole foregone: opposites, `x == "a" and x == "b"`, `x != "a" or x != "b"`,
 * `x >= 0.9 and x <= 0.1`, `x >= 0.1 or x <= 0.9`. Linear in the number of parts.
 */
export class Junction {
  readonly #seen = new Set<number>();
  readonly #opposites = new Set<number>();
  /** By what is compared: the text that decides it, or the numbers that are left. */
  readonly #texts = new Map<number, number>();
  readonly #bands = new Map<number, Band>();

  constructor(
    private readonly kind: 'and' | 'or',
    private readonly interner: Interner,
  ) {}

  add(part: Condition): { readonly repeated: boolean; readonly foregone: boolean } {
    const id = this.interner.id(part);
    const opposite = this.interner.id(negation(part));
    const repeated = this.#seen.has(id);
    const opposed = this.#seen.has(opposite) || this.#opposites.has(id);
    this.#seen.add(id);
    this.#opposites.add(opposite);
    return { repeated, foregone: opposed || this.#textsExclude(part) || this.#numbersExclude(part) };
  }

  #textsExclude(part: Condition): boolean {
    if (part.kind !== 'equal' || part.operator !== (this.kind === 'and' ? '==' : '!=')) return false;
    const [of, literal] = literalLast(part.left, part.right);
    if (literal === undefined) return false;
    const [key, text] = [this.interner.id(of), this.interner.id(literal.value)];
    const earlier = this.#texts.get(key);
    if (earlier === undefined) this.#texts.set(key, text);
    return earlier !== undefined && earlier !== text;
  }

  /** An `or` is foregone exactly where no number is refused by all: the opposites of its parts never meet. */
  #numbersExclude(part: Condition): boolean {
    if (part.kind !== 'compare') return false;
    const [of, literal] = literalLast(part.left, part.right);
    if (literal === undefined) return false;
    const mirrored = of === part.left ? part.operator : (MIRRORED[part.operator as Ordering] ?? part.operator);
    const operator = this.kind === 'and' ? mirrored : OPPOSITE[mirrored];
    if (operator === '!=') return false;
    const key = this.interner.id(of);
    const band = narrowed(this.#bands.get(key) ?? ALL, operator, literal.value);
    this.#bands.set(key, band);
    return band.low > band.high || (band.low === band.high && (band.lowOpen || band.highOpen));
  }
}

const MIRRORED: Readonly<Record<Ordering, Ordering>> = { '<': '>', '<=': '>=', '>': '<', '>=': '<=' };
const OPPOSITE = { '<': '>=', '<=': '>', '>': '<=', '>=': '<', '==': '!=', '!=': '==' } as const;

function negation(part: Condition): unknown {
  if (part.kind === 'not') return part.part;
  if (part.kind === 'equal') return { ...part, operator: OPPOSITE[part.operator] };
  return { kind: 'not', part };
}

type Expression = NumberExpression | DiscreteExpression;
type Literal<E extends Expression> = Extract<E, { readonly kind: 'literal' }>;

/** What is compared with a literal, and the literal, whichever side it stands on. */
function literalLast<E extends Expression>(left: E, right: E): readonly [of: E, literal: Literal<E> | undefined] {
  if (right.kind === 'literal') return [left, right as Literal<E>];
  return left.kind === 'literal' ? [right, left as Literal<E>] : [left, undefined];
}

interface Band {
  readonly low: number;
  readonly lowOpen: boolean;
  readonly high: number;
  readonly highOpen: boolean;
}

const ALL: Band = { low: -Infinity, lowOpen: false, high: Infinity, highOpen: false };

function narrowed(band: Band, operator: Ordering | '==', limit: number): Band {
  const { low, lowOpen, high, highOpen } = band;
  const below = operator !== '>' && operator !== '>=';
  const above = operator !== '<' && operator !== '<=';
  const opens = operator === '<' || operator === '>';
  return {
    ...(above && limit >= low ? { low: limit, lowOpen: opens || (limit === low && lowOpen) } : { low, lowOpen }),
    ...(below && limit <= high ? { high: limit, highOpen: opens || (limit === high && highOpen) } : { high, highOpen }),
  };
}

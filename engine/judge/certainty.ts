/**
 * A condition as closures over evidence that decide it where chance plays no part: what the exact leaves of the judged
 * tree come to (`certainty` in `decide.ts`), without a tree. Where it is not certain, the tree decides.
 */
import { BASES, type Basis } from '../plugins/figure.js';
import type { Condition, DiscreteExpression, NumberExpression, Reference } from '../rules/ast.js';
import { toBase } from '../rules/units.js';
import type { EvidenceSource } from './verdict.js';

/** `undefined`: not certain. */
export type Certain = (source: EvidenceSource) => boolean | undefined;

export function compileCertainty(condition: Condition, accepted: readonly Basis[] | undefined): Certain {
  const compiler = new Compiler(accepted);
  const compiled = compiler.condition(condition);
  const { aliases } = compiler;
  const inherited = aliases.some(isInherited);
  const frame: Frame = { facts: {}, measured: aliases.map(() => undefined), item: undefined };
  return ({ measurements, facts }) => {
    frame.facts = facts;
    for (let at = 0; at < aliases.length; at += 1) {
      const alias = aliases[at]!;
      frame.measured[at] = inherited && !Object.hasOwn(measurements, alias) ? undefined : measurements[alias];
    }
    return compiled(frame);
  };
}

/** What one evaluation reads; one for all of a compiled condition, which calls nobody else. */
interface Frame {
  facts: Outputs;
  /** Outputs of each alias that the condition reads. */
  readonly measured: (Outputs | undefined)[];
  item: Outputs | undefined;
}

type Outputs = Readonly<Record<string, unknown>>;
type Test = (frame: Frame) => boolean | undefined;
/** In base units; NaN where there is no exact and finite number. */
type Quantity = (frame: Frame) => number;
type Value = (frame: Frame) => string | boolean | readonly string[] | undefined;

class Compiler {
  readonly aliases: string[] = [];
  readonly #accepted: readonly Basis[];

  constructor(accepted: readonly Basis[] | undefined) {
    this.#accepted = accepted ?? BASES;
  }

  condition(condition: Condition): Test {
    switch (condition.kind) {
      case 'constant': {
        const { value } = condition;
        return () => value;
      }
      case 'and':
      case 'or':
        return junction(
          condition.parts.map((part) => this.condition(part)),
          condition.kind === 'or',
        );
      case 'not':
        return not(this.condition(condition.part));
      case 'if': {
        const [test, then, otherwise] = [condition.test, condition.then, condition.otherwise].map((part) =>
          this.condition(part),
        ) as [Test, Test, Test];
        return junction([junction([test, then], false), junction([not(test), otherwise], false)], true);
      }
      case 'all':
        return this.#items(condition.list, this.condition(condition.body), false);
      case 'some':
        return this.#items(condition.list, this.condition(condition.body), true);
      case 'none':
        return not(this.#items(condition.list, this.condition(condition.body), true));
      case 'compare':
        return this.#compare(condition);
      case 'equal': {
        const [left, right] = [this.value(condition.left), this.value(condition.right)];
        const wanted = condition.operator === '==';
        return (frame) => {
          const a = left(frame);
          const b = right(frame);
          return a === undefined || typeof a !== typeof b || typeof a === 'object' ? undefined : (a === b) === wanted;
        };
      }
      case 'in':
        return this.#membership(condition);
      case 'holds': {
        const value = this.#reference(condition.reference);
        return (frame) => {
          const truth = value(frame);
          return typeof truth === 'boolean' ? truth : undefined;
        };
      }
    }
  }

  quantity(expression: NumberExpression): Quantity {
    switch (expression.kind) {
      case 'literal': {
        const { value } = expression;
        return () => value;
      }
      case 'reference':
        return this.#number(expression.reference, expression.factor);
      case 'arithmetic':
        return arithmetic(
          expression.operator,
          expression.parts.map((part) => this.quantity(part)),
        );
    }
  }

  #number(reference: Reference, factor: number): Quantity {
    const scaled = (value: unknown): number =>
      typeof value === 'number' ? finite(factor === 1 ? value : toBase(value, factor)) : Number.NaN;
    if (reference.root === 'parameters') {
      const value = scaled(reference.value);
      return () => value;
    }
    if (reference.root === 'subject') {
      const fact = this.#fact(reference.fact);
      return (frame) => scaled(fact(frame));
    }
    const read = this.#reading(reference, factor);
    return (frame) => exactNumber(read, frame);
  }

  #placeOf(reference: Reference): Place {
    if (reference.root === 'item') return { measured: -1, ...namedOutput(reference.output) };
    // A list of another root is no output: the static check refuses it.
    const { alias, output } = reference as Reference & { root: 'measurement' };
    const known = this.aliases.indexOf(alias);
    return { measured: known >= 0 ? known : this.aliases.push(alias) - 1, ...namedOutput(output) };
  }

  #reading(reference: Measured, factor: number): Reading {
    const [first] = this.#accepted;
    return { place: this.#placeOf(reference), unit: reference.unit, factor, first, accepted: this.#accepted };
  }

  /** Most comparisons hold a figure against a limit: one closure, where there could be three. */
  #compare({ left, operator, right }: Condition & { kind: 'compare' }): Test {
    const kind = OPERATORS.indexOf(operator);
    const limit = fixedValue(right);
    if (left.kind === 'reference' && isMeasured(left.reference) && limit - limit === 0) {
      const read = this.#reading(left.reference, left.factor);
      return (frame) => {
        const value = exactNumber(read, frame);
        return value - value === 0 ? compares(kind, value, limit) : undefined;
      };
    }
    const [a, b] = [this.quantity(left), this.quantity(right)];
    return (frame) => {
      const [value, other] = [a(frame), b(frame)];
      return value - value === 0 && other - other === 0 ? compares(kind, value, other) : undefined;
    };
  }

  value(expression: DiscreteExpression): Value {
    if (expression.kind === 'reference') return this.#reference(expression.reference);
    const { value } = expression;
    return () => value;
  }

  #reference(reference: Reference): Value {
    if (reference.root === 'parameters') {
      const value = discrete(reference.value);
      return () => value;
    }
    if (reference.root === 'subject') {
      const fact = this.#fact(reference.fact);
      return (frame) => discrete(fact(frame));
    }
    const place = this.#placeOf(reference);
    const accepted = this.#accepted;
    return (frame) => {
      const output = outputAt(place, frame);
      if (output === undefined || !accepted.includes(output.basis as Basis)) return undefined;
      return discrete(output.value);
    };
  }

  /** Facts are declared. */
  #fact(name: string): (frame: Frame) => unknown {
    if (!this.#accepted.includes('declared')) return () => undefined;
    const inherited = isInherited(name);
    return ({ facts }) => (inherited && !Object.hasOwn(facts, name) ? undefined : facts[name]);
  }

  #membership({ needle, haystack }: Condition & { kind: 'in' }): Test {
    const value = this.value(needle);
    if (haystack.kind !== 'list') {
      const texts = this.value(haystack);
      return (frame) => {
        const text = value(frame);
        const list = texts(frame);
        return typeof text === 'string' && typeof list === 'object' ? list.includes(text) : undefined;
      };
    }
    const literals = haystack.items.flatMap((item) => (item.kind === 'literal' ? [item.value] : []));
    if (literals.length === haystack.items.length && literals.every((one) => typeof one === 'string')) {
      return (frame) => {
        const text = value(frame);
        return typeof text === 'string' ? literals.includes(text) : undefined;
      };
    }
    const items = haystack.items.map((item) => this.value(item));
    return (frame) => {
      const text = value(frame);
      if (typeof text !== 'string') return undefined;
      let answer: boolean | undefined = false;
      for (const one of items) {
        const other = one(frame);
        if (other === text) return true;
        if (typeof other !== 'string') answer = undefined;
      }
      return answer;
    };
  }

  /** Over a list without items nothing is certain. */
  #items(list: Reference, body: Test, settling: boolean): Test {
    const place = this.#placeOf(list);
    return (frame) => {
      const items = outputAt(place, frame)?.items;
      if (!Array.isArray(items) || items.length === 0) return undefined;
      let answer: boolean | undefined = !settling;
      for (let at = 0; at < items.length; at += 1) {
        const one: unknown = items[at];
        if (typeof one !== 'object' || one === null) return undefined;
        // What settles it is no reason not to look whether the rest are items at all.
        if (answer === settling) continue;
        frame.item = one as Outputs;
        const held = body(frame);
        if (held === settling) answer = settling;
        else if (held === undefined) answer = undefined;
      }
      return answer;
    };
  }
}

/** What a plugin, or a cache, may have handed over where a figure or a fact should be. */
interface Exact {
  readonly estimate?: unknown;
  readonly value?: unknown;
  readonly items?: unknown;
  readonly unit?: unknown;
  readonly basis?: unknown;
  readonly uncertainty?: { readonly kind?: unknown } | null;
}

const finite = (value: number): number => (value - value === 0 ? value : Number.NaN);

const discrete = (value: unknown): ReturnType<Value> =>
  typeof value === 'string' || typeof value === 'boolean'
    ? value
    : Array.isArray(value) && value.every((one) => typeof one === 'string')
      ? (value as readonly string[])
      : undefined;

/** Names that every object has: an own property of theirs must be told from an inherited one. */
const isInherited = (name: string): boolean => name in Object.prototype;

type Measured = Reference & { readonly root: 'measurement' | 'item' };

const isMeasured = (reference: Reference): reference is Measured =>
  reference.root === 'measurement' || reference.root === 'item';

/** Where an output is found. Plain functions of it are compiled into their callers; closures of their own would not be. */
interface Place {
  /** Of the alias in the frame; −1 in items. */
  readonly measured: number;
  readonly output: string;
  readonly inherited: boolean;
}

const namedOutput = (output: string): Omit<Place, 'measured'> => ({ output, inherited: isInherited(output) });

function outputAt({ measured, output, inherited }: Place, frame: Frame): Exact | undefined {
  const outputs = measured === -1 ? frame.item : frame.measured[measured];
  if (outputs === undefined || (inherited && !Object.hasOwn(outputs, output))) return undefined;
  const found = outputs[output];
  return typeof found === 'object' && found !== null && !('unmeasured' in found) ? found : undefined;
}

/** What a reference asks of the figure that it finds. */
interface Reading {
  readonly place: Place;
  readonly unit: string;
  readonly factor: number;
  readonly accepted: readonly Basis[];
  /** Most figures are observed, which stands first: `includes` is a call. */
  readonly first: Basis | undefined;
}

/** In base units; NaN where there is no exact figure of an accepted basis. NaN − NaN is no 0. */
function exactNumber({ place, unit, factor, accepted, first }: Reading, frame: Frame): number {
  const output = outputAt(place, frame);
  if (output === undefined || output.unit !== unit || output.uncertainty?.kind !== 'exact') return Number.NaN;
  const { estimate, basis } = output;
  if (typeof estimate !== 'number' || (basis !== first && !accepted.includes(basis as Basis))) return Number.NaN;
  return factor === 1 ? finite(estimate) : finite(toBase(estimate, factor));
}

const not =
  (part: Test): Test =>
  (frame) => {
    const held = part(frame);
    return held === undefined ? undefined : !held;
  };

/** `or` where true settles it, `and` where false does. */
function junction(parts: readonly Test[], settling: boolean): Test {
  if (parts.length === 0) return () => undefined;
  return (frame) => {
    let answer: boolean | undefined = !settling;
    for (let at = 0; at < parts.length; at += 1) {
      const held = parts[at]!(frame);
      if (held === settling) return settling;
      if (held === undefined) answer = undefined;
    }
    return answer;
  };
}

const OPERATORS = ['<', '<=', '>', '>=', '==', '!='] as const;

function compares(kind: number, a: number, b: number): boolean {
  switch (kind) {
    case 0:
      return a < b;
    case 1:
      return a <= b;
    case 2:
      return a > b;
    case 3:
      return a >= b;
    case 4:
      return a === b;
    default:
      return a !== b;
  }
}

/** What an expression is whatever the evidence; NaN where it is not. */
function fixedValue(expression: NumberExpression): number {
  if (expression.kind === 'literal') return expression.value;
  if (expression.kind !== 'reference' || expression.reference.root !== 'parameters') return Number.NaN;
  const { value } = expression.reference;
  return typeof value === 'number' ? toBase(value, expression.factor) : Number.NaN;
}

/** Of points, as `combine` of `interval.ts`: what is not finite on the way says nothing. */
function arithmetic(
  operator: (NumberExpression & { kind: 'arithmetic' })['operator'],
  parts: readonly Quantity[],
): Quantity {
  const [first, second] = parts;
  if (first === undefined) return () => Number.NaN;
  if (second === undefined) return operator === '-' ? (frame) => -first(frame) : first;
  const folding = (combine: (a: number, b: number) => number): Quantity => {
    return (frame) => {
      let result = first(frame);
      for (let at = 1; at < parts.length; at += 1) result = finite(combine(result, parts[at]!(frame)));
      return result;
    };
  };
  switch (operator) {
    case '+':
      return folding((a, b) => a + b);
    case '-':
      return folding((a, b) => a - b);
    case '*':
      return folding((a, b) => a * b);
    case '/':
      return folding((a, b) => a / b);
    case '%':
      return folding((a, b) => a % b);
    case 'min':
      return folding(Math.min);
    case 'max':
      return folding(Math.max);
  }
}

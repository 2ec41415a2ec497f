/** The recursion of `judge/decide.ts` over formulas: when a condition passes and fails at an error, for all evidence. */
import type { Equality, Ordering } from '../rules/ast.js';
import { and, FALSE, not, or, TRUE, type Formula, type Theory } from './formula.js';

/** A comparison of one figure with a limit. */
export interface Limited {
  readonly figure: object;
  readonly operator: Ordering | Equality;
  readonly limit: number;
  /** Where it turns for an exact figure. */
  readonly turns: number;
}

export interface Leaf {
  /** Whether it passes (`wanted`) or fails with at most `error`. */
  settled(wanted: boolean, error: number): Formula;
  /** Whether settling it can be wrong by chance. */
  readonly chance: Formula;
  /** Whether it is true, and false, without any chance. */
  readonly certain: readonly [holds: Formula, fails: Formula];
  readonly limited?: Limited;
  /** Whether it costs error, where that is not `chance` itself. */
  readonly costs?: Formula;
}

export type Node =
  | { readonly kind: 'leaf'; readonly leaf: Leaf }
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Node[] }
  | { readonly kind: 'not'; readonly part: Node };

export const constantNode = (value: boolean): Node => ({
  kind: 'leaf',
  leaf: {
    settled: (wanted) => (wanted === value ? TRUE : FALSE),
    chance: FALSE,
    certain: value ? [TRUE, FALSE] : [FALSE, TRUE],
  },
});

/** (c and a) or (not c and b). */
export const choiceNode = (test: Node, then: Node, otherwise: Node): Node => ({
  kind: 'or',
  parts: [
    { kind: 'and', parts: [test, then] },
    { kind: 'and', parts: [{ kind: 'not', part: test }, otherwise] },
  ],
});

export class Recursion {
  readonly #settled = new Map<Node, Map<string, Formula>>();
  readonly #certain = new Map<Node, readonly [Formula, Formula]>();
  readonly #costs = new Map<Node, Formula>();

  constructor(private readonly theory: Theory) {}

  /** Whether exact leaves alone make the node true, and false. */
  certain(node: Node): readonly [Formula, Formula] {
    const known = this.#certain.get(node);
    if (known) return known;
    const [holds, fails] = this.#certainNew(node);
    const named = [this.theory.define(holds), this.theory.define(fails)] as const;
    this.#certain.set(node, named);
    return named;
  }

  #certainNew(node: Node): readonly [Formula, Formula] {
    if (node.kind === 'leaf') return node.leaf.certain;
    if (node.kind === 'not') {
      const [holds, fails] = this.certain(node.part);
      return [fails, holds];
    }
    const parts = node.parts.map((part) => this.certain(part));
    const holds = parts.map(([yes]) => yes);
    const fails = parts.map(([, no]) => no);
    return node.kind === 'and' ? [and(...holds), or(...fails)] : [or(...holds), and(...fails)];
  }

  /** Whether the node's verdict can be wrong by chance. */
  costs(node: Node): Formula {
    const known = this.#costs.get(node);
    if (known !== undefined) return known;
    const made = this.theory.define(this.#costsNew(node));
    this.#costs.set(node, made);
    return made;
  }

  #costsNew(node: Node): Formula {
    if (node.kind === 'leaf') return node.leaf.costs ?? node.leaf.chance;
    const open = not(or(...this.certain(node)));
    const parts = node.kind === 'not' ? [node.part] : node.parts;
    return and(open, or(...parts.map((part) => this.costs(part))));
  }

  /** Whether the node holds (`wanted`), or does not hold, with error at most `error`. */
  settled(node: Node, wanted: boolean, error: number): Formula {
    const key = `${wanted} ${error}`;
    const known = this.#settled.get(node) ?? new Map<string, Formula>();
    this.#settled.set(node, known);
    const found = known.get(key) ?? this.theory.define(this.#settledNew(node, wanted, error));
    known.set(key, found);
    return found;
  }

  #settledNew(node: Node, wanted: boolean, error: number): Formula {
    if (node.kind === 'leaf') return node.leaf.settled(wanted, error);
    if (node.kind === 'not') return this.settled(node.part, !wanted, error);
    if (node.parts.length === 0) return FALSE;
    if ((node.kind === 'and') === wanted) return and(...node.parts.map((part) => this.settled(part, wanted, error)));
    // Bonferroni: one part alone settles it, at the error's share among the parts that cost.
    const costs = node.parts.map((part) => this.costs(part)).filter((cost) => cost !== FALSE);
    const some = (share: number): Formula => or(...node.parts.map((part) => this.settled(part, wanted, share)));
    if (costs.length <= 1 || error === 0) return some(error);
    const count = `(+ ${costs.map((cost) => `(ite ${cost} 1 0)`).join(' ')})`;
    return or(
      and(`(<= ${count} 1)`, some(error)),
      ...costs.slice(1).map((_, index) => and(`(= ${count} ${index + 2})`, some(error / (index + 2)))),
    );
  }
}

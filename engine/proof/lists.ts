/**
 * Conditions on every, some or no item of a list, by one item that stands for any: what some item may be, and what
 * follows for all of a list where it holds of each item.
 */
import { and, FALSE, implies, not, or, TRUE, type Formula, type Theory } from './formula.js';
import type { Leaf, Node, Recursion } from './tree.js';
import type { ListUnknown } from './unknowns.js';

interface Quantified {
  readonly list: ListUnknown;
  readonly quantifier: 'every' | 'some';
  /** Of the item that stands for any. */
  readonly of: Formula;
  /** Stands for the statement about the list. */
  readonly symbol: Formula;
}

/** Some item settles a list alone, at the error's share among the items that cost: how many they are is open. */
interface Shared {
  readonly list: ListUnknown;
  readonly body: Node;
  readonly wanted: boolean;
  readonly error: number;
  readonly symbol: Formula;
}

export class Lists {
  readonly #quantified = new Map<string, Quantified>();
  readonly #shared = new Map<string, Shared>();

  constructor(
    private readonly theory: Theory,
    private readonly recursion: Recursion,
  ) {}

  get isUsed(): boolean {
    return this.#quantified.size > 0 || this.#shared.size > 0;
  }

  /**
   * @param body on the item that stands for any
   * @param fresh whether the list is no older than the rule allows: else it says nothing
   */
  node(kind: 'all' | 'some' | 'none', list: ListUnknown, body: Node, fresh: Formula): Node {
    const leaf: Node = { kind: 'leaf', leaf: this.#leaf(kind === 'all', list, body, fresh) };
    return kind === 'none' ? { kind: 'not', part: leaf } : leaf;
  }

  /** As `and` (`conjunctive`) or `or` over the items; without items nothing is settled, and what it might have cost is open. */
  #leaf(conjunctive: boolean, list: ListUnknown, body: Node, fresh: Formula): Leaf {
    const { theory, recursion } = this;
    const [holds, fails] = recursion.certain(body);
    const certain = conjunctive
      ? ([this.#all('every', list, holds), this.#all('some', list, fails)] as const)
      : ([this.#all('some', list, holds), this.#all('every', list, fails)] as const);
    const costs = and(not(or(...certain)), this.#all('some', list, recursion.costs(body)));
    return {
      chance: TRUE,
      certain: [and(fresh, certain[0]), and(fresh, certain[1])],
      costs: theory.define(or(not(list.known), not(fresh), costs)),
      settled: (wanted, error) =>
        and(
          fresh,
          wanted === conjunctive
            ? this.#all('every', list, recursion.settled(body, wanted, error))
            : this.#share(list, body, wanted, error),
        ),
    };
  }

  #all(quantifier: Quantified['quantifier'], list: ListUnknown, of: Formula): Formula {
    if (of === FALSE) return FALSE;
    if (of === TRUE) return list.known;
    const key = `${quantifier} ${list.key} ${of}`;
    const known = this.#quantified.get(key);
    if (known) return known.symbol;
    const symbol = this.theory.bool();
    this.#quantified.set(key, { list, quantifier, of, symbol });
    return symbol;
  }

  #share(list: ListUnknown, body: Node, wanted: boolean, error: number): Formula {
    const some = this.#all('some', list, this.recursion.settled(body, wanted, error));
    if (some === FALSE || some === list.known) return some;
    const costs = this.recursion.costs(body);
    // Items that cost nothing leave the error whole.
    if (costs === FALSE || error === 0) return some;
    const key = `${some} ${costs} ${error}`;
    const known = this.#shared.get(key);
    if (known) return known.symbol;
    const symbol = this.theory.bool();
    this.#shared.set(key, { list, body, wanted, error, symbol });
    return symbol;
  }

  /** Where a list has one item, and it is the one that stands for any. */
  oneItem(): Formula {
    const quantified = [...this.#quantified.values()].map(({ list, of, symbol }) =>
      implies(list.known, `(= ${symbol} ${of})`),
    );
    const shared = [...this.#shared.values()].map(({ list, body, wanted, error, symbol }) =>
      implies(list.known, `(= ${symbol} ${this.recursion.settled(body, wanted, error)})`),
    );
    return and(...quantified, ...shared);
  }

  /**
   * What holds of every list, and what does where a question about the item that stands for any has no answer. To be
   * called once all conditions are translated.
   */
  facts(): { readonly facts: readonly Formula[]; readonly open: readonly OpenFact[] } {
    const facts: Formula[] = [];
    for (const { list, body, wanted, error, symbol } of this.#shared.values()) {
      facts.push(implies(symbol, this.#all('some', list, this.recursion.settled(body, wanted, error))));
    }
    const quantified = [...this.#quantified.values()];
    for (const { list, symbol } of [...quantified, ...this.#shared.values()]) facts.push(implies(symbol, list.known));
    const pairs = quantified.flatMap((a) =>
      quantified.flatMap((b) => (a === b || a.list !== b.list ? [] : [[a, b] as const])),
    );
    return { facts, open: [...pairs.flatMap(betweenTwo), ...this.#betweenShares()] };
  }

  #betweenShares(): OpenFact[] {
    const all = [...this.#shared.values()];
    return all.flatMap((a) =>
      all.flatMap((b): OpenFact[] => {
        if (a === b || a.list !== b.list || a.wanted !== b.wanted || a.error > b.error) return [];
        // One comparison of one figure each: how many items cost does not hang on the limit, and what follows at one
        // error follows at all.
        const alike = this.recursion.costs(a.body) === this.recursion.costs(b.body);
        if (!alike || !isLeaf(a.body) || !isLeaf(b.body)) return [];
        const [from, to] = [a.body, b.body].map((body) => this.recursion.settled(body, a.wanted, a.error));
        return [{ question: and(from!, not(to!)), fact: implies(a.symbol, b.symbol) }];
      }),
    );
  }
}

/** A fact that holds where no evidence answers a question. */
export interface OpenFact {
  readonly question: Formula;
  readonly fact: Formula;
}

function betweenTwo([a, b]: readonly [Quantified, Quantified]): OpenFact[] {
  const follows: OpenFact = { question: and(a.of, not(b.of)), fact: implies(a.symbol, b.symbol) };
  const excludes: OpenFact = { question: and(a.of, b.of), fact: not(and(a.symbol, b.symbol)) };
  if (a.quantifier === 'every') return [follows, excludes];
  return b.quantifier === 'some' ? [follows] : [];
}

const isLeaf = (node: Node): boolean => (node.kind === 'not' ? isLeaf(node.part) : node.kind === 'leaf');

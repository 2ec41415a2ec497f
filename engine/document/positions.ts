import { isAlias, isMap, isScalar, isSeq, type Alias, type Node, type Pair } from './yaml.js';
import type { AliasTargets } from './build-value.js';
import type { Place, SourceText } from './source-text.js';
import type { Pointer } from './words.js';

/** One step of a pointer. */
interface Step {
  /** Absent for the root and for items of lists. */
  readonly key?: Node;
  readonly value: Node | null;
}

/**
 * From pointers (keys and indices from the document's root) to places in its file. A value that was reached
 * through an alias has its place in the anchored value, where the author would edit it; the alias itself has its
 * own. A pointer that leads nowhere has the place of its nearest ancestor's key.
 */
export class Positions {
  constructor(
    private readonly source: SourceText,
    private readonly root: Node | null = null,
    private readonly targets: AliasTargets = new Map(),
  ) {}

  get file(): string {
    return this.source.file;
  }

  /** The place of the value: file, range and source line, as a diagnostic has them. */
  value(pointer: Pointer): Place {
    const steps = this.#steps(pointer);
    const last = steps.at(-1)!;
    if (steps.length <= pointer.length) return this.key(pointer.slice(0, steps.length - 1));
    return last.value ? this.#place(last.value) : this.key(pointer);
  }

  /** The place of the value's key; for an item of a list the item's own, for the root that of its first key. */
  key(pointer: Pointer): Place {
    const steps = this.#steps(pointer);
    const last = steps.at(-1)!;
    if (last.key) return this.#place(last.key);
    if (steps.length > 1 && last.value) return this.#head(last.value);
    return this.root ? this.#head(this.root) : this.source.place(0);
  }

  /** The innermost alias by which the value was reached, where there is one. */
  alias(pointer: Pointer): { readonly name: string; readonly place: Place } | undefined {
    const uses = this.#steps(pointer)
      .slice(0, -1)
      .map((step) => step.value)
      .filter((value) => isAlias(value));
    const use = uses.at(-1);
    return use && { name: use.source, place: this.#place(use) };
  }

  /** How a scalar is written, where it is written without quotes: `1.10` of the number 1.1. */
  written(pointer: Pointer): string | undefined {
    const steps = this.#steps(pointer);
    if (steps.length <= pointer.length) return undefined;
    const node = this.#resolved(steps.at(-1)!.value);
    return isScalar(node) && node.type === 'PLAIN' ? node.source : undefined;
  }

  /** As many steps as there are nodes for, the root first: one more than the pointer's parts that were found. */
  #steps(pointer: Pointer): Step[] {
    const steps: Step[] = [{ value: this.root }];
    for (const part of pointer) {
      const parent = this.#resolved(steps.at(-1)!.value);
      const step = isMap(parent)
        ? this.#entry(parent.items as Pair<Node, Node | null>[], String(part))
        : isSeq(parent) && typeof part === 'number' && part < parent.items.length
          ? { value: parent.items[part] as Node }
          : undefined;
      if (!step) break;
      steps.push(step);
    }
    return steps;
  }

  #entry(pairs: readonly Pair<Node, Node | null>[], name: string): Step | undefined {
    for (const pair of pairs) {
      const key = this.#resolved(pair.key);
      if (isScalar(key) && key.value === name) return { key: pair.key, value: pair.value };
    }
    return undefined;
  }

  #resolved(node: Node | null): Node | null {
    return isAlias(node) ? (this.targets.get(node as Alias) ?? null) : node;
  }

  /** The first key of a mapping, and otherwise the node: a short place that stands for a long value. */
  #head(node: Node): Place {
    const first = isMap(node) ? (node.items[0]?.key as Node | undefined) : undefined;
    return this.#place(first ?? node);
  }

  #place(node: Node): Place {
    const [start, end] = node.range ?? [0, 0];
    return this.source.place(start, end);
  }
}

/**
 * Gives equal numbers to parts of a rule that say the same, wherever they stand (`pointer` does not count). Parts are
 * shared between branches, so each is looked at once, and comparing large ones costs no more than comparing small ones.
 */
export class Interner {
  readonly #known = new Map<string, number>();
  readonly #seen = new WeakMap<object, number>();

  id(value: unknown): number {
    if (typeof value !== 'object' || value === null) return this.#number(`${typeof value} ${String(value)}`);
    const seen = this.#seen.get(value);
    if (seen !== undefined) return seen;
    const parts = Object.entries(value)
      .filter(([key]) => key !== 'pointer')
      .map(([key, part]) => `${JSON.stringify(key)}:${this.id(part)}`)
      .sort();
    const id = this.#number(`${Array.isArray(value) ? 'list' : 'map'} ${parts.join()}`);
    this.#seen.set(value, id);
    return id;
  }

  same(a: unknown, b: unknown): boolean {
    return this.id(a) === this.id(b);
  }

  #number(key: string): number {
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    this.#known.set(key, this.#known.size);
    return this.#known.size - 1;
  }
}

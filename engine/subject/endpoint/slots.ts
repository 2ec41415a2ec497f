/** At most so many pieces of work at a time; the others wait in line. */
export class Slots {
  #waiting: { readonly enter: () => void; readonly refuse: (reason: Error) => void }[] = [];

  constructor(private free: number) {}

  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.free > 0) this.free -= 1;
    else await new Promise<void>((enter, refuse) => this.#waiting.push({ enter, refuse }));
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.free += 1;
      else next.enter();
    }
  }

  /** Those that wait in line never get their turn. */
  dismiss(reason: Error): void {
    for (const { refuse } of this.#waiting.splice(0)) refuse(reason);
  }
}

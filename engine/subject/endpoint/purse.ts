/**
 * Tokens that may be spent. What a request can cost at most is set aside before it is sent, so that requests under way
 * never exceed the budget together; who finds too little left waits for what the others give back.
 */
export class Purse {
  #spent = 0;
  #aside = 0;
  #waiting: (() => void)[] = [];

  constructor(readonly holds = Number.POSITIVE_INFINITY) {}

  /** False where not even an empty queue leaves so much. */
  async take(most: number): Promise<boolean> {
    while (this.#spent + this.#aside + most > this.holds) {
      if (this.#aside === 0) return false;
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
    this.#aside += most;
    return true;
  }

  /** Of what was taken as `most`, so much was `used`. */
  settle(most: number, used: number): void {
    this.#aside -= most;
    this.#spent += used;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const wake of waiting) wake();
  }
}

/** What is known is not asked, what is under way is not asked twice, and what is answered is kept at once. */
import { ModelFault } from '../view.js';
import type { AnswerBook } from './answer-book.js';
import { daysOf, today } from './used-days.js';
import type { UsedDays } from './used-days.js';

export class Remembered {
  readonly #underWay = new Map<string, Promise<void>>();

  constructor(
    private readonly book: AnswerBook,
    private readonly used: UsedDays,
  ) {}

  knows(key: string): boolean {
    return this.book.get(key) !== undefined;
  }

  /** An answer a key, as JSON; `ask` gives those of the keys that nobody else asks. Throws what `ask` does. */
  async all(
    keys: readonly string[],
    ask: (which: readonly number[]) => Promise<readonly string[]>,
    signal?: AbortSignal,
  ): Promise<readonly string[]> {
    for (;;) {
      signal?.throwIfAborted();
      const missing = keys.flatMap((key, at) => (this.knows(key) || keys.indexOf(key) !== at ? [] : [at]));
      if (missing.length === 0) return keys.map((key) => this.#use(key));
      const own = missing.filter((at) => !this.#underWay.has(keys[at]!));
      const flights = missing.flatMap((at) => this.#underWay.get(keys[at]!) ?? []);
      if (own.length > 0) {
        const names = own.map((at) => keys[at]!);
        await this.#start(names, () => ask(own));
      }
      // Whoever asked may have given up, which is not this one's fault: then it is asked from here.
      for (const flight of flights) await flight.catch(onlyFaults);
    }
  }

  /** Resolves once nothing is under way. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.#underWay.values());
  }

  #use(key: string): string {
    const { answer, day } = this.book.get(key)!;
    this.used.note(daysOf(day));
    return answer;
  }

  async #start(keys: readonly string[], ask: () => Promise<readonly string[]>): Promise<void> {
    const flight = ask()
      .then((answers) => this.book.add(answers.map((answer, at) => [keys[at]!, answer, today()] as const)))
      .finally(() => {
        for (const key of keys) this.#underWay.delete(key);
      });
    for (const key of keys) this.#underWay.set(key, flight);
    await flight;
  }
}

function onlyFaults(error: unknown): void {
  if (error instanceof ModelFault) throw error;
}

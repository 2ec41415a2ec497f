/** What proofs ask of an SMT solver, and how they ask. The solver itself is handed in (`z3.ts`). */
import { and, FALSE, isUnknown, type Formula, type Theory } from './formula.js';
import { doubleBelow } from './threshold.js';

export type Answer = 'sat' | 'unsat' | 'unknown';

export interface Solver {
  open(): SolverSession;
}

/** Declarations, definitions and assertions, which only grow, but for those since a `push`. */
export interface SolverSession {
  /** SMT-LIB text; throws where it is none. */
  add(script: string): void;
  push(): void;
  pop(): void;
  check(): Promise<Answer>;
  /** After `sat`: values of the wanted constants, as SMT-LIB text; without those that may be anything. */
  model(wanted: (name: string) => boolean): ReadonlyMap<string, string>;
  close(): void;
}

/** Questions about a theory that may still grow between them. */
export class Questions {
  readonly #session: SolverSession;

  constructor(
    solver: Solver,
    private readonly theory: Theory,
  ) {
    this.#session = solver.open();
  }

  /** Whether each formula can hold; every one on its own. */
  async ask(formulas: readonly Formula[]): Promise<readonly Answer[]> {
    const answers: Answer[] = [];
    for (const formula of formulas) {
      answers.push(formula === FALSE ? 'unsat' : await this.#holding(formula, (answer) => answer));
    }
    return answers;
  }

  /** Values of the constants in some model of all the formulas together; `undefined` where none was found. */
  async model(...formulas: readonly Formula[]): Promise<ReadonlyMap<string, number | boolean> | undefined> {
    return this.#holding(and(...formulas), (answer) =>
      answer === 'sat' ? readModel(this.#session.model(isUnknown)) : undefined,
    );
  }

  close(): void {
    this.#session.close();
  }

  async #holding<Result>(formula: Formula, then: (answer: Answer) => Result): Promise<Result> {
    const session = this.#session;
    session.add(this.theory.unread());
    session.push();
    try {
      session.add(`(assert ${formula})`);
      return then(await session.check());
    } finally {
      session.pop();
    }
  }
}

function readModel(values: ReadonlyMap<string, string>): ReadonlyMap<string, number | boolean> {
  return new Map(
    [...values].map(([name, value]) => [name, value === 'true' ? true : value === 'false' ? false : numberOf(value)]),
  );
}

/** `1.0`, `(- 1.0)`, `(/ 1.0 3.0)`, `(- (/ 1.0 3.0))`: the double at, or next below it. */
function numberOf(text: string): number {
  const digits = [...text.matchAll(/(\d+)(?:\.0)?/g)].map(([, whole = '0']) => BigInt(whole));
  const [above = 0n, under = 1n] = digits;
  return doubleBelow(text.includes('-') ? -above : above, under);
}

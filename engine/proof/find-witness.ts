/** Looking for evidence that a formula describes, until judging itself confirms some. */
import type { SubjectIdentity } from '../judge/waivers.js';
import type { Encoder } from './encoder.js';
import { equal, TRUE, type Formula } from './formula.js';
import type { Occasion } from './occasion.js';
import type { Questions } from './solver.js';
import { kindsOf, witnessOf, type Kind, type Values, type Witness } from './witness.js';

export interface Found {
  readonly witness: Witness;
  readonly identity: SubjectIdentity;
  /** ISO 8601. */
  readonly asOf: string;
}

export class WitnessSearch {
  readonly #kinds: readonly Kind[];

  /** @param encoder with all rules encoded, and finished */
  constructor(
    private readonly questions: Questions,
    private readonly encoder: Encoder,
    private readonly occasion: Occasion,
  ) {
    this.#kinds = kindsOf(encoder);
  }

  /**
   * @param goals from the most wanted to the least: what the evidence is to show
   * @param confirm whether judging says so
   */
  async find<Result>(
    goals: readonly Formula[],
    confirm: (found: Found) => Result | undefined,
    most = this.#kinds.length,
  ): Promise<Result | undefined> {
    for (const kind of this.#kinds.slice(0, most)) {
      for (const goal of goals) {
        for (const when of this.#dates()) {
          const model = await this.questions.model(goal, kind.holds, when);
          if (model === undefined) continue;
          const result = confirm(this.#found(kind, valuesOf(model)));
          if (result !== undefined) return result;
        }
      }
    }
    return undefined;
  }

  /** The date that was asked for, unless only a later one shows it. */
  #dates(): readonly Formula[] {
    const { now, instants } = this.occasion;
    const asked = equal(now, '0');
    return instants.length === 1 ? [asked] : [asked, TRUE];
  }

  #found(kind: Kind, values: Values): Found {
    const witness = witnessOf(this.encoder, kind, values);
    const identity = this.occasion.identityOf((symbol) => values.truth(symbol));
    const { name, version } = witness.facts;
    return {
      witness: { ...witness, facts: { ...witness.facts } },
      identity: {
        ...identity,
        ...(typeof name === 'string' && this.occasion.selectors.size === 0 ? { name } : {}),
        ...(typeof version === 'string' && this.occasion.selectors.size === 0 ? { version } : {}),
      },
      asOf: this.occasion.instants[values.number(this.occasion.now)]!,
    };
  }
}

function valuesOf(model: ReadonlyMap<string, number | boolean>): Values {
  return {
    truth: (formula) => formula === TRUE || model.get(formula) === true,
    number: (term) => {
      const value = model.get(term);
      // What a model leaves out may be anything.
      return typeof value === 'number' ? value : 0;
    },
  };
}

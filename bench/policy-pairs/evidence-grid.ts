/** Evidence of every kind near the limits that random policies use: what brute force judges. */
import { DAYS } from './random-policy.js';
import { encodeDraws } from '../../engine/plugins/figure.js';
import type { Basis, Fact, Figure, FigureList, Output, Unmeasured } from '../../engine/plugins/figure.js';
import type { WaiverKind } from '../../engine/proof/waiver-kinds.js';
import type { Rng } from '../../engine/numerics/random.js';

const UNMEASURED: Unmeasured = { unmeasured: 'failed', detail: 'no' };
const BASES: readonly Basis[] = ['observed', 'observed', 'estimated', 'declared'];
const AGES = [1, 1, 10, 11, 30, 31, 91];
const VALUES = [0, 0.19, 0.2, 0.25, 0.3, 0.45, 0.5, 0.6, 0.7, 0.71, 0.9, 1];

/** What a whole policy is judged on, on a day, and what waivers somebody might get then. */
export interface Situation {
  readonly outputs: Readonly<Record<'m' | 'd', Readonly<Record<string, Output>>>>;
  readonly facts: Readonly<Record<string, unknown>>;
  readonly asOf: string;
  /** In days, of the reading; of the training, where the subject dates it; of the model's oldest answer, where that is known. */
  readonly age: number;
  readonly trained?: number;
  readonly answered?: number;
  readonly waiver?: WaiverKind;
}

export class EvidenceMaker {
  constructor(private readonly rng: Rng) {}

  #below = (count: number): number => this.rng.integer(count);
  #of = <T>(values: readonly T[]): T => values[this.#below(values.length)]!;

  situation(): Situation {
    const facts = {
      ...this.#maybe('colour', ['red', 'green', 'blue', 'grey']),
      ...this.#maybe('flag', [true, false]),
      ...this.#maybe('size', [0, 1, 1.5, 2]),
      ...this.#maybe('places', [[], ['EU'], ['US'], ['EU', 'US']]),
    };
    return {
      outputs: { m: this.#outputs(), d: this.#outputs() },
      facts,
      asOf: `${this.#of(DAYS)}T00:00:00.000Z`,
      age: this.#of(AGES),
      ...(this.rng.next() < 0.1 ? {} : { trained: this.#of(AGES) }),
      ...(this.rng.next() < 0.1 ? {} : { answered: this.#of(AGES) }),
      ...(this.rng.next() < 0.5 ? {} : { waiver: { days: this.#of([1, 31, 91]), approvers: this.#of([1, 2, 3]) } }),
    };
  }

  #outputs(): Record<string, Output> {
    return {
      a: this.#figure(),
      b: this.#figure(),
      x: this.#figure(),
      k: this.#count(),
      ok: this.#some<Fact>(() => ({ value: this.#of([true, false]), basis: this.#of(BASES) })),
      colour: this.#some<Fact>(() => ({ value: this.#of(['red', 'green', 'blue']), basis: this.#of(BASES) })),
      groups: this.#some<FigureList>(() => ({ items: Array.from({ length: this.#below(4) }, () => this.#item()) })),
    };
  }

  #maybe = (name: string, values: readonly unknown[]): Record<string, unknown> =>
    this.rng.next() < 0.15 ? {} : { [name]: this.#of(values) };
  #some = <T extends Output>(make: () => T): T | Unmeasured => (this.rng.next() < 0.1 ? UNMEASURED : make());

  #item(): Record<string, Figure | Fact | Unmeasured> {
    return { v: this.#figure(), good: this.#some<Fact>(() => ({ value: this.#of([true, false]), basis: 'observed' })) };
  }

  #count(): Figure | Unmeasured {
    return this.#some<Figure>(() => ({
      estimate: this.#below(5),
      unit: '1',
      uncertainty: { kind: 'exact' },
      basis: this.#of(BASES),
    }));
  }

  #figure(): Figure | Unmeasured {
    return this.#some<Figure>(() => {
      const estimate = this.#of(VALUES);
      const common = { unit: '1', basis: this.#of(BASES) };
      const reach = this.#of([0.01, 0.05, 0.12]);
      const [lower, upper] = [Math.max(0, estimate - reach), Math.min(1, estimate + reach)];
      switch (this.#below(8)) {
        case 0:
          return { ...common, estimate, uncertainty: { kind: 'range', lower, upper } };
        case 1:
          return {
            ...common,
            estimate,
            uncertainty: { kind: 'bounds', lower, upper, level: this.#of([0.8, 0.9, 0.95, 0.98]), anytime: false },
          };
        case 2:
        case 3:
          return {
            ...common,
            estimate,
            uncertainty: { kind: 'student-t', scale: this.#of([0.01, 0.03, 0.1]), df: this.#of([4, 30]) },
          };
        case 4: {
          const n = this.#of([10, 100]);
          const k = Math.round(estimate * n);
          return { ...common, estimate: k / n, n, uncertainty: { kind: 'proportion', k, n } };
        }
        case 5: {
          const draws = Float32Array.from({ length: 200 }, (_, i) =>
            Math.min(1, Math.max(0, estimate + (i / 199 - 0.5) * 2 * reach)),
          );
          return {
            ...common,
            estimate,
            n: 50,
            rows: 'r',
            uncertainty: { kind: 'empirical', draws: encodeDraws(draws) },
          };
        }
        default:
          return { ...common, estimate, uncertainty: { kind: 'exact' } };
      }
    });
  }
}

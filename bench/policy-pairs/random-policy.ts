/** Small random policies over one made-up plugin, and small changes of them. */
import type { ComparedPolicy } from '../../engine/proof/encode-policy.js';
import { resolvePolicy } from '../../engine/pack/resolve-policy.js';
import type { Catalogue } from '../../engine/plugins/contract.js';
import type { Rng } from '../../engine/numerics/random.js';

const number = (range: readonly [number | null, number | null]) =>
  ({ type: 'number', unit: '1', range, title: 'N' }) as const;

export const OUTPUTS = {
  a: number([0, 1]),
  b: number([0, 1]),
  x: number([null, null]),
  k: { type: 'integer', unit: '1', range: [0, null], title: 'K' },
  ok: { type: 'boolean', title: 'O' },
  colour: { type: 'enum', values: ['red', 'green', 'blue'], title: 'C' },
  groups: { type: 'list', items: { v: number([0, 1]), good: { type: 'boolean', title: 'G' } }, title: 'L' },
} as const;

export const CATALOGUE: Catalogue = {
  'evaluation/toy': {
    id: 'evaluation/toy',
    version: '1.0.0',
    title: 'Toy',
    about: 'model',
    needs: ['model'],
    outputs: OUTPUTS,
    deterministic: true,
    parameters: { type: 'object', properties: {}, additionalProperties: false },
  },
};

export const LIMITS = [0.2, 0.3, 0.5, 0.7];

type Logic = unknown;
export interface RandomRule {
  readonly id: string;
  readonly title: string;
  level: string;
  waiver: string;
  confidence: number | string;
  basis: readonly string[];
  when?: Logic;
  require: Logic;
}

/** Draws until the static check takes what was drawn. */
export class PolicyMaker {
  constructor(private readonly rng: Rng) {}

  pair(): readonly [ComparedPolicy, ComparedPolicy] {
    for (;;) {
      const base = this.#rules();
      const other = this.#chance(0.7) ? this.#changed(base) : this.#rules();
      const [a, b] = [resolved(base), resolved(other)];
      if (a && b) return [a, b];
    }
  }

  #below = (count: number): number => this.rng.integer(count);
  #chance = (share: number): boolean => this.rng.next() < share;
  #of = <T>(values: readonly T[]): T => values[this.#below(values.length)]!;

  #rules(): RandomRule[] {
    return ['A', 'B', 'C'].slice(0, 1 + this.#below(3)).map((id) => this.#rule(id));
  }

  #rule(id: string): RandomRule {
    return {
      id,
      title: id,
      level: this.#chance(0.85) ? 'shall' : 'should',
      waiver: this.#chance(0.3) ? 'forbidden' : 'allowed',
      confidence: this.#of([0.95, 0.95, 0.9, 0.8, 'point']),
      basis: this.#of([
        ['observed', 'estimated', 'logged'],
        ['observed'],
        ['observed', 'estimated', 'logged', 'declared'],
      ]),
      ...(this.#chance(0.4) ? { when: this.#fact() } : {}),
      require: this.#condition(2),
    };
  }

  #changed(rules: readonly RandomRule[]): RandomRule[] {
    const changed = structuredClone(rules) as RandomRule[];
    for (let changes = 1 + this.#below(2); changes > 0; changes -= 1) {
      const rule = this.#of(changed);
      const fresh = this.#rule(rule.id);
      switch (this.#below(8)) {
        case 0:
          rule.level = fresh.level;
          break;
        case 1:
          rule.waiver = fresh.waiver;
          break;
        case 2:
          rule.confidence = fresh.confidence;
          break;
        case 3:
          rule.basis = fresh.basis;
          break;
        case 4:
          if (fresh.when === undefined) delete rule.when;
          else rule.when = fresh.when;
          break;
        case 5:
          rule.require = this.#chance(0.5)
            ? { and: [rule.require, fresh.require] }
            : { or: [rule.require, fresh.require] };
          break;
        default:
          rule.require = this.#moved(rule.require);
      }
    }
    if (this.#chance(0.2)) changed.push(this.#rule('D'));
    return changed;
  }

  /** With limits moved. */
  #moved(logic: Logic): Logic {
    if (typeof logic === 'number')
      return this.#chance(0.5) ? logic : Number.isInteger(logic) ? this.#below(4) : this.#of(LIMITS);
    if (Array.isArray(logic)) return logic.map((part: unknown) => this.#moved(part));
    if (typeof logic !== 'object' || logic === null) return logic;
    return Object.fromEntries(Object.entries(logic).map(([key, part]) => [key, this.#moved(part)]));
  }

  #fact(): Logic {
    return this.#of([
      { '==': [{ var: 'subject.colour' }, this.#of(['red', 'blue'])] },
      { in: [{ var: 'subject.colour' }, ['red', 'green']] },
      { var: 'subject.flag' },
      { '!': [{ var: 'subject.flag' }] },
      { '>=': [{ var: 'subject.size' }, this.#of([1, 2])] },
      { in: ['EU', { var: 'subject.places' }] },
    ]);
  }

  #condition(depth: number): Logic {
    if (depth === 0 || this.#chance(0.5)) return this.#leaf();
    const part = (): Logic => this.#condition(depth - 1);
    return this.#of([
      () => ({ and: [part(), part()] }),
      () => ({ or: [part(), part()] }),
      () => ({ or: [part(), part(), part()] }),
      () => ({ '!': [part()] }),
      () => ({ if: [this.#fact(), part(), part()] }),
      () => ({
        [this.#of(['all', 'some', 'none'])]: [
          { var: 'm.groups' },
          this.#of([this.#item(), { or: [this.#item(), { var: 'good' }] }]),
        ],
      }),
    ])();
  }

  #item = (): Logic => ({ [this.#of(['>=', '<', '>'])]: [{ var: 'v' }, this.#of(LIMITS)] });

  #leaf(): Logic {
    const ordering = this.#of(['>=', '>', '<=', '<']);
    const figure = { var: `m.${this.#of(['a', 'b', 'x'])}` };
    const limit = this.#of(LIMITS);
    const kind = this.rng.next();
    if (kind < 0.55) return { [ordering]: [figure, limit] };
    if (kind < 0.65) return { [this.#of(['>=', '<', '==', '!='])]: [{ var: 'm.k' }, 1 + this.#below(3)] };
    if (kind < 0.7) return { var: 'm.ok' };
    if (kind < 0.75) return { '==': [{ var: 'm.colour' }, this.#of(['red', 'blue'])] };
    if (kind < 0.8) return this.#fact();
    if (kind < 0.86) return { [ordering]: [{ '*': [-1, figure] }, -limit] };
    if (kind < 0.92) return { [ordering]: [{ '-': [{ var: 'm.a' }, { var: 'm.b' }] }, this.#of([0, 0.2])] };
    if (kind < 0.96) return { [ordering]: [{ max: [{ var: 'm.a' }, { var: 'm.b' }] }, limit] };
    return { [ordering]: [{ '*': [{ var: 'm.a' }, { var: 'm.b' }] }, limit] };
  }
}

function resolved(rules: readonly RandomRule[]): ComparedPolicy | undefined {
  const text = JSON.stringify({
    apiVersion: 'assay/v1',
    kind: 'Standard',
    metadata: { id: 'toy', version: '1.0.0', title: 'T', publisher: 'P' },
    facts: {
      colour: { values: ['red', 'green', 'blue'], title: 'C' },
      flag: { type: 'boolean', title: 'F' },
      size: { type: 'number', title: 'S' },
      places: { type: 'list', values: ['EU', 'US'], title: 'P' },
    },
    measurements: { m: { plugin: 'evaluation/toy' } },
    rules,
  });
  const bytes = new TextEncoder().encode(text);
  const { policy, catalogue } = resolvePolicy(
    { kind: (path) => (path === 'p.yaml' ? 'file' : undefined), read: () => bytes, list: () => [] } as Parameters<
      typeof resolvePolicy
    >[0],
    {
      paths: [{ path: 'p.yaml' }],
      catalogue: CATALOGUE,
      asOf: '2026-11-26',
      readManifest: () => ({ diagnostics: [] }),
    },
  );
  return policy && { policy, catalogue };
}

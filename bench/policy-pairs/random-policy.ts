/** Small random policies over two made-up plugins, of which one reads, and small changes of them. */
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

const TOY = {
  id: 'evaluation/toy',
  version: '1.0.0',
  title: 'Toy',
  about: 'model',
  needs: ['model'],
  outputs: OUTPUTS,
  deterministic: true,
  parameters: { type: 'object', properties: {}, additionalProperties: false },
} as const;

/** Readings about a training: what has an age. */
const DATED = { ...TOY, id: 'evaluation/dated', about: 'training', needs: ['training'], deterministic: false } as const;
export const CATALOGUE: Catalogue = { [TOY.id]: TOY, [DATED.id]: DATED };

export const LIMITS = [0.2, 0.3, 0.5, 0.7];

type Logic = unknown;
export interface RandomRule {
  readonly id: string;
  readonly title: string;
  level: string;
  waiver: string | { readonly longest?: string; readonly approvers?: number };
  confidence: number | string;
  basis: readonly string[];
  maxAge?: string;
  effectiveFrom?: string;
  effectiveUntil?: string;
  transition?: { readonly until: string };
  when?: Logic;
  require: Logic;
}

/** Around the day of the comparison, and the days between and beside them. */
const DATES = ['2026-01-01', '2027-01-01', '2028-01-01'];
export const DAYS = ['2026-11-26', '2027-01-01', '2027-05-05', '2028-01-01', '2029-01-01'];

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
    const level = this.#chance(0.85) ? 'shall' : 'should';
    return {
      id,
      title: id,
      level,
      waiver: this.#waiver(),
      ...(this.#chance(0.3) ? { maxAge: this.#of(['10d', '30d', '90d']) } : {}),
      ...this.#dates(level),
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

  #waiver(): RandomRule['waiver'] {
    const kind = this.rng.next();
    if (kind < 0.3) return 'forbidden';
    if (kind < 0.6) return 'allowed';
    const longest = { longest: this.#of(['30d', '90d']) };
    const approvers = { approvers: this.#of([1, 2, 3]) };
    return kind < 0.7 ? longest : kind < 0.8 ? approvers : { ...longest, ...approvers };
  }

  #dates(level: string): Pick<RandomRule, 'effectiveFrom' | 'effectiveUntil' | 'transition'> {
    const kind = this.rng.next();
    if (kind < 0.1) return { effectiveFrom: this.#of(DATES) };
    if (kind < 0.2) return { effectiveUntil: this.#of(DATES) };
    return kind < 0.3 && level === 'shall' ? { transition: { until: this.#of(DATES) } } : {};
  }

  #changed(rules: readonly RandomRule[]): RandomRule[] {
    const changed = structuredClone(rules) as RandomRule[];
    for (let changes = 1 + this.#below(2); changes > 0; changes -= 1) {
      const rule = this.#of(changed);
      const fresh = this.#rule(rule.id);
      switch (this.#below(10)) {
        case 0:
          rule.level = fresh.level;
          delete rule.transition;
          break;
        case 8:
          delete rule.maxAge;
          if (fresh.maxAge !== undefined) rule.maxAge = fresh.maxAge;
          break;
        case 9:
          delete rule.effectiveFrom;
          delete rule.effectiveUntil;
          delete rule.transition;
          Object.assign(rule, this.#dates(rule.level));
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
          { var: this.#of(['m.groups', 'd.groups']) },
          this.#of([this.#item(), { or: [this.#item(), { var: 'good' }] }]),
        ],
      }),
    ])();
  }

  #item = (): Logic => ({ [this.#of(['>=', '<', '>'])]: [{ var: 'v' }, this.#of(LIMITS)] });

  #leaf(): Logic {
    const ordering = this.#of(['>=', '>', '<=', '<']);
    const figure = { var: `${this.#chance(0.7) ? 'm' : 'd'}.${this.#of(['a', 'b', 'x'])}` };
    const limit = this.#of(LIMITS);
    const kind = this.rng.next();
    if (kind < 0.55) return { [ordering]: [figure, limit] };
    if (kind < 0.65) return { [this.#of(['>=', '<', '==', '!='])]: [{ var: 'm.k' }, 1 + this.#below(3)] };
    if (kind < 0.7) return { var: 'm.ok' };
    if (kind < 0.75) return { '==': [{ var: 'm.colour' }, this.#of(['red', 'blue'])] };
    if (kind < 0.8) return this.#fact();
    if (kind < 0.86) return { [ordering]: [{ '*': [-1, figure] }, -limit] };
    if (kind < 0.92) return { [ordering]: [{ '-': [{ var: 'm.a' }, { var: 'd.b' }] }, this.#of([0, 0.2])] };
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
    measurements: { m: { plugin: TOY.id }, d: { plugin: DATED.id } },
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

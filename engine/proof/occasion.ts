/** Who the subject is and when it is judged: what waivers and dates ask. */
import { createRequire } from 'node:module';
import type * as Semver from 'semver';
import { isInForce, matchSubject, type SubjectIdentity } from '../judge/waivers.js';
import type { EffectivePolicy, EffectiveRule, Waiver } from '../pack/policy.js';
import { and, FALSE, implies, not, or, TRUE, type Formula, type Theory } from './formula.js';

const NOBODY: SubjectIdentity = { name: '', digest: '' };

/** Years have four digits. */
const LAST = Date.parse('9999-12-31T00:00:00Z');

export class Occasion {
  /** ISO 8601: the one that was asked for, and each later one at which a rule or a waiver begins or ceases to count. */
  readonly instants: readonly string[];
  /** Index of one of them, of sort Int. */
  readonly now: string;
  readonly #matches = new Map<string, Formula>();

  constructor(
    private readonly theory: Theory,
    asOf: Date,
    policies: readonly EffectivePolicy[],
  ) {
    const asked = asOf.getTime();
    const turns = policies.flatMap(turnsOf).filter((turn) => turn > asked && turn < LAST);
    const sorted = [asked, ...[...new Set(turns)].sort((a, b) => a - b)];
    this.instants = sorted.map((instant) => new Date(instant).toISOString());
    this.now = theory.int();
    theory.assert(and(`(<= 0 ${this.now})`, `(< ${this.now} ${sorted.length})`));
  }

  /** Whether what `holds` of an instant, and until the next one, holds now. */
  when(holds: (instant: string) => boolean): Formula {
    const { instants, now, theory } = this;
    const runs: Formula[] = [];
    for (let from = 0; from < instants.length; from += 1) {
      if (!holds(instants[from]!)) continue;
      let to = from;
      while (to + 1 < instants.length && holds(instants[to + 1]!)) to += 1;
      runs.push(
        and(from === 0 ? TRUE : `(<= ${from} ${now})`, to === instants.length - 1 ? TRUE : `(<= ${now} ${to})`),
      );
      from = to;
    }
    return theory.define(or(...runs));
  }

  inForce(waiver: Waiver, rule: EffectiveRule): Formula {
    if (matchSubject(waiver.subject, NOBODY) === 'malformed') return FALSE;
    const inTime = this.when((instant) => isInForce(waiver, rule, instant));
    return inTime === FALSE ? FALSE : and(this.#matchOf(waiver.subject), inTime);
  }

  get selectors(): ReadonlyMap<string, Formula> {
    return this.#matches;
  }

  #matchOf(selector: string): Formula {
    const known = this.#matches.get(selector);
    if (known !== undefined) return known;
    const { theory } = this;
    const symbol = theory.bool();
    const [name = '', range] = selector.split('@');
    this.#matches.set(selector, symbol);
    if (selector.startsWith('sha256:')) return symbol;
    for (const [other, matches] of this.#matches) {
      if (other === selector || other.startsWith('sha256:')) continue;
      const [otherName = '', otherRange] = other.split('@');
      if (otherName !== name) theory.assert(not(and(symbol, matches)));
      else if (range === undefined) theory.assert(implies(matches, symbol));
      else if (otherRange === undefined) theory.assert(implies(symbol, matches));
    }
    return symbol;
  }

  /** A subject that the chosen selectors name, and a version that a range takes. */
  identityOf(chosen: (formula: Formula) => boolean): SubjectIdentity {
    const named = [...this.#matches].filter(([, symbol]) => chosen(symbol)).map(([selector]) => selector);
    const digest = named.find((selector) => selector.startsWith('sha256:')) ?? `sha256:${'0'.repeat(64)}`;
    const plain = named.filter((selector) => !selector.startsWith('sha256:')).map((selector) => selector.split('@'));
    const [[name = 'a-model'] = []] = plain;
    const ranges = plain.flatMap(([, range]) => (range === undefined ? [] : [range]));
    const version = ranges.length === 0 ? '0.0.0' : loadSemver().minVersion(ranges.join(' '))?.version;
    return { name, digest, ...(version === undefined ? {} : { version }) };
  }
}

function turnsOf({ rules, waivers }: EffectivePolicy): readonly number[] {
  const days = rules.flatMap(({ effectiveFrom, effectiveUntil, transition }) => [
    effectiveFrom,
    effectiveUntil,
    transition?.until,
  ]);
  const instants = waivers.flatMap(({ issued, expires }) => [issued, expires]);
  // What is no date has no turn: who wrote it is told elsewhere, and a waiver with it is void.
  return [...days, ...instants]
    .map((text) => (text === undefined ? Number.NaN : Date.parse(text)))
    .filter((turn) => !Number.isNaN(turn));
}

const loadSemver = (): typeof Semver => createRequire(import.meta.url)('semver') as typeof Semver;

/** A whole effective policy as formulas: which of its rules hold a subject back, and what waivers of profiles change. */
import { createRequire } from 'node:module';
import type * as Semver from 'semver';
import { matchSubject, type SubjectIdentity } from '../judge/waivers.js';
import type { EffectivePolicy, Waiver } from '../pack/policy.js';
import type { Catalogue } from '../plugins/contract.js';
import type { EncodedRule, Encoder } from './encoder.js';
import { and, below, FALSE, implies, not, or, real, type Formula } from './formula.js';

/** A policy with the plugins that its rules were checked against. */
export interface ComparedPolicy {
  readonly policy: EffectivePolicy;
  readonly catalogue: Catalogue;
}

export interface PolicyRule extends EncodedRule {
  /** It passes, does not apply, or a waiver in a profile covers it. */
  readonly lets: Formula;
}

export interface EncodedPolicy extends ComparedPolicy {
  readonly rules: readonly PolicyRule[];
}

const NOBODY: SubjectIdentity = { name: '', digest: '' };

/** Who the subject is and when it is judged, as far as waivers ask. */
export class Occasion {
  /** Seconds since 1970. */
  readonly now: string;
  readonly #matches = new Map<string, Formula>();

  constructor(
    private readonly encoder: Encoder,
    readonly asOf: Date,
  ) {
    this.now = encoder.theory.real();
    encoder.theory.assert(`(<= ${real(asOf.getTime() / 1000)} ${this.now})`);
  }

  inForce({ subject, expires }: Waiver): Formula {
    const end = Date.parse(expires);
    if (Number.isNaN(end) || matchSubject(subject, NOBODY) === 'malformed') return FALSE;
    return and(this.#matchOf(subject), below(this.now, real(end / 1000)));
  }

  get selectors(): ReadonlyMap<string, Formula> {
    return this.#matches;
  }

  #matchOf(selector: string): Formula {
    const known = this.#matches.get(selector);
    if (known !== undefined) return known;
    const { theory } = this.encoder;
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

const loadSemver = (): typeof Semver => createRequire(import.meta.url)('semver') as typeof Semver;

export function encodePolicy(encoder: Encoder, compared: ComparedPolicy, occasion: Occasion): EncodedPolicy {
  const { policy, catalogue } = compared;
  const rules = policy.rules.map((rule): PolicyRule => {
    const encoded = encoder.rule(rule, catalogue);
    const { pass, fail, notApplicable } = encoded;
    const waivers = rule.waiver === 'forbidden' ? [] : policy.waivers.filter((waiver) => waiver.rule === rule.id);
    const undetermined = not(or(pass, fail, notApplicable));
    const waived = waivers.map((waiver) =>
      and(
        occasion.inForce(waiver),
        or(
          waiver.covers.includes('fail') ? fail : FALSE,
          waiver.covers.includes('undetermined') ? undetermined : FALSE,
        ),
      ),
    );
    return { ...encoded, lets: encoder.theory.define(or(pass, notApplicable, ...waived)) };
  });
  return { ...compared, rules };
}

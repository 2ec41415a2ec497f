/** A comparison as plain data: what reports print and the gate reads. */
import type { CheckVerdict, RuleVerdict } from '../judge/verdict.js';
import type { Text } from '../document/text.js';
import type { EffectivePolicy } from '../pack/policy.js';
import type { Output } from '../plugins/figure.js';
import type { Assumption } from './assumptions.js';
import type { Counterexample, PolicyComparison, PolicyProof, ProofAnswer, RuleProof } from './compare-policies.js';
import type { AnyUnknown } from './unknowns.js';

export interface ToldPolicy {
  readonly path: string;
  readonly digest: string;
  readonly packs: EffectivePolicy['packs'];
}

export interface ToldCounterexample {
  /** What the rule and its counterpart ask. `null`: the subject does not say. */
  readonly facts: readonly { readonly name: string; readonly value: unknown }[];
  readonly measurements: readonly { readonly name: string; readonly output: Output }[];
  /**
   * In days, of readings by alias, of `training.dated`, of dated evidence by alias with `.dated`, of answers with
   * `.answered`. `null`: without a date.
   */
  readonly ages: readonly { readonly of: string; readonly days: number | null }[];
  /** All other evidence that it takes for the policies to come to these verdicts. */
  readonly elsewhere: {
    readonly facts: readonly { readonly name: string; readonly value: unknown }[];
    readonly measurements: readonly { readonly name: string; readonly output: Output }[];
  };
  readonly subject: { readonly name: string; readonly version?: string };
  readonly asOf: string;
  /** Rules that somebody would have to waive; only the second policy lets them. */
  readonly waived: readonly string[];
  /** How long from its issue, and by how many. */
  readonly waiver?: { readonly days: number; readonly approvers: number };
  readonly base: { readonly verdict: CheckVerdict | 'nothing'; readonly rule: RuleVerdict };
  readonly other: { readonly verdict: CheckVerdict | 'nothing'; readonly rule?: RuleVerdict };
}

export interface ToldRule {
  readonly rule: string;
  readonly title: Text;
  readonly level: 'shall' | 'should';
  readonly answer: ProofAnswer;
  readonly way?: NonNullable<RuleProof['way']>;
  readonly counterexample?: ToldCounterexample;
  readonly reason?: NonNullable<RuleProof['reason']>;
}

export interface ToldProof {
  readonly answer: ProofAnswer;
  /** Of the policy that is held against: `should` rules are compared, and do not count in the answer. */
  readonly rules: readonly ToldRule[];
}

export interface ToldComparison extends ToldProof {
  readonly base: ToldPolicy;
  readonly other: ToldPolicy;
  readonly relation: PolicyComparison['relation'];
  readonly reverse: ToldProof;
  readonly assumptions: readonly Assumption[];
}

export function tellComparison(comparison: PolicyComparison, base: ToldPolicy, other: ToldPolicy): ToldComparison {
  const { relation, reverse, assumptions } = comparison;
  return { base, other, relation, ...tellProof(comparison), reverse: tellProof(reverse), assumptions };
}

const tellProof = ({ answer, rules }: PolicyProof): ToldProof => ({ answer, rules: rules.map(tellRule) });

function tellRule({ rule: { id, title, level }, answer, way, counterexample, reason }: RuleProof): ToldRule {
  return {
    rule: id,
    title,
    level,
    answer,
    ...(way === undefined ? {} : { way }),
    ...(reason === undefined ? {} : { reason }),
    ...(counterexample === undefined ? {} : { counterexample: tellCounterexample(counterexample) }),
  };
}

function tellCounterexample(found: Counterexample): ToldCounterexample {
  const { witness, identity, about, base, other, baseRule, otherRule } = found;
  // Items stand in their list.
  const said = [...witness.said].filter(([unknown]) => unknown.place.kind !== 'item');
  const telling = new Set<AnyUnknown>(about);
  const lists = new Set(about.flatMap(({ place }) => (place.kind === 'item' ? [place.list] : [])));
  const isAbout = (unknown: AnyUnknown): boolean =>
    telling.has(unknown) || (unknown.kind === 'list' && lists.has(unknown));
  const part = (wanted: boolean): ToldCounterexample['elsewhere'] => {
    const some = said.filter(([unknown]) => isAbout(unknown) === wanted);
    return {
      facts: some.flatMap(([{ label }, value]) =>
        'fact' in value ? [{ name: label, value: value.fact ?? null }] : [],
      ),
      measurements: some.flatMap(([{ label }, value]) => ('fact' in value ? [] : [{ name: label, output: value }])),
    };
  };
  const { name, version } = identity;
  return {
    ...part(true),
    ages: [...witness.ages.values()].map(({ label, days }) => ({ of: label, days: days ?? null })),
    elsewhere: part(false),
    subject: { name, ...(version === undefined ? {} : { version }) },
    asOf: found.asOf,
    waived: found.waived,
    ...(found.waiver === undefined ? {} : { waiver: found.waiver }),
    base: { verdict: base.verdict, rule: baseRule },
    other: { verdict: other.verdict, ...(otherRule === undefined ? {} : { rule: otherRule }) },
  };
}

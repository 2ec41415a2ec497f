/** Is one policy at least as strict as another, for every possible evidence? */
import type { RuleVerdict } from '../judge/verdict.js';
import type { EffectiveRule, Waiver } from '../pack/policy.js';
import { assumptionsOf, type Assumption } from './assumptions.js';
import { judgeOn, lets, type Judged } from './confirm.js';
import { encodePolicy, type ComparedPolicy, type EncodedPolicy, type PolicyRule } from './encode-policy.js';
import { Encoder } from './encoder.js';
import { WitnessSearch, type Found } from './find-witness.js';
import { and, not, or, type Formula } from './formula.js';
import { Occasion } from './occasion.js';
import { atLeastAsStrict, type PlainReason } from './plainly.js';
import type { Answer, Questions, Solver } from './solver.js';
import type { AnyUnknown } from './unknowns.js';
import { refusedKinds, takes, type WaiverKind } from './waiver-kinds.js';

export type ProofAnswer = 'proved' | 'refuted' | 'undecided';

/** Evidence on which the stricter policy-to-be lets pass what the other does not; judged, not only computed. */
export interface Counterexample extends Found {
  /** Unknowns that the rule and its counterpart read, the most telling first. */
  readonly about: readonly AnyUnknown[];
  readonly base: Judged;
  readonly other: Judged;
  readonly baseRule: RuleVerdict;
  /** Absent where the other policy has no rule of this id. */
  readonly otherRule?: RuleVerdict;
  /** Rules that would have to be waived, and how: the policy allows it, the compared one does not. */
  readonly waived: readonly string[];
  readonly waiver?: WaiverKind;
}

export interface RuleProof {
  readonly rule: EffectiveRule;
  /** A `should` rule decides no check: it is compared, and does not count in the sum. */
  readonly decides: boolean;
  readonly answer: ProofAnswer;
  /**
   * Of what is proved: how. `over`: it counts on none of the days; `rule`: by the rule of the same id alone; `policy`: by the
   * rules of the other policy together.
   */
  readonly way?: PlainReason | 'over' | 'rule' | 'policy';
  readonly counterexample?: Counterexample;
  /** Of what is undecided: the solver gave up, judging bears out none of what it found, or the rule is beyond proof. */
  readonly reason?: 'solver' | 'unconfirmed' | 'beyond';
}

export interface PolicyProof {
  readonly answer: ProofAnswer;
  readonly rules: readonly RuleProof[];
}

export interface PolicyComparison extends PolicyProof {
  /** What `other` is to `base`. */
  readonly relation: 'equivalent' | 'stricter' | 'weaker' | 'overlapping' | 'undecided';
  /** Is `base` at least as strict as `other`? */
  readonly reverse: PolicyProof;
  readonly assumptions: readonly Assumption[];
}

export interface CompareRequest {
  readonly base: ComparedPolicy;
  readonly other: ComparedPolicy;
  /** The comparison is about this day and all that follow. */
  readonly asOf: Date;
}

/**
 * Whether `other` holds back every subject that `base` holds back, on each day from `asOf` on, rule by rule and in sum, and the
 * other way round.
 * `proved` holds for all evidence under the assumptions; `refuted` has a counterexample that was judged; else `undecided`.
 */
export async function comparePolicies(
  { base, other, asOf }: CompareRequest,
  solver: Solver,
): Promise<PolicyComparison> {
  const encoder = new Encoder();
  const occasion = new Occasion(encoder.theory, asOf, [base.policy, other.policy]);
  const [a, b] = [base, other].map((policy) => encodePolicy(encoder, policy, occasion)) as [
    EncodedPolicy,
    EncodedPolicy,
  ];
  const questions = await encoder.finish(solver);
  try {
    const prover = new Prover(questions, encoder, occasion);
    const forward = await prover.prove(a, b);
    const reverse = await prover.prove(b, a);
    const relation = relationOf(forward.answer, reverse.answer);
    return { ...forward, relation, reverse, assumptions: assumptionsOf(encoder, a, b) };
  } finally {
    questions.close();
  }
}

function relationOf(forward: ProofAnswer, reverse: ProofAnswer): PolicyComparison['relation'] {
  if (forward === 'undecided' || reverse === 'undecided') return 'undecided';
  if (forward === 'proved') return reverse === 'proved' ? 'equivalent' : 'stricter';
  return reverse === 'proved' ? 'weaker' : 'overlapping';
}

/** What is asked of one rule of the base: evidence on which it holds a subject back and the other policy does not. */
interface Question {
  readonly rule: PolicyRule;
  readonly counterpart?: PolicyRule;
  /** By the counterpart alone. */
  readonly alone?: Formula;
  readonly together: Formula;
  /** By rules that cannot be waived as the rule cannot be. */
  readonly despite: readonly { readonly kind: WaiverKind; readonly formula: Formula }[];
}

interface Answers {
  readonly alone: Answer;
  readonly together: Answer;
  /** Of each kind of waiver. */
  readonly despite: readonly Answer[];
}

/** How a question may be refuted: by evidence alone, or by evidence and a waiver. */
interface Refutable {
  readonly question: Question;
  readonly formula: Formula;
  readonly kind?: WaiverKind;
}

class Prover {
  #search: WitnessSearch | undefined;

  constructor(
    private readonly questions: Questions,
    private readonly encoder: Encoder,
    private readonly occasion: Occasion,
  ) {}

  async prove(base: EncodedPolicy, other: EncodedPolicy): Promise<PolicyProof> {
    const plain = new Map(base.rules.map((rule) => [rule, this.#plainly(rule, base, other)]));
    const open = base.rules.filter((rule) => plain.get(rule) === undefined);
    const questions = open.map((rule) => questionOf(rule, other));
    const answers: Answers[] = [];
    for (const question of questions) answers.push(await this.#ask(question));
    const proved = new Map<PolicyRule, RuleProof>();
    const refutable: Refutable[] = [];
    const undecided = new Set<PolicyRule>();
    questions.forEach((question, index) => {
      const { alone, together, despite } = answers[index]!;
      const { rule } = question;
      const strict = despite.every((answer) => answer === 'unsat');
      const shown = question.despite[despite.indexOf('sat')];
      if (strict && alone === 'unsat') proved.set(rule, proofOf(rule, 'proved', 'rule'));
      else if (strict && together === 'unsat') proved.set(rule, proofOf(rule, 'proved', 'policy'));
      else if (rule.isBeyondProof) return;
      else if (together === 'sat') refutable.push({ question, formula: question.together });
      else if (shown !== undefined) refutable.push({ question, ...shown });
      else undecided.add(rule);
    });
    const refuted = await this.#refute(refutable, base, other);
    const rules = base.rules.map((rule): RuleProof => {
      const way = plain.get(rule);
      if (way !== undefined) return proofOf(rule, 'proved', way);
      const known = proved.get(rule) ?? refuted.get(rule);
      if (known !== undefined) return known;
      const reason = rule.isBeyondProof ? 'beyond' : undecided.has(rule) ? 'solver' : 'unconfirmed';
      return { ...proofOf(rule, 'undecided'), reason };
    });
    const deciding = rules.filter(({ decides }) => decides).map(({ answer }) => answer);
    const answer = deciding.includes('refuted') ? 'refuted' : deciding.includes('undecided') ? 'undecided' : 'proved';
    return { answer, rules };
  }

  async #ask({ alone, together, despite }: Question): Promise<Answers> {
    const byWaivers = await this.questions.ask(despite.map(({ formula }) => formula));
    const [byItself = 'sat'] = alone === undefined ? [] : await this.questions.ask([alone]);
    if (byItself === 'unsat') return { alone: 'unsat', together: 'unsat', despite: byWaivers };
    const [byAll = 'unknown'] = await this.questions.ask([together]);
    return { alone: byItself, together: byAll, despite: byWaivers };
  }

  #plainly(rule: PolicyRule, base: EncodedPolicy, other: EncodedPolicy): PlainReason | 'over' | undefined {
    if (!rule.weights.includes(rule.rule.level)) return 'over';
    const counterpart = other.rules.find(({ rule: { id } }) => id === rule.rule.id);
    return counterpart === undefined ? undefined : atLeastAsStrict({ base, other, rule, counterpart });
  }

  async #refute(
    refutable: readonly Refutable[],
    base: EncodedPolicy,
    other: EncodedPolicy,
  ): Promise<ReadonlyMap<PolicyRule, RuleProof>> {
    const refuted = new Map<PolicyRule, RuleProof>();
    if (refutable.length === 0) return refuted;
    const search = (this.#search ??= new WitnessSearch(this.questions, this.encoder, this.occasion));
    const refute = async ({ question, formula, kind }: Refutable): Promise<void> => {
      const goals = goalsOf(formula, other);
      const counterexample = await search.find(goals, (found) => this.#judge(question, kind, base, other, found));
      if (counterexample) refuted.set(question.rule, { ...proofOf(question.rule, 'refuted'), counterexample });
    };
    // Evidence that shows several at once, where there is some, saves looking for each.
    const together = async (several: readonly Refutable[]): Promise<void> => {
      const [only, second] = several;
      if (only === undefined) return;
      if (second === undefined) return refute(only);
      const goals = goalsOf(and(...several.map(({ formula }) => formula)), other).slice(0, 1);
      const shown = await search.find(
        goals,
        (found) =>
          several.map(({ question }) => [question, this.#judge(question, undefined, base, other, found)] as const),
        1,
      );
      for (const [{ rule }, counterexample] of shown ?? []) {
        if (counterexample) refuted.set(rule, { ...proofOf(rule, 'refuted'), counterexample });
      }
      const left = several.filter(({ question }) => !refuted.has(question.rule));
      const middle = Math.ceil(left.length / 2);
      await together(left.slice(0, middle));
      await together(left.slice(middle));
    };
    await together(refutable.filter(({ kind }) => kind === undefined));
    for (const one of refutable) if (one.kind !== undefined) await refute(one);
    return refuted;
  }

  /** The counterexample, where judging both policies on the evidence bears it out. */
  #judge(
    { rule, counterpart }: Question,
    kind: WaiverKind | undefined,
    base: EncodedPolicy,
    other: EncodedPolicy,
    found: Found,
  ): Counterexample | undefined {
    const judge = (policy: EncodedPolicy, granted: readonly Waiver[] = []): Judged =>
      judgeOn(this.encoder, policy, found.witness, found.identity, found.asOf, granted);
    const raw = judge(other);
    const held = other.rules
      .map((one) => one.rule)
      .filter(({ id }) => !lets(raw, id) && (raw.rules.get(id)?.level === 'shall' || rule.rule.level === 'should'));
    if (held.length > 0 && !(kind !== undefined && held.every((one) => takes(one, kind)))) return undefined;
    const granted = kind === undefined ? [] : [...held, rule.rule].map((one) => grantedWaiver(one, kind, held, found));
    const judgedBase = judge(base, granted);
    if (lets(judgedBase, rule.rule.id) || judgedBase.rules.get(rule.rule.id)?.level !== rule.rule.level)
      return undefined;
    const judgedOther = granted.length > 0 ? judge(other, granted) : raw;
    const otherRule = raw.rules.get(rule.rule.id)?.verdict;
    return {
      ...found,
      about: [...new Set([...rule.reads, ...(counterpart?.reads ?? [])])],
      base: judgedBase,
      other: judgedOther,
      baseRule: judgedBase.rules.get(rule.rule.id)!.verdict,
      ...(otherRule === undefined ? {} : { otherRule }),
      waived: held.map(({ id }) => id),
      ...(kind === undefined ? {} : { waiver: { ...kind, approvers: approversOf(kind, held) } }),
    };
  }
}

const proofOf = (rule: PolicyRule, answer: ProofAnswer, way?: RuleProof['way']): RuleProof => ({
  rule: rule.rule,
  decides: rule.rule.level === 'shall',
  answer,
  ...(way === undefined ? {} : { way }),
});

/** Whether a rule of the other policy lets a subject pass that a rule holds back: one that does not bind does. */
const past = (one: PolicyRule, { rule }: PolicyRule): Formula =>
  rule.level === 'should' ? one.lets : or(not(one.binds), one.lets);

function questionOf(rule: PolicyRule, { rules }: EncodedPolicy): Question {
  const counterpart = rules.find((one) => one.rule.id === rule.rule.id);
  const missed = rule.rule.level === 'should' ? not(rule.lets) : and(rule.binds, not(rule.lets));
  const despite = refusedKinds(rule.rule).flatMap((kind) => {
    const firm = rules.filter((one) => !takes(one.rule, kind));
    // Where it excuses nothing, nobody need ask.
    if (firm.length === rules.length) return [];
    return [{ kind, formula: and(missed, ...firm.map((one) => past(one, rule))) }];
  });
  return {
    rule,
    ...(counterpart === undefined ? {} : { counterpart, alone: and(missed, past(counterpart, rule)) }),
    together: and(missed, ...rules.map((one) => past(one, rule))),
    despite,
  };
}

/** Rather where some rule of the other policy applies: else a check with it ends without a verdict. */
const goalsOf = (goal: Formula, other: EncodedPolicy): readonly Formula[] => [
  and(goal, or(...other.rules.map(({ notApplicable }) => not(notApplicable)))),
  goal,
];

/** As many as all of the rules ask for, where the kind does not say. */
const approversOf = ({ approvers }: WaiverKind, rules: readonly EffectiveRule[]): number =>
  Number.isFinite(approvers) ? approvers : Math.max(1, ...rules.map(({ waiverTerms }) => waiverTerms?.approvers ?? 1));

function grantedWaiver(
  { id }: EffectiveRule,
  kind: WaiverKind,
  held: readonly EffectiveRule[],
  { identity, asOf }: Found,
): Waiver {
  return {
    rule: id,
    subject: identity.digest,
    reason: '',
    approvedBy: Array.from({ length: approversOf(kind, held) }, (_, index) => `approver ${index + 1}`),
    issued: asOf,
    expires: new Date(Date.parse(asOf) + kind.days * 86_400_000).toISOString(),
    covers: ['fail', 'undetermined'],
    origin: { file: '', layer: '', range: { line: 1, column: 1, endLine: 1, endColumn: 1 } },
  };
}

/** Is one policy at least as strict as another, for every possible evidence? */
import type { RuleVerdict } from '../judge/verdict.js';
import type { EffectiveRule, Waiver } from '../pack/policy.js';
import { assumptionsOf, type Assumption } from './assumptions.js';
import { judgeOn, lets, type Judged } from './confirm.js';
import { encodePolicy, Occasion, type ComparedPolicy, type EncodedPolicy, type PolicyRule } from './encode-policy.js';
import { Encoder } from './encoder.js';
import { WitnessSearch, type Found } from './find-witness.js';
import { and, not, or, type Formula } from './formula.js';
import { atLeastAsStrict, type PlainReason } from './plainly.js';
import type { Answer, Questions, Solver } from './solver.js';
import type { AnyUnknown } from './unknowns.js';

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
  /** Rules that would have to be waived; the policy allows it, the compared one does not. */
  readonly waived: readonly string[];
}

export interface RuleProof {
  readonly rule: EffectiveRule;
  /** A `should` rule decides no check: it is compared, and does not count in the sum. */
  readonly decides: boolean;
  readonly answer: ProofAnswer;
  /** Of what is proved: how. `rule`: by the rule of the same id alone; `policy`: by the rules of the other policy together. */
  readonly way?: PlainReason | 'rule' | 'policy';
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
  readonly asOf: Date;
}

/**
 * Whether `other` holds back every subject that `base` holds back, rule by rule and in sum, and the other way round.
 * `proved` holds for all evidence under the assumptions; `refuted` has a counterexample that was judged; else `undecided`.
 */
export async function comparePolicies(
  { base, other, asOf }: CompareRequest,
  solver: Solver,
): Promise<PolicyComparison> {
  const encoder = new Encoder();
  const occasion = new Occasion(encoder, asOf);
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
  /** By rules that cannot be waived; of a rule that cannot be. */
  readonly unwaivable?: Formula;
}

type Answers = Readonly<Record<'alone' | 'together' | 'unwaivable', Answer>>;

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
    const refutable: { readonly question: Question; readonly byWaiver: boolean }[] = [];
    const undecided = new Set<PolicyRule>();
    questions.forEach((question, index) => {
      const { alone, together, unwaivable } = answers[index]!;
      const { rule } = question;
      const strict = unwaivable === 'unsat';
      if (strict && alone === 'unsat') proved.set(rule, proofOf(rule, 'proved', 'rule'));
      else if (strict && together === 'unsat') proved.set(rule, proofOf(rule, 'proved', 'policy'));
      else if (together === 'unknown' || unwaivable === 'unknown') undecided.add(rule);
      else if (!rule.isBeyondProof) refutable.push({ question, byWaiver: together === 'unsat' });
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

  async #ask({ alone, together, unwaivable }: Question): Promise<Answers> {
    const [byWaivers = 'unsat'] = unwaivable === undefined ? [] : await this.questions.ask([unwaivable]);
    const [byItself = 'sat'] = alone === undefined ? [] : await this.questions.ask([alone]);
    if (byItself === 'unsat') return { alone: 'unsat', together: 'unsat', unwaivable: byWaivers };
    const [byAll = 'unknown'] = await this.questions.ask([together]);
    return { alone: byItself, together: byAll, unwaivable: byWaivers };
  }

  #plainly(rule: PolicyRule, base: EncodedPolicy, other: EncodedPolicy): PlainReason | undefined {
    const counterpart = other.rules.find(({ rule: { id } }) => id === rule.rule.id);
    return counterpart === undefined ? undefined : atLeastAsStrict({ base, other, rule, counterpart });
  }

  async #refute(
    refutable: readonly { readonly question: Question; readonly byWaiver: boolean }[],
    base: EncodedPolicy,
    other: EncodedPolicy,
  ): Promise<ReadonlyMap<PolicyRule, RuleProof>> {
    const refuted = new Map<PolicyRule, RuleProof>();
    if (refutable.length === 0) return refuted;
    const search = (this.#search ??= new WitnessSearch(this.questions, this.encoder, this.occasion));
    const refute = async (question: Question, byWaiver: boolean): Promise<void> => {
      const goals = goalsOf(byWaiver ? question.unwaivable! : question.together, other);
      const counterexample = await search.find(goals, (found) => this.#judge(question, byWaiver, base, other, found));
      if (counterexample) refuted.set(question.rule, { ...proofOf(question.rule, 'refuted'), counterexample });
    };
    // Evidence that shows several at once, where there is some, saves looking for each.
    const together = async (questions: readonly Question[]): Promise<void> => {
      const [only, second] = questions;
      if (only === undefined) return;
      if (second === undefined) return refute(only, false);
      const goals = goalsOf(and(...questions.map((question) => question.together)), other).slice(0, 1);
      const shown = await search.find(
        goals,
        (found) => questions.map((question) => [question, this.#judge(question, false, base, other, found)] as const),
        1,
      );
      for (const [{ rule }, counterexample] of shown ?? []) {
        if (counterexample) refuted.set(rule, { ...proofOf(rule, 'refuted'), counterexample });
      }
      const left = questions.filter(({ rule }) => !refuted.has(rule));
      const middle = Math.ceil(left.length / 2);
      await together(left.slice(0, middle));
      await together(left.slice(middle));
    };
    await together(refutable.filter(({ byWaiver }) => !byWaiver).map(({ question }) => question));
    for (const { question, byWaiver } of refutable) if (byWaiver) await refute(question, byWaiver);
    return refuted;
  }

  /** The counterexample, where judging both policies on the evidence bears it out. */
  #judge(
    { rule, counterpart }: Question,
    byWaiver: boolean,
    base: EncodedPolicy,
    other: EncodedPolicy,
    found: Found,
  ): Counterexample | undefined {
    const judge = (policy: EncodedPolicy, granted: readonly Waiver[] = []): Judged =>
      judgeOn(this.encoder, policy, found.witness, found.identity, found.asOf, granted);
    const raw = judge(other);
    const held = holdingBack(other, rule).filter(({ id }) => !lets(raw, id));
    if (held.length > 0 && !(byWaiver && held.every(({ waiver }) => waiver === 'allowed'))) return undefined;
    const granted = held.map(({ id }) => grantedWaiver(id, found));
    const judgedBase = judge(base, granted);
    if (lets(judgedBase, rule.rule.id)) return undefined;
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
    };
  }
}

const proofOf = (rule: PolicyRule, answer: ProofAnswer, way?: RuleProof['way']): RuleProof => ({
  rule: rule.rule,
  decides: rule.rule.level === 'shall',
  answer,
  ...(way === undefined ? {} : { way }),
});

/** Rules of the other policy that a rule is held against: those that decide; of a rule that does not, all. */
const holdingBack = ({ rules }: EncodedPolicy, { rule }: PolicyRule): readonly EffectiveRule[] =>
  rules.map((one) => one.rule).filter(({ level }) => level === 'shall' || rule.level === 'should');

function questionOf(rule: PolicyRule, other: EncodedPolicy): Question {
  const against = holdingBack(other, rule);
  const rules = other.rules.filter((one) => against.includes(one.rule));
  const counterpart = rules.find((one) => one.rule.id === rule.rule.id);
  const missed = not(rule.lets);
  const firm = rules.filter((one) => one.rule.waiver === 'forbidden').map(({ lets: passes }) => passes);
  return {
    rule,
    ...(counterpart === undefined ? {} : { counterpart, alone: and(missed, counterpart.lets) }),
    together: and(missed, ...rules.map(({ lets: passes }) => passes)),
    ...(rule.rule.waiver === 'forbidden' ? { unwaivable: and(missed, ...firm) } : {}),
  };
}

/** Rather where some rule of the other policy applies: else a check with it ends without a verdict. */
const goalsOf = (goal: Formula, other: EncodedPolicy): readonly Formula[] => [
  and(goal, or(...other.rules.map(({ notApplicable }) => not(notApplicable)))),
  goal,
];

function grantedWaiver(rule: string, { identity, asOf }: Found): Waiver {
  const expires = new Date(Date.parse(asOf) + 86_400_000).toISOString();
  const origin = { file: '', layer: '', range: { line: 1, column: 1, endLine: 1, endColumn: 1 } };
  return {
    rule,
    subject: identity.digest,
    reason: '',
    approvedBy: [],
    expires,
    covers: ['fail', 'undetermined'],
    origin,
  };
}

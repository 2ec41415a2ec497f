/** How far answers to forms of one question agree: rates of each kind of change, and of all. */
import { agreementOf, changeOf, sameThroughout } from '../../methods/evaluation/agreement.js';
import { choiceOf } from '../../methods/evaluation/scoring/choice.js';
import { normalise } from '../../methods/evaluation/scoring/normalise.js';
import { lowest, weightedMean } from '../../methods/evaluation/sequential/estimand.js';
import type { Estimand } from '../../methods/evaluation/sequential/estimand.js';
import type { About } from '../../methods/evaluation/sequential/stratified-sequence.js';
import type { Question } from '../../subject/language/question.js';
import type { Reply } from '../language/ask-in-order.js';
import type { Graded } from '../language/grader.js';
import { ratePart } from '../language/rate-part.js';
import type { RatePart } from '../language/rate-part.js';
import { CONSISTENCY_KINDS } from './consistency-variants.js';
import type { ConsistencyKind, Variant } from './consistency-variants.js';

/** An answer, with its score where one is to be told. */
export type Said = Omit<Graded, 'score'> & Partial<Pick<Graded, 'score'>>;

/** Questions of one cluster with all their forms: one observation. */
export type Forms = readonly Variant[];

export interface KindRates {
  readonly kind: ConsistencyKind;
  /** Clusters that it applies to, and those that were asked. */
  readonly size: number;
  readonly asked: number;
  readonly agreement: Estimand;
  readonly same: Estimand;
  readonly scoreChange: Estimand;
}

export interface ConsistencyRates {
  /** Clusters that some kind applies to: answers to others would tell nothing. */
  readonly applied: readonly Forms[];
  /** Those that apply to some question. */
  readonly kinds: readonly KindRates[];
  readonly agreement: Estimand;
  readonly worstAgreement: Estimand;
  readonly same: Estimand;
  readonly scoreChange: Estimand;
  /** Of one that some kind applies to. */
  observe(forms: Forms, replies: readonly Reply<Said>[]): void;
}

/** `undefined` where no kind of change applies to any question. */
export function consistencyRates(
  clusters: readonly Forms[],
  kinds: readonly ConsistencyKind[],
  about: About,
  limits: readonly number[],
): ConsistencyRates | undefined {
  const under = CONSISTENCY_KINDS.filter((kind) => kinds.includes(kind)).flatMap((kind) => {
    const size = clusters.filter((forms) => setsOf(forms, kind).length > 0).length;
    const part = (): RatePart => ratePart(size, about, limits);
    return size === 0 ? [] : [{ kind, size, agreement: part(), same: part(), scoreChange: part() }];
  });
  if (under.length === 0) return undefined;
  const applied = clusters.filter((forms) => under.some(({ kind }) => setsOf(forms, kind).length > 0));
  const same = ratePart(applied.length, about, limits);
  const equal = under.map(() => 1);
  const agreements = under.map(({ agreement }) => agreement.anytime);
  const changes = under.map(({ scoreChange }) => scoreChange.anytime);
  return {
    applied,
    kinds: under.map(({ kind, size, agreement, same: throughout, scoreChange }) => ({
      kind,
      size,
      get asked() {
        return agreement.asked;
      },
      agreement: agreement.anytime,
      same: throughout.anytime,
      scoreChange: scoreChange.anytime,
    })),
    agreement: weightedMean(agreements, equal),
    worstAgreement: lowest(agreements),
    scoreChange: weightedMean(changes, equal),
    same: same.anytime,
    observe(forms, replies) {
      const given = new Map(replies.map((reply) => [reply.question, reply.given]));
      const answer = ({ asked }: Variant): string | undefined => answerTo(asked, given.get(asked));
      const score = ({ asked }: Variant): number | undefined => given.get(asked)?.score;
      const all: (readonly [number, number])[] = [];
      for (const kind of under) {
        const sets = setsOf(forms, kind.kind);
        if (sets.length === 0) continue;
        const throughout = sets.map((set) => sameThroughout(set.map(answer)));
        all.push(...throughout);
        kind.agreement.observe(...meanOf(sets.map((set) => agreementOf(set.map(answer)))));
        kind.same.observe(...allOf(throughout));
        kind.scoreChange.observe(...meanOf(sets.map((set) => changeOf(set.map(score)))));
      }
      same.observe(...allOf(all));
    },
  };
}

/** The answers that are to agree: of a cluster's questions to each other, or of one question's forms. */
function setsOf(forms: Forms, kind: ConsistencyKind): readonly Forms[] {
  const originals = forms.filter((form) => form.kind === undefined);
  if (kind === 'paraphrase') return originals.length < 2 ? [] : [originals];
  return originals.flatMap((original) => {
    const own = forms.filter((form) => form.of === original.of && form.kind === kind);
    // Repeated samples stand beside each other: the question itself may be asked at another temperature.
    const set = kind === 'sampling' ? own : [original, ...own];
    return set.length < 2 ? [] : [set];
  });
}

/** What it says, whatever the words around it: the choice's text, else the normalised answer. */
function answerTo({ choices }: Question, given: Said | undefined): string | undefined {
  if (given === undefined) return undefined;
  const chosen = choices === undefined ? undefined : choices[given.choice ?? choiceOf(given.text, choices)];
  return chosen === undefined ? `said ${normalise(given.text)}` : `chose ${chosen}`;
}

const meanOf = (values: readonly (readonly [number, number])[]): [number, number] => [
  values.reduce((sum, [low]) => sum + low, 0) / values.length,
  values.reduce((sum, [, high]) => sum + high, 0) / values.length,
];

const allOf = (values: readonly (readonly [number, number])[]): [number, number] => [
  Math.min(...values.map(([low]) => low)),
  Math.min(...values.map(([, high]) => high)),
];

/** One question in several forms that ask the same. */
import { withTypos } from '../../methods/evaluation/typos.js';
import { permutation } from '../../numerics/permutation.js';
import type { Rng } from '../../numerics/random.js';
import type { Question } from '../../subject/language/question.js';

export const CONSISTENCY_KINDS = ['paraphrase', 'typo', 'order', 'sampling'] as const;
export type ConsistencyKind = (typeof CONSISTENCY_KINDS)[number];

export interface VariantSettings {
  readonly kinds: readonly ConsistencyKind[];
  readonly variants: number;
  readonly typoRate: number;
}

/** A question as it is asked; objects of their own, so that replies can be told apart. */
export interface Variant {
  readonly asked: Question;
  /** The question of the set that it is a form of. */
  readonly of: Question;
  /** `undefined`: the question itself, which stands beside the forms of each kind. */
  readonly kind: ConsistencyKind | undefined;
  /** Which of several answers to one form; the question itself is asked at the subject's own temperature. */
  readonly sample: number;
}

/** @param rng of a stream that is the question's own, so that its forms do not depend on the others */
export function variantsOf(
  question: Question,
  { kinds, variants, typoRate }: VariantSettings,
  rng: (stream: string) => Rng,
): readonly Variant[] {
  const form = (kind: ConsistencyKind, change: Partial<Question>, sample = 0): Variant => ({
    asked: { ...question, ...change },
    of: question,
    kind,
    sample,
  });
  return [
    { asked: { ...question }, of: question, kind: undefined, sample: 0 },
    ...(kinds.includes('typo') ? typos(question.text, typoRate, variants, rng(`typo ${question.id}`)) : []).map(
      (text) => form('typo', { text }),
    ),
    ...(kinds.includes('order') ? orders(question, variants, rng(`order ${question.id}`)) : []).map((change) =>
      form('order', change),
    ),
    ...(kinds.includes('sampling') ? Array.from({ length: variants + 1 }, (_, at) => form('sampling', {}, at)) : []),
  ];
}

/** None where the text has no letter. */
const typos = (text: string, rate: number, count: number, rng: Rng): readonly string[] =>
  Array.from({ length: count }, () => withTypos(text, rate, rng)).filter((changed) => changed !== text);

/** Different orders of the choices, none the one in which they stand. */
function orders({ choices = [], answer }: Question, count: number, rng: Rng): readonly Partial<Question>[] {
  const others = Math.min(count, factorial(choices.length) - 1);
  const drawn = new Map<string, Partial<Question>>();
  const own = choices.map((_, at) => at).join(' ');
  while (drawn.size < others) {
    const order = [...permutation(choices.length, rng)];
    const name = order.join(' ');
    if (name === own) continue;
    drawn.set(name, {
      choices: order.map((at) => choices[at]!),
      ...(answer !== undefined && { answer: order.indexOf(answer) }),
    });
  }
  return [...drawn.values()];
}

const factorial = (n: number): number => (n <= 1 ? 1 : n > 20 ? Infinity : n * factorial(n - 1));

/** What a coalition of a question's spans is worth: how much of the answer to the whole question is left. */
import { normalised } from '../../methods/evaluation/scoring/normalised.js';
import { tokenF1 } from '../../methods/evaluation/scoring/token-f1.js';
import type { LanguageModel } from '../../subject/language/language-model.js';
import type { Question, QuestionSet } from '../../subject/language/question.js';
import { ModelFault } from '../../subject/view.js';
import { continuationOf } from '../language/continuation.js';

/** In nats, or between 0 and 1. */
export const ANSWER_VALUES = ['log-probability', 'normalised', 'token-f1'] as const;
export type AnswerValue = (typeof ANSWER_VALUES)[number];

export interface ValuedAnswer {
  readonly value: AnswerValue;
  /** Of the question with another text. */
  of(text: string): Promise<number>;
}

const AGREEMENTS = { normalised, 'token-f1': tokenF1 } as const;

/**
 * ln P(answer | question), or how far the answer agrees with that to the whole question. `auto`: the first where the server
 * offers log probabilities of given texts, else token F1. Throws ModelFault; `out-of-domain` where the answer is empty.
 */
export async function valuedAnswer(
  model: LanguageModel,
  set: QuestionSet,
  question: Question,
  wanted: AnswerValue | 'auto',
  signal: AbortSignal,
): Promise<ValuedAnswer> {
  const promptOf = (text: string) => set.prompt({ ...question, text });
  const { text: answer } = await model.ask(promptOf(question.text), { signal });
  if (answer.trim() === '') throw new ModelFault('out-of-domain', `the answer to question ${question.id} is empty`);
  const logProbability = async (text: string): Promise<number> => {
    const prompt = promptOf(text);
    return (await model.logProbability(prompt, continuationOf(prompt, answer), signal)).sum;
  };
  const agreement = (value: keyof typeof AGREEMENTS): ValuedAnswer => ({
    value,
    of: async (text) => AGREEMENTS[value]((await model.ask(promptOf(text), { signal })).text, [answer]),
  });
  if (wanted !== 'auto' && wanted !== 'log-probability') return agreement(wanted);
  try {
    await logProbability(question.text);
    return { value: 'log-probability', of: logProbability };
  } catch (fault) {
    const isOffered = !(fault instanceof ModelFault) || fault.unmeasured !== 'unsupported';
    if (isOffered || wanted === 'log-probability') throw fault;
    return agreement('token-f1');
  }
}

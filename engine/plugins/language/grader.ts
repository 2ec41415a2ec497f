/** Questions to scores: asks the model, and scores what it answers as the set says. */
import type { LanguageModel } from '../../subject/language/language-model.js';
import type { Question, QuestionSet } from '../../subject/language/question.js';
import { ModelFault } from '../../subject/view.js';
import type { MeasureContext } from '../contract.js';

export interface Graded {
  /** In [0, 1]. */
  readonly score: number;
  /** The model's words; empty where it was asked for probabilities alone. */
  readonly text: string;
}

export interface Grader {
  /** Asks, and scores the answer. `sample`: which of several answers to it. Throws ModelFault. */
  grade(question: Question, sample?: number): Promise<Graded>;
}

/** Throws ModelFault (`unsupported`) where the scorer needs what the subject lacks. */
export async function graderOf(
  { signal }: Pick<MeasureContext<unknown>, 'subject' | 'signal'>,
  model: LanguageModel,
  set: QuestionSet,
): Promise<Grader> {
  if (set.scorer.type !== 'exact') throw new ModelFault('unsupported', `there is no scorer ${set.scorer.type}`);
  return {
    async grade(question, sample = 0) {
      const { text } = await model.ask(set.prompt(question), { sample, signal });
      return { score: question.references.includes(text) ? 1 : 0, text };
    },
  };
}

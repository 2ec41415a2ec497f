import type { Asking, LanguageModel, Prompt } from '../../subject/language/language-model.js';
import type { Question } from '../../subject/language/question.js';
import { ModelFault } from '../../subject/view.js';
import type { MeasureContext } from '../contract.js';
import { askInOrder } from './ask-in-order.js';
import { anyOf } from './observations.js';

export interface Asked {
  readonly question: Question;
  readonly prompt: Prompt;
}

export interface AnswersOptions {
  /** Answers to each question. */
  readonly samples: number;
  readonly asking?: Omit<Asking, 'sample' | 'signal'>;
}

/** Answers to one question, one a sample; `undefined` where it got none. */
export type Answers = readonly (string | undefined)[];

/**
 * What the model answers to all questions, in their order. Throws ModelFault, `budget` and `failed` too where they are the
 * cause of answers that most questions lack: what was answered is kept, and not asked again.
 */
export async function answersTo(
  { signal, progress }: Pick<MeasureContext<unknown>, 'signal' | 'progress'>,
  model: LanguageModel,
  asked: readonly Asked[],
  { samples, asking = {} }: AnswersOptions,
): Promise<readonly Answers[]> {
  const prompts = new Map(asked.map(({ question, prompt }) => [question, prompt]));
  const answers: Answers[] = [];
  const { ending, detail = '' } = await askInOrder({
    clusters: asked.map(({ question }) => ({ stratum: 0, questions: [question] })),
    samples,
    window: model.concurrency,
    ask: async (question, sample) => (await model.ask(prompts.get(question)!, { ...asking, sample, signal })).text,
    observe(_, replies) {
      answers.push(replies.map(({ given }) => given));
      return false;
    },
    signal,
    progress,
  });
  if (ending === 'budget') throw new ModelFault('budget', detail);
  if (ending === 'silent') throw new ModelFault('failed', detail);
  return answers;
}

/** Whether an answer has something: of several, whether one has; unknown where one is lacking and none has. */
export const anyAnswer = (answers: Answers, has: (answer: string) => boolean): boolean | undefined =>
  anyOf(answers.map((answer) => (answer === undefined ? undefined : has(answer))));

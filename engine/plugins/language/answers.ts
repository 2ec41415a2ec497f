import type { Asking, LanguageModel, Prompt } from '../../subject/language/language-model.js';
import type { MeasureContext } from '../contract.js';
import { askEach } from './ask-each.js';

export interface AnswersOptions {
  /** Answers to each prompt. */
  readonly samples: number;
  readonly asking?: Omit<Asking, 'sample' | 'signal'>;
}

/** What the model answers to each prompt, in the prompts' order. Throws ModelFault. */
export async function answersTo(
  context: Pick<MeasureContext<unknown>, 'signal' | 'progress'>,
  model: LanguageModel,
  prompts: readonly Prompt[],
  { samples, asking = {} }: AnswersOptions,
): Promise<readonly (readonly string[])[]> {
  const { signal } = context;
  const items = prompts.flatMap((prompt) => Array.from({ length: samples }, (_, sample) => ({ prompt, sample })));
  const texts = await askEach(context, model, items, async ({ prompt, sample }) => {
    const { text } = await model.ask(prompt, { ...asking, sample, signal });
    return text;
  });
  return prompts.map((_, at) => texts.slice(at * samples, (at + 1) * samples));
}

/** Language models and question sets held in memory: for contract tests of plugins, of anyone. */
import type { Answer, Asking, LanguageModel, Prompt } from '../subject/language/language-model.js';
import type { Question, QuestionSet } from '../subject/language/question.js';
import { ModelFault } from '../subject/view.js';

export { promptText } from './language/prompt-text.js';

export interface MemoryLanguageModel {
  readonly answer: (prompt: Prompt, asking: Asking) => string | (Pick<Answer, 'text'> & Partial<Answer>);
  /** ln P(continuation | prompt) and its tokens; without it, log probabilities are not offered. */
  readonly logProbability?: (prompt: Prompt, continuation: string) => { readonly sum: number; readonly tokens: number };
  readonly price?: LanguageModel['price'];
  readonly runsHere?: true;
}

export function memoryLanguageModel(model: MemoryLanguageModel): LanguageModel {
  const readings = new Map<string, string>();
  const spent = { requests: 0, promptTokens: 0, answerTokens: 0, uncounted: 0, known: 0 };
  const checked = (signal: AbortSignal | undefined): void => {
    signal?.throwIfAborted();
    spent.requests += 1;
  };
  return {
    name: 'in-memory',
    basis: 'observed',
    backend: 'in-memory',
    concurrency: 4,
    ...(model.price !== undefined && { price: model.price }),
    ...(model.runsHere && { runsHere: true }),
    async ask(prompt, asking = {}) {
      checked(asking.signal);
      const given = model.answer(prompt, asking);
      return { finish: 'stop', timing: { seconds: 0 }, ...(typeof given === 'string' ? { text: given } : given) };
    },
    async logProbability(prompt, continuation, signal) {
      checked(signal);
      if (model.logProbability === undefined) throw new ModelFault('unsupported', 'it offers no log probabilities');
      return model.logProbability(prompt, continuation);
    },
    async embed() {
      throw new ModelFault('unsupported', 'it offers no embeddings');
    },
    async keptReading<T>(name: readonly string[], take: () => Promise<T>) {
      const key = JSON.stringify(name);
      const reading = readings.get(key) ?? JSON.stringify(await take());
      readings.set(key, reading);
      return JSON.parse(reading) as T;
    },
    get spent() {
      return { ...spent };
    },
    close: async () => {},
  };
}

export type MemoryQuestion = Partial<Question> & Pick<Question, 'text'>;

export function memoryQuestions(
  name: string,
  questions: readonly MemoryQuestion[],
  { scorer = { type: 'exact' }, ...rest }: Partial<Pick<QuestionSet, 'scorer' | 'weights' | 'revised' | 'sealed'>> = {},
): QuestionSet {
  return {
    name,
    digest: `sha256:${name}`,
    questions: questions.map((question, at) => ({ id: `q${at}`, references: [], fields: {}, ...question })),
    scorer,
    ...rest,
    prompt: ({ text, choices }) => ({
      text:
        choices === undefined
          ? text
          : [text, ...choices.map((choice, at) => `${'ABCDEFGH'[at]}. ${choice}`)].join('\n'),
    }),
  };
}

/** What a server of a language model offers, found out by a few short requests. */
import type { NamedFiles } from '../subject/named-file.js';
import { loadLanguageModel } from '../subject/load-language-model.js';
import type { OpenaiModelUse } from '../subject/load-endpoint.js';
import { openLanguageModel } from '../subject/language/open-language-model.js';
import type { OpenLanguageModel } from '../subject/language/open-language-model.js';
import type { ServerOptions } from '../subject/language/openai/server.js';
import { ModelFault } from '../subject/view.js';

export interface Offers {
  /** `chat` where it takes turns, else texts that it continues. */
  readonly interface: 'chat' | 'completions';
  /** Of `generation`, where it takes no other: OpenAI's reasoning models. */
  readonly generation?: typeof REASONING;
  readonly stream: boolean;
  /** It counts tokens. */
  readonly usage: boolean;
  /** Log probabilities of answers, and of given texts. */
  readonly logProbabilities: boolean;
  readonly echo: boolean;
  readonly embeddings: boolean;
}

const QUESTION = { text: 'Say yes.' };
const REASONING = { maxTokensField: 'max_completion_tokens', temperature: 1 } as const;
const TOKENS = 16;

/** Throws the ModelFault of an answer by turns where there is none by either way. */
export async function offersOf(model: OpenaiModelUse, files: NamedFiles, options: ServerOptions): Promise<Offers> {
  const as = async <T>(more: Partial<OpenaiModelUse>, ask: (model: OpenLanguageModel) => Promise<T>): Promise<T> => {
    const { generation, ...rest } = more;
    const use = { ...model, ...rest, generation: { maxTokens: TOKENS, ...generation } };
    const opened = openLanguageModel(loadLanguageModel('model', use, files).spec!, options);
    try {
      return await ask(opened);
    } finally {
      await opened.close();
    }
  };
  const tried = async (ask: Promise<unknown>): Promise<boolean> =>
    ask.then(
      () => true,
      (error: unknown) => {
        if (error instanceof ModelFault) return false;
        throw error;
      },
    );
  const ways = [
    { interface: 'chat' },
    { interface: 'chat', generation: REASONING },
    { interface: 'completions' },
  ] as const;
  let fault: ModelFault | undefined;
  for (const way of ways) {
    if ('generation' in way && !/max_(completion_)?tokens|temperature/.test(fault?.message ?? '')) continue;
    try {
      const { tokens, timing } = await as(way, (opened) => opened.ask(QUESTION));
      return {
        interface: way.interface,
        ...('generation' in way && { generation: way.generation }),
        stream: timing.firstTokenSeconds !== undefined,
        usage: tokens !== undefined,
        logProbabilities: await tried(as(way, (opened) => opened.ask(QUESTION, { logProbabilities: 1 }))),
        echo: await tried(as({ interface: 'completions' }, (opened) => opened.logProbability(QUESTION, ' It does.'))),
        embeddings: await tried(as(way, (opened) => opened.embed([QUESTION.text]))),
      };
    } catch (error) {
      if (!(error instanceof ModelFault) || error.unmeasured === 'timed-out') throw error;
      fault ??= error;
    }
  }
  throw fault!;
}

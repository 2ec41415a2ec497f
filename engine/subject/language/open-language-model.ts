/** A language model behind a server of OpenAI's protocol: what is known is not asked, and all that is answered is kept. */
import type { Key } from '../../sealing/key.js';
import { digestValue } from '../../trust/digest.js';
import { bookInMemory, keyOf } from '../endpoint/answer-book.js';
import type { AnswerShelf } from '../endpoint/answer-book.js';
import { Remembered } from '../endpoint/remembered.js';
import { daysOf, today, UsedDays } from '../endpoint/used-days.js';
import { ModelFault } from '../view.js';
import { bookDigest } from './book-digest.js';
import type { Answer, Asking, LanguageModel, Prompt } from './language-model.js';
import { checkHeeded, isFiltered, readCompletion } from './openai/completion.js';
import type { Completion } from './openai/completion.js';
import { readEmbeddings } from './openai/embeddings.js';
import { readEcho, sumOf, tokensFrom } from './openai/given-text.js';
import type { Echo } from './openai/given-text.js';
import { answerRequest, echoRequest, embeddingRequest, textOf } from './openai/requests.js';
import type { OpenaiRequest } from './openai/requests.js';
import { checkServed } from './openai/served.js';
import { OpenaiServer, refuseEmbeddings, refuseProbabilities } from './openai/server.js';
import type { ServerOptions } from './openai/server.js';
import type { LanguageModelSpec } from './spec.js';

export interface LanguageOptions extends Omit<ServerOptions, 'sealed'> {
  /** Where answers are kept; without it they are kept in memory. */
  readonly answers?: AnswerShelf;
  /** Told of which days the answers are that are used. */
  readonly used?: UsedDays;
  /** Of the sealed questions among those that are asked. */
  readonly key?: Key;
}

/** Texts a request. */
const EMBEDDED_AT_ONCE = 64;

/** Answers as they are kept. */
type KeptAnswer = Completion & Pick<Answer, 'timing'>;
interface KeptSum {
  readonly sum: number;
  readonly tokens: number;
  readonly served?: string;
}

export interface OpenLanguageModel extends LanguageModel {
  /**
   * Questions that are not under way are not asked any more; resolves once the others are answered and kept.
   */
  settle(): Promise<void>;
}

export function openLanguageModel(spec: LanguageModelSpec, options: LanguageOptions = {}): OpenLanguageModel {
  const { answers, used = new UsedDays(), key: sealing, ...reaching } = options;
  const server = new OpenaiServer(spec, { ...reaching, sealed: sealing !== undefined });
  const kept = new Remembered(answers?.open(bookDigest(spec), sealing) ?? bookInMemory(), used);
  let known = 0;
  let servedAs: string | undefined;

  /** Answers of two models are never in one figure. */
  const checkSame = (served: string | undefined): void => {
    servedAs ??= served;
    if (served !== undefined && served !== servedAs) {
      const message = `the server answers as model ${served}, and as ${servedAs} before: name the one that is meant`;
      throw new ModelFault('failed', message);
    }
  };

  const once = async <T>(key: string, ask: () => Promise<T>, signal: AbortSignal | undefined): Promise<T> => {
    if (kept.knows(key)) known += 1;
    const [answer] = await kept.all([key], async () => [server.kept(await ask())], signal);
    return JSON.parse(answer!) as T;
  };

  const complete = async (
    request: OpenaiRequest,
    maxTokens: number,
    signal: AbortSignal | undefined,
  ): Promise<KeptAnswer> =>
    await server.post<KeptAnswer>(
      request,
      {
        stream: spec.stream,
        read(json, timing) {
          const completion = readCompletion(json);
          checkServed(completion.served, spec);
          checkHeeded(completion, maxTokens);
          return { ...completion, timing };
        },
        tokens: ({ tokens }) => tokens,
        refused(answered) {
          if ('logprobs' in request.body) refuseProbabilities(answered);
          return isFiltered(answered)
            ? { text: '', finish: 'refused', timing: { seconds: answered.seconds } }
            : undefined;
        },
      },
      signal,
    );

  const echo = async (text: string, signal: AbortSignal | undefined): Promise<Echo> =>
    await server.post<Echo>(
      echoRequest(spec, text),
      {
        read(json) {
          const echoed = readEcho(json, text);
          checkServed(echoed.served, spec);
          return echoed;
        },
        tokens: ({ counted }) => counted,
        refused: refuseProbabilities,
      },
      signal,
    );

  /** Tokens of a text of its own, where those of a longer one do not tell. */
  const tokensOfPrompt = async (prompt: string, signal: AbortSignal | undefined): Promise<number> => {
    const key = keyOf(['tokens', spec.name, prompt]);
    return await once(
      key,
      async () => {
        const { tokens, generated } = await echo(prompt, signal);
        return tokens.length - generated;
      },
      signal,
    );
  };

  const probabilityOf = async (prompt: string, continuation: string, signal?: AbortSignal): Promise<KeptSum> => {
    const { tokens, generated, served } = await echo(prompt + continuation, signal);
    const placed = tokensFrom(tokens, prompt + continuation, prompt.length);
    const own = placed ?? tokens.slice(await tokensOfPrompt(prompt, signal), tokens.length - generated);
    return { ...sumOf(own), ...(served !== undefined && { served }) };
  };

  const answerTo = async (prompt: Prompt, asking: Asking): Promise<Answer> => {
    const { sample = 0, signal, logProbabilities, fresh, maxTokens = spec.generation.maxTokens } = asking;
    const request = answerRequest(spec, prompt, asking);
    const key = keyOf([request.path, JSON.stringify(request.body), String(sample)]);
    const ask = (): Promise<KeptAnswer> => complete(request, maxTokens, signal);
    const { served, ...answer } = fresh === true ? await ask() : await once(key, ask, signal);
    if (fresh === true) used.note(daysOf(today()));
    checkSame(served);
    if (logProbabilities !== undefined && answer.logProbabilities === undefined && answer.finish !== 'refused')
      throw new ModelFault('unsupported', 'the server gives no log probabilities of its answers');
    return answer;
  };

  const probabilityGiven = async (
    prompt: Prompt,
    continuation: string,
    signal: AbortSignal | undefined,
  ): ReturnType<LanguageModel['logProbability']> => {
    if (continuation === '') throw new ModelFault('out-of-domain', 'the probability of no text is asked for');
    if ('messages' in prompt && spec.interface === 'chat') {
      const message =
        'servers give log probabilities of texts, not of turns of a conversation (interface: completions)';
      throw new ModelFault('unsupported', message);
    }
    const text = textOf(prompt);
    const key = keyOf(['probability', spec.name, text, continuation]);
    const { sum, tokens, served } = await once(key, () => probabilityOf(text, continuation, signal), signal);
    checkSame(served);
    return { sum, tokens };
  };

  const vectorsOf = async (
    texts: readonly string[],
    signal: AbortSignal | undefined,
  ): ReturnType<LanguageModel['embed']> => {
    const keys = texts.map((text) => keyOf(['embedding', spec.name, text]));
    const ask = async (which: readonly number[]): Promise<readonly string[]> => {
      const some = which.map((at) => texts[at]!);
      const reading = {
        read: (json: unknown) => readEmbeddings(json, some.length),
        tokens: ({ tokens }: ReturnType<typeof readEmbeddings>) => tokens,
        refused: refuseEmbeddings,
      };
      const { vectors } = await server.post(embeddingRequest(spec, some), reading, signal);
      return vectors.map((vector) => server.kept(vector));
    };
    known += keys.filter((key) => kept.knows(key)).length;
    const starts = Array.from({ length: Math.ceil(texts.length / EMBEDDED_AT_ONCE) }, (_, at) => at * EMBEDDED_AT_ONCE);
    const answers = await Promise.all(
      starts.map((start) =>
        kept.all(keys.slice(start, start + EMBEDDED_AT_ONCE), (which) => ask(which.map((at) => start + at)), signal),
      ),
    );
    return answers.flat().map((answer) => Float64Array.from(JSON.parse(answer) as number[]));
  };

  return {
    name: spec.name,
    basis: 'observed',
    get backend() {
      return `openai ${servedAs ?? spec.name}`;
    },
    concurrency: spec.endpoint.concurrency,
    ...(spec.price !== undefined && { price: spec.price }),
    ...(spec.server !== undefined && { runsHere: true }),

    ask: (prompt, asking = {}) => watched(answerTo(prompt, asking)),

    logProbability: (prompt, continuation, signal) => watched(probabilityGiven(prompt, continuation, signal)),

    embed: (texts, signal) => watched(vectorsOf(texts, signal)),

    async keptReading<T>(name: readonly string[], take: () => Promise<T>) {
      const { generation, interface: spoken, stream, endpoint } = spec;
      const how = digestValue({ generation, spoken, stream, concurrency: endpoint.concurrency });
      const [reading] = await kept.all([keyOf(['reading', how, ...name])], async () => [JSON.stringify(await take())]);
      return JSON.parse(reading!) as T;
    },

    get spent() {
      const { prompt, answer, uncounted } = server.tokens;
      return { requests: server.requests, promptTokens: prompt, answerTokens: answer, uncounted, known };
    },

    async settle() {
      server.dismiss();
      await kept.settled();
    },

    close() {
      server.close();
      return Promise.resolve();
    },
  };
}

/** An answer that nobody waits for any more is no fault of the process. */
function watched<T>(answer: Promise<T>): Promise<T> {
  answer.catch(() => undefined);
  return answer;
}

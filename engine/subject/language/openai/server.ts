/** The server that a language model is behind. It is reached when the first question must be asked, not before. */
import { below } from '../../endpoint/below.js';
import { Client, jsonOf, refusalInWords } from '../../endpoint/client.js';
import type { ClientOptions, Reader } from '../../endpoint/client.js';
import type { Answered } from '../../endpoint/exchange.js';
import { ServerProgram } from '../../endpoint/server-program.js';
import { ModelFault } from '../../view.js';
import type { Answer } from '../language-model.js';
import type { LanguageModelSpec } from '../spec.js';
import { isEventStream, joinStream } from './event-stream.js';
import type { OpenaiRequest } from './requests.js';

export interface ServerOptions extends Pick<ClientOptions, 'environment' | 'backOff'> {
  /** True: it is not asked. */
  readonly offline?: boolean;
  /** False: it is not started. */
  readonly allowCommands?: boolean;
  /** It was started, as this process. */
  readonly onServer?: (pid: number) => void;
}

export type Timing = Answer['timing'];

/** What is made of its answer. */
export interface Reading<T> {
  read(json: unknown, timing: Timing): T;
  tokens(value: T): Answer['tokens'];
  /** Of a refusal that is an answer. */
  refused?(answered: Answered): T | undefined;
  /** The answer is asked for token by token. */
  readonly stream?: boolean;
}

export class OpenaiServer {
  #client: Client | undefined;
  #program: ServerProgram | undefined;
  readonly tokens = { prompt: 0, answer: 0, uncounted: 0 };

  constructor(
    private readonly spec: LanguageModelSpec,
    private readonly options: ServerOptions,
  ) {}

  get requests(): number {
    return this.#client?.sent ?? 0;
  }

  /** Throws ModelFault. */
  async post<T>(request: OpenaiRequest, reading: Reading<T>, signal: AbortSignal | undefined): Promise<T> {
    const { path, body, mostTokens } = request;
    const streamed = reading.stream === true && { stream: true, stream_options: { include_usage: true } };
    const reader: Reader<T> = {
      read: (answered) => readAnswer(answered, reading),
      refused: (answered) => reading.refused?.(answered),
      tokens: (value) => this.#count(reading.tokens(value)),
    };
    const sent = {
      ...(reading.stream === true && { accept: 'text/event-stream, application/json' }),
      url: below(this.spec.endpoint.url, path),
      body: JSON.stringify({ ...body, ...streamed }),
      mostTokens,
    };
    return await this.#connect().exchange(sent, reader, signal);
  }

  /** What is kept of an answer: no secret, though the server repeated it. */
  kept(value: unknown): string {
    return this.#connect().bare(JSON.stringify(value));
  }

  /** What was asked for and is not under way is not sent any more. */
  dismiss(): void {
    this.#client?.dismiss();
  }

  close(): void {
    this.#client?.close();
    this.#program?.close();
  }

  #connect(): Client {
    if (this.#client !== undefined) return this.#client;
    const { offline, allowCommands = true, onServer, ...options } = this.options;
    if (offline === true)
      throw new ModelFault('unsupported', 'the model is behind a server, and --offline reaches none');
    const { endpoint, server } = this.spec;
    const start = { allowCommands, ...(onServer && { onStart: onServer }) };
    const program = server === undefined ? undefined : new ServerProgram(server, start);
    this.#client = new Client(endpoint, { ...options, ...(program && { program }) });
    this.#program = program;
    return this.#client;
  }

  #count(tokens: Answer['tokens']): number | undefined {
    if (tokens === undefined) {
      this.tokens.uncounted += 1;
      return undefined;
    }
    this.tokens.prompt += tokens.prompt;
    this.tokens.answer += tokens.answer;
    return tokens.prompt + tokens.answer;
  }
}

/** A server that heeds no `stream` answers at once. */
function readAnswer<T>(answered: Answered, reading: Reading<T>): T {
  const { seconds } = answered;
  if (!isEventStream(answered)) return reading.read(jsonOf(answered), { seconds });
  const { json, firstTokenSeconds } = joinStream(answered);
  return reading.read(json, { seconds, ...(firstTokenSeconds !== undefined && { firstTokenSeconds }) });
}

/** A server, or its model, has no embeddings. */
export function refuseEmbeddings(answered: Answered): undefined {
  const words = refusalInWords(answered);
  if (answered.status === 501 || /embedding/i.test(words)) throw new ModelFault('unsupported', words);
}

/** A server without log probabilities, or without those of a given text, may refuse to be asked for them. */
export function refuseProbabilities(answered: Answered): undefined {
  const words = refusalInWords(answered);
  if (/logprob|echo/i.test(words)) throw new ModelFault('unsupported', words);
}

/**
 * Requests of OpenAI's protocol (API reference: Chat, Completions, Embeddings), as vLLM, llama.cpp, Ollama and vendors
 * take them. Fields that are not needed are not sent: servers refuse those that they do not know.
 */
import type { Asking, Prompt } from '../language-model.js';
import type { LanguageModelSpec } from '../spec.js';

export interface OpenaiRequest {
  /** Below the endpoint's address. */
  readonly path: '/chat/completions' | '/completions' | '/embeddings';
  /** All that bears on the answer. */
  readonly body: Readonly<Record<string, unknown>>;
  /** Tokens that it may cost: no token is shorter than a byte. */
  readonly mostTokens: number;
  /** The longest answer that a server which heeds the request gives. */
  readonly mostBytes?: number;
}

/** Of an answer without words, of a token that comes alone in an event, and of an alternative to it. */
const BYTES = { answer: 65_536, token: 2048, alternative: 512 } as const;

/** A message's role and marks, as chat templates write them. */
const TOKENS_A_MESSAGE = 16;

export function answerRequest(model: LanguageModelSpec, prompt: Prompt, asking: Asking): OpenaiRequest {
  const { name, generation } = model;
  const { sample = 0, temperature = generation.temperature, maxTokens = generation.maxTokens } = asking;
  const { topP, seed, stop = [] } = generation;
  const given = {
    temperature,
    [generation.maxTokensField]: maxTokens,
    ...(topP !== undefined && { top_p: topP }),
    // Else two answers to one question would be one.
    ...(seed !== undefined && { seed: seed + sample }),
    ...(stop.length > 0 && { stop }),
  };
  // 0 is none at all to llama.cpp.
  const alternatives = asking.logProbabilities === undefined ? undefined : Math.max(1, asking.logProbabilities);
  const mostBytes = BYTES.answer + maxTokens * (BYTES.token + (alternatives ?? 0) * BYTES.alternative);
  if (model.interface === 'completions') {
    const text = textOf(prompt);
    return {
      path: '/completions',
      body: { model: name, prompt: text, ...given, ...(alternatives !== undefined && { logprobs: alternatives }) },
      mostTokens: bytesOf(text) + TOKENS_A_MESSAGE + maxTokens,
      mostBytes,
    };
  }
  const messages = 'messages' in prompt ? prompt.messages : [{ role: 'user', content: prompt.text }];
  const logprobs = alternatives !== undefined && { logprobs: true, top_logprobs: alternatives };
  return {
    path: '/chat/completions',
    body: { model: name, messages: messages.map(({ role, content }) => ({ role, content })), ...given, ...logprobs },
    mostTokens:
      messages.reduce((sum, { content }) => sum + bytesOf(content) + TOKENS_A_MESSAGE, TOKENS_A_MESSAGE) + maxTokens,
    mostBytes,
  };
}

/** Log probabilities of a text itself: it is to be given back (`echo`), and one token more, as some servers give at least one. */
export const echoRequest = ({ name }: LanguageModelSpec, text: string): OpenaiRequest => ({
  path: '/completions',
  body: { model: name, prompt: text, temperature: 0, max_tokens: 1, logprobs: 1, echo: true },
  mostTokens: bytesOf(text) + TOKENS_A_MESSAGE + 1,
});

export const embeddingRequest = ({ name }: LanguageModelSpec, texts: readonly string[]): OpenaiRequest => ({
  path: '/embeddings',
  body: { model: name, input: texts, encoding_format: 'float' },
  mostTokens: texts.reduce((sum, text) => sum + bytesOf(text) + TOKENS_A_MESSAGE, 0),
});

/** Of a model without a form for conversations: its messages, a blank line between. */
export const textOf = (prompt: Prompt): string =>
  'text' in prompt ? prompt.text : prompt.messages.map(({ content }) => content).join('\n\n');

const bytesOf = (text: string): number => Buffer.byteLength(text);

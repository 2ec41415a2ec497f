/**
 * Log probabilities of tokens in the two forms of the protocol: that of chat (`content`, which llama.cpp gives for
 * completions too) and that of completions (`tokens`, `token_logprobs`, `top_logprobs`).
 */
import { isObject } from '../../endpoint/wire.js';
import type { JsonObject } from '../../endpoint/wire.js';
import type { TokenProbability } from '../language-model.js';
import { malformed } from './malformed.js';

/** Rounding may leave the logarithm of 1 above 0. */
const ABOVE = 1e-3;

/** `undefined` where there are none. */
export function tokenProbabilities(logprobs: unknown): readonly TokenProbability[] | undefined {
  if (logprobs === undefined || logprobs === null) return undefined;
  if (!isObject(logprobs)) throw malformed('`logprobs` is no object');
  const { content, tokens, top_logprobs: tops } = logprobs;
  if (Array.isArray(content)) return withoutEnd((content as unknown[]).map(ofChat));
  if (content === null && tokens === undefined) return undefined;
  return tokensOfText(logprobs).map(({ token, logProbability }, at) => {
    const top = Array.isArray(tops) ? (tops as unknown[])[at] : undefined;
    const alternatives = isObject(top) ? Object.entries(top).map(([other, number]) => pair(other, number)) : [];
    return { ...pair(token, logProbability), alternatives };
  });
}

/** llama.cpp counts what ended the answer, an end or a stop text, as tokens without text, and not in each of its forms. */
function withoutEnd(tokens: readonly TokenProbability[]): readonly TokenProbability[] {
  return tokens.slice(0, tokens.findLastIndex(({ token }) => token !== '') + 1);
}

/** The form of completions; the first token of a text that was given (`echo`) has no probability. */
export function tokensOfText({ tokens, token_logprobs: values }: JsonObject): readonly TokenOfText[] {
  if (!Array.isArray(tokens) || !Array.isArray(values) || tokens.length !== values.length)
    throw malformed('`logprobs` has neither `content` nor as many `token_logprobs` as `tokens`');
  return (tokens as unknown[]).map((token, at) => {
    const value = (values as unknown[])[at];
    return value === null ? { token: textOf(token) } : pair(token, value);
  });
}

export interface TokenOfText {
  readonly token: string;
  readonly logProbability?: number;
}

function ofChat(entry: unknown): TokenProbability {
  const { token, logprob, top_logprobs: top } = isObject(entry) ? entry : ({} as JsonObject);
  const alternatives = Array.isArray(top)
    ? (top as unknown[]).map((other) => (isObject(other) ? pair(other['token'], other['logprob']) : pair(other, other)))
    : [];
  return { ...pair(token, logprob), alternatives };
}

function pair(token: unknown, value: unknown): { readonly token: string; readonly logProbability: number } {
  if (typeof value !== 'number' || !Number.isFinite(value) || value > ABOVE)
    throw malformed(`the log probability of a token is ${JSON.stringify(value)?.slice(0, 40)}`);
  return { token: textOf(token), logProbability: Math.min(0, value) };
}

function textOf(token: unknown): string {
  if (typeof token !== 'string') throw malformed('a token of `logprobs` is no text');
  return token;
}

/** The probability of a text that a server was given, from the tokens that it gives back (`echo`). */
import { isObject } from '../../endpoint/wire.js';
import { ModelFault } from '../../view.js';
import { objectOf, servedBy, tokensOf } from './completion.js';
import { malformed } from './malformed.js';
import { tokensOfText } from './token-probabilities.js';
import type { TokenOfText } from './token-probabilities.js';

const NONE = 'the server gives no log probabilities of what it is given';

/** What `echo` gave back. */
export interface Echo {
  /** Of the text that was given, then those that were generated. */
  readonly tokens: readonly TokenOfText[];
  readonly generated: number;
  readonly served?: string;
  readonly counted?: { readonly prompt: number; readonly answer: number };
}

/** Throws ModelFault (`unsupported`) where the server does not give back what it is given, or no probabilities of it. */
export function readEcho(json: unknown, given: string): Echo {
  const { choices, model, usage } = objectOf(json);
  const choice = Array.isArray(choices) ? (choices as unknown[])[0] : undefined;
  if (!isObject(choice) || typeof choice['text'] !== 'string') throw malformed('it has no `choices` with a `text`');
  const { text, logprobs } = choice;
  if (!text.trimStart().startsWith(given.trimStart()))
    throw new ModelFault('unsupported', 'the server does not give back what it is given (`echo`)');
  if (!isObject(logprobs) || !Array.isArray(logprobs['tokens'])) throw new ModelFault('unsupported', NONE);
  const counted = tokensOf(usage);
  return {
    tokens: tokensOfText(logprobs),
    generated: counted?.answer ?? 1,
    ...servedBy(model),
    ...(counted !== undefined && { counted }),
  };
}

/**
 * The tokens of `text`'s part from `from` on, by their places in it: a token across the border belongs to it.
 * `undefined` where the tokens are not the text's own words (bytes of a character, marks for spaces).
 */
export function tokensFrom(
  tokens: readonly TokenOfText[],
  text: string,
  from: number,
): readonly TokenOfText[] | undefined {
  const start = tokens
    .map(({ token }) => token)
    .join('')
    .indexOf(text);
  if (start < 0) return undefined;
  let at = 0;
  return tokens.filter(({ token }) => {
    const begins = at;
    at += token.length;
    return at > start + from && begins < start + text.length;
  });
}

export function sumOf(tokens: readonly TokenOfText[]): { readonly sum: number; readonly tokens: number } {
  const values = tokens.map(({ logProbability }) => {
    if (logProbability === undefined)
      throw new ModelFault(
        'unsupported',
        'the server gives no probability of the first token of a text: it needs one before',
      );
    return logProbability;
  });
  if (values.length === 0) throw new ModelFault('unsupported', NONE);
  return { sum: values.reduce((sum, value) => sum + value, 0), tokens: values.length };
}

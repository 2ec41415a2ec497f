/** What a server's answer to a question says, field by field. Throws ModelFault (`failed`) where it is no such answer. */
import { jsonOf, ServerFault } from '../../endpoint/client.js';
import type { Answered } from '../../endpoint/exchange.js';
import { isObject } from '../../endpoint/wire.js';
import type { JsonObject } from '../../endpoint/wire.js';
import { oneLine } from '../../../programs/last-words.js';
import { ModelFault } from '../../view.js';
import type { Answer } from '../language-model.js';
import { malformed } from './malformed.js';
import { tokenProbabilities } from './token-probabilities.js';

/** An answer as it is kept. */
export interface Completion extends Omit<Answer, 'timing'> {
  /** The model, as the answer names it. */
  readonly served?: string;
}

export function readCompletion(json: unknown): Completion {
  const { choices, model, usage } = objectOf(json);
  const choice = Array.isArray(choices) ? (choices as unknown[])[0] : undefined;
  if (!isObject(choice)) throw malformed('it has no `choices`');
  const { message, finish_reason: reason, logprobs } = choice;
  const said = isObject(message) ? messageOf(message) : textOf(choice);
  const probabilities = tokenProbabilities(logprobs);
  const tokens = tokensOf(usage);
  return {
    text: said.text,
    finish: said.refused ? 'refused' : finishOf(reason),
    ...(tokens !== undefined && { tokens }),
    ...(probabilities !== undefined && { logProbabilities: probabilities }),
    ...servedBy(model),
  };
}

/** A refusal of the request by the server's own filter (Azure: status 400, `code: content_filter`) is an answer. */
export function isFiltered(answered: Answered): boolean {
  let json: unknown;
  try {
    json = jsonOf(answered);
  } catch {
    return false;
  }
  const error = isObject(json) ? json['error'] : undefined;
  return isObject(error) && error['code'] === 'content_filter';
}

/** The whole answer as an object; some servers report a fault with status 200. */
export function objectOf(json: unknown): JsonObject {
  if (!isObject(json)) throw malformed('it is no object');
  const { error } = json;
  if (error !== undefined && error !== null) {
    const words = isObject(error) ? (error['message'] ?? error['code']) : error;
    throw new ServerFault('failed', 'it answers with a fault', typeof words === 'string' ? words.slice(0, 300) : '?');
  }
  return json;
}

export function servedBy(model: unknown): { readonly served?: string } {
  if (model === undefined || model === null || model === '') return {};
  if (typeof model !== 'string') throw malformed('`model` is no text');
  // It stands in reports.
  if (model.length > 200 || oneLine(model) !== model) throw malformed('`model` is no name');
  return { served: model };
}

/** Characters of the longest tokens that vocabularies have: runs of spaces or dashes. */
const LONGEST_TOKEN = 256;
/** A mark of the end may be counted. */
const MARKS = 8;

/** An answer of more than so many tokens: who asks for few is not to be filled with many, or told of them. */
export function checkHeeded({ text, tokens, logProbabilities }: Completion, maxTokens: number): void {
  const most = maxTokens + MARKS;
  const count = Math.max(tokens?.answer ?? 0, logProbabilities?.length ?? 0);
  if (count > most)
    throw new ModelFault('failed', `it answers with ${count} tokens, ${maxTokens} at most were asked for`);
  if (text.length > most * LONGEST_TOKEN)
    throw new ModelFault('failed', `it answers with ${text.length} characters: no ${maxTokens} tokens have so many`);
}

/** As the server counts them; `undefined` where it does not. An embedding has no `completion_tokens`. */
export function tokensOf(usage: unknown): Answer['tokens'] {
  if (usage === undefined || usage === null) return undefined;
  const { prompt_tokens: prompt, completion_tokens: answer = 0 } = isObject(usage) ? usage : ({} as JsonObject);
  if (!isCount(prompt) || !isCount(answer)) throw malformed('`usage` holds no counts of tokens');
  return { prompt, answer };
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

/** A call of a tool, which nobody offered, is an answer without words. */
function messageOf({ content, refusal }: JsonObject): { text: string; refused: boolean } {
  // Whoever refuses and answers has answered: no word is left out.
  const words = [contentText(content), contentText(refusal)];
  return { text: words.filter((text) => text !== '').join('\n'), refused: words[1] !== '' };
}

/** A text, whole or in parts (Mistral); none where there is none. */
export function contentText(content: unknown): string {
  if (content === undefined || content === null) return '';
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) throw malformed('`content` is no text');
  return (content as unknown[])
    .map((part) => (isObject(part) && typeof part['text'] === 'string' ? part['text'] : ''))
    .join('');
}

function textOf({ text }: JsonObject): { text: string; refused: boolean } {
  if (typeof text !== 'string') throw malformed('its choice has neither `message` nor `text`');
  return { text, refused: false };
}

function finishOf(reason: unknown): Answer['finish'] {
  if (reason === 'stop' || reason === 'length') return reason;
  return reason === 'content_filter' ? 'refused' : 'other';
}

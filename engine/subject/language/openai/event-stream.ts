/**
 * An answer that comes token by token (`stream: true`): events of `text/event-stream` (WHATWG, Server-sent events), put
 * together to what the server would have answered at once.
 */
import { createParser } from 'eventsource-parser';
import { CutShort, ServerFault } from '../../endpoint/client.js';
import type { Answered } from '../../endpoint/exchange.js';
import { isObject } from '../../endpoint/wire.js';
import type { JsonObject } from '../../endpoint/wire.js';
import { ModelFault } from '../../view.js';
import { contentText, objectOf } from './completion.js';

export const isEventStream = ({ headers }: Answered): boolean =>
  /^text\/event-stream\b/i.test(headers['content-type'] ?? '');

export interface Streamed {
  readonly json: JsonObject;
  /** From the request to the first token of the answer. */
  readonly firstTokenSeconds?: number;
}

/** Throws ModelFault, and `CutShort` where the stream ends before the answer does. */
export function joinStream({ pieces }: Answered): Streamed {
  const joined = new Joined();
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let seconds = 0;
  const parser = createParser({ onEvent: ({ data }) => joined.add(data, seconds) });
  try {
    for (const piece of pieces) {
      ({ seconds } = piece);
      parser.feed(decoder.decode(piece.bytes, { stream: true }));
    }
  } catch (cause) {
    if (cause instanceof TypeError) throw new ModelFault('failed', 'the answer is no UTF-8');
    throw cause;
  }
  return joined.end();
}

class Joined {
  #text = '';
  #refusal = '';
  #chat = true;
  #reason: unknown;
  #model: unknown;
  #usage: unknown;
  #lists: Record<string, unknown[]> = {};
  #first: number | undefined;
  #done = false;

  add(data: string, seconds: number): void {
    if (data === '[DONE]') {
      this.#done = true;
      return;
    }
    const { model, usage, choices } = objectOf(parsed(data));
    this.#model = model ?? this.#model;
    this.#usage = usage ?? this.#usage;
    // The last event may be of the usage alone.
    const choice = Array.isArray(choices) ? (choices as unknown[])[0] : undefined;
    if (!isObject(choice)) return;
    const { delta, text, finish_reason: reason, logprobs } = choice;
    this.#reason = reason ?? this.#reason;
    this.#chat = isObject(delta);
    const { content, refusal } = isObject(delta) ? delta : { content: text };
    const [said, refused] = [contentText(content), contentText(refusal)];
    if (said !== '' || refused !== '') this.#first ??= seconds;
    this.#text += said;
    this.#refusal += refused;
    if (!isObject(logprobs)) return;
    for (const [name, list] of Object.entries(logprobs)) {
      if (Array.isArray(list)) (this.#lists[name] ??= []).push(...(list as unknown[]));
    }
  }

  end(): Streamed {
    if (!this.#done && this.#reason === undefined) throw new CutShort('the connection was cut within the answer');
    const choice = {
      ...(this.#chat ? { message: { content: this.#text, refusal: this.#refusal } } : { text: this.#text }),
      finish_reason: this.#reason,
      ...(Object.keys(this.#lists).length > 0 && { logprobs: this.#lists }),
    };
    return {
      json: { model: this.#model, usage: this.#usage, choices: [choice] },
      ...(this.#first !== undefined && { firstTokenSeconds: this.#first }),
    };
  }
}

function parsed(data: string): unknown {
  try {
    return JSON.parse(data);
  } catch (cause) {
    throw new ServerFault('failed', 'an event of the answer is no JSON', (cause as Error).message);
  }
}

/**
 * A server of one tiny language model by OpenAI's protocol, field by field as the API reference has it; it counts what
 * it is asked and can be told to misbehave. Its answer to a question is the question's last word, in upper case; its
 * tokens are words with the space before them, each of which has the probability 1/2.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { listening } from './listening.js';
import type { Listening, Mischief } from './listening.js';

export interface Asked {
  readonly path: string;
  readonly body: Body;
}

interface Body {
  readonly model: string;
  readonly messages?: readonly { readonly role: string; readonly content: string }[];
  readonly prompt?: string;
  readonly input?: readonly string[];
  readonly max_tokens?: number;
  readonly seed?: number;
  readonly stream?: boolean;
  readonly echo?: boolean;
  readonly logprobs?: boolean | number;
  readonly top_logprobs?: number;
}

export interface LanguageServer extends Omit<Listening, 'port'> {
  readonly url: string;
  /** Requests that were answered as they should. */
  readonly answered: readonly Asked[];
  /** Addresses of all requests, with their methods. */
  readonly requests: readonly string[];
  readonly headers: readonly IncomingMessage['headers'][];
}

const HALF = Math.log(0.5);
const wordsOf = (text: string): readonly string[] => text.match(/\s*\S+/g) ?? [];

const answerTo = (body: Body): string => {
  const text = body.messages?.at(-1)?.content ?? body.prompt ?? '';
  return ` ${(wordsOf(text).at(-1) ?? '').trim().toUpperCase()}`;
};

const usageOf = (body: Body, answer: string): unknown => {
  const prompt = wordsOf(body.messages?.map(({ content }) => content).join(' ') ?? body.prompt ?? '').length;
  const completion = wordsOf(answer).length;
  return { prompt_tokens: prompt, completion_tokens: completion, total_tokens: prompt + completion };
};

/** The answer in whole, as the API reference has it. */
function chat(body: Body): object {
  const text = answerTo(body);
  const content = wordsOf(text).map((token) => ({
    token,
    logprob: HALF,
    bytes: [...Buffer.from(token)],
    top_logprobs: [{ token, logprob: HALF, bytes: null }].slice(0, body.top_logprobs ?? 0),
  }));
  return {
    id: 'chatcmpl-1',
    object: 'chat.completion',
    created: 1,
    model: body.model,
    choices: [
      {
        index: 0,
        message: { role: 'assistant', content: text, refusal: null },
        finish_reason: 'stop',
        logprobs: body.logprobs === true ? { content } : null,
      },
    ],
    usage: usageOf(body, text),
  };
}

function completion(body: Body): object {
  const said = answerTo(body);
  const text = body.echo === true ? `${body.prompt}${said}` : said;
  const tokens = wordsOf(text);
  const first = body.echo === true ? null : HALF;
  return {
    id: 'cmpl-1',
    object: 'text_completion',
    created: 1,
    model: body.model,
    choices: [
      {
        index: 0,
        text,
        finish_reason: 'length',
        logprobs:
          typeof body.logprobs === 'number'
            ? {
                tokens,
                token_logprobs: tokens.map((_, at) => (at === 0 ? first : HALF)),
                top_logprobs: tokens.map((token, at) => (at === 0 && first === null ? null : { [token]: HALF })),
                text_offset: tokens.map((_, at) => tokens.slice(0, at).join('').length),
              }
            : null,
      },
    ],
    usage: usageOf(body, said),
  };
}

const embeddings = ({ model, input = [] }: Body): object => ({
  object: 'list',
  model,
  data: input.map((text, index) => ({ object: 'embedding', index, embedding: [text.length, 1, 0.5] })).reverse(),
  usage: { prompt_tokens: input.length, total_tokens: input.length },
});

const ROUTES: Readonly<Record<string, (body: Body) => object>> = {
  '/v1/chat/completions': chat,
  '/v1/completions': completion,
  '/v1/embeddings': embeddings,
};

/** The same answer token by token, as the API reference has chunks. */
function chunksOf(answer: object): readonly object[] {
  const { choices, usage, ...rest } = answer as {
    readonly choices: readonly [
      { text?: string; message?: { content: string }; logprobs: Record<string, unknown[]> | null },
    ];
    readonly usage: unknown;
  };
  const [{ text, message, logprobs, ...choice }] = choices;
  const tokens = wordsOf(message?.content ?? text ?? '');
  const chunk = (delta: object, finish: string | null): object => ({
    ...rest,
    usage: null,
    choices: [{ ...choice, ...delta, finish_reason: finish }],
  });
  const piece = (token: string, at: number): object => ({
    ...(message === undefined ? { text: token } : { delta: { content: token } }),
    logprobs:
      logprobs === null ? null : Object.fromEntries(Object.entries(logprobs).map(([name, list]) => [name, [list[at]]])),
  });
  return [
    ...(message === undefined ? [] : [chunk({ delta: { role: 'assistant', content: '' }, logprobs: null }, null)]),
    ...tokens.map((token, at) => chunk(piece(token, at), null)),
    chunk({ ...(message === undefined ? { text: '' } : { delta: {} }), logprobs: null }, 'stop'),
    { ...rest, choices: [], usage },
  ];
}

export async function startLanguageServer(mischief: Mischief = () => undefined): Promise<LanguageServer> {
  const answered: Asked[] = [];
  const requests: string[] = [];
  const headers: IncomingMessage['headers'][] = [];
  let nth = 0;
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = new URL(request.url!, 'http://localhost').pathname;
    requests.push(`${request.method!} ${path}`);
    headers.push(request.headers);
    const reply = (status: number, json: unknown): void => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(json));
    };
    if (path === '/v1/models') return reply(200, { object: 'list', data: [{ id: 'tiny', object: 'model' }] });
    const pieces: Buffer[] = [];
    for await (const piece of request) pieces.push(piece as Buffer);
    const route = ROUTES[path];
    if (route === undefined) return reply(404, { error: { message: 'unknown' } });
    const body = JSON.parse(Buffer.concat(pieces).toString('utf8')) as Body;
    const answer = (): object => {
      answered.push({ path, body });
      return route(body);
    };
    if (mischief(request, response, nth++, answer) === true) return;
    if (body.stream !== true) return reply(200, answer());
    response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' });
    for (const chunk of chunksOf(answer())) response.write(`data: ${JSON.stringify(chunk)}\n\n`);
    response.end('data: [DONE]\n\n');
  };
  const { port, stop, restart } = await listening(handle, (message) => ({ error: { message } }));
  return {
    url: `http://127.0.0.1:${port}/v1`,
    answered,
    requests,
    headers,
    stop,
    restart,
  };
}

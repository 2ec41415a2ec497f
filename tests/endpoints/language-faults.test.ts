/** Servers of language models that misbehave: no answer lost, no question asked twice, the cause told. */
import { appendFileSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openLine } from '../../engine/subject/endpoint/exchange.js';
import type { Answer, LanguageModel } from '../../engine/subject/language/language-model.js';
import type { ModelFault } from '../../engine/subject/view.js';
import { parseKey, secretText } from '../../engine/sealing/key.js';
import type { Mischief } from './listening.js';
import type { LanguageServer } from './language-server.js';
import { serve, user } from './served-language.js';

const QUESTIONS = 12;

/** Once all have been dealt with: the first fault, where there is one. */
async function askAll(model: LanguageModel): Promise<readonly Answer[]> {
  const asked = Array.from({ length: QUESTIONS }, (_, at) => model.ask(user(`question ${at}`)));
  await Promise.allSettled(asked);
  return await Promise.all(asked);
}

const faultOf = (asked: Promise<unknown>): Promise<ModelFault> =>
  asked.then(
    () => expect.fail('it answered'),
    (error: ModelFault) => error,
  );

/** Every question was answered once. */
function askedOnce({ answered }: LanguageServer): void {
  expect(new Set(answered.map(({ body }) => body.messages![0]!.content)).size).toBe(QUESTIONS);
  expect(answered.length).toBe(QUESTIONS);
}

/** Nothing else is answered. */
const done = (done: unknown): boolean => done !== null;

const at = (nths: readonly number[], mischief: Mischief): Mischief => {
  return (request, response, nth, answer) =>
    nths.includes(nth) ? mischief(request, response, nth, answer) : undefined;
};

const EVENTS = { 'content-type': 'text/event-stream' };
const SOME = 'data: {"model": "tiny", "choices": [{"delta": {"content": "Ha"}, "finish_reason": null}]}\n\n';

describe('what passes is asked again', () => {
  test.each<[string, Mischief]>([
    ['429 with Retry-After', (_, response) => done(response.writeHead(429, { 'retry-after': '1' }).end())],
    ['503', (_, response) => done(response.writeHead(503).end('{}'))],
    ['a connection cut before the answer', (request) => done(request.socket.destroy())],
    [
      'a connection cut between tokens',
      (request, response) => {
        response.writeHead(200, EVENTS).write(SOME);
        setTimeout(() => request.socket.destroy(), 20);
        return true;
      },
    ],
    ['a stream that ends before the answer does', (_, response) => done(response.writeHead(200, EVENTS).end(SOME))],
    [
      'a slow server',
      (_, response, __, answer) => {
        setTimeout(() => response.writeHead(200).end(JSON.stringify(answer())), 300);
        return true;
      },
    ],
  ])('%s', async (_, mischief) => {
    const { server, open } = await serve(', concurrency: 4', at([1, 6], mischief));
    const answers = await askAll(open());
    askedOnce(server);
    const requests = server.requests.length;
    expect(await askAll(open())).toEqual(answers);
    expect(server.requests.length).toBe(requests);
  });

  test('a server that dies half way and comes back', async () => {
    let down: Promise<void> | undefined;
    const { server, open } = await serve(
      ', concurrency: 2',
      at([5], () => {
        down = server
          .stop()
          .then(() => new Promise<void>((resolve) => setTimeout(resolve, 300)))
          .then(() => server.restart());
        return true;
      }),
    );
    await askAll(open());
    await down;
    askedOnce(server);
  });
});

test('a server that closes its connections after an answer without a word (llama-server) costs no attempt', async () => {
  const served = new WeakSet<object>();
  const { server, open } = await serve(', concurrency: 3, attempts: 1', ({ socket }) => {
    if (served.has(socket)) return done(socket.destroy());
    served.add(socket);
    return undefined;
  });
  const model = open();
  await askAll(model);
  askedOnce(server);
  expect(server.requests.length).toBeGreaterThan(QUESTIONS);
  expect(model.spent.requests).toBe(QUESTIONS);
});

describe('what does not pass is told', () => {
  const json =
    (value: unknown): Mischief =>
    (_, response) =>
      done(response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(value)));
  const choice = { message: { content: 'x' }, finish_reason: 'stop' };
  test.each<[string, Mischief, string, RegExp, string?]>([
    ['invalid JSON', (_, response) => done(response.end('{"choices": [NaN')), 'failed', /no JSON/],
    [
      'an event that is no JSON',
      (_, response) => done(response.writeHead(200, EVENTS).end('data: {"cho\n\n')),
      'failed',
      /event of the answer is no JSON/,
    ],
    ['ten megabytes', (_, response) => done(response.end('x'.repeat(10 * 2 ** 20))), 'failed', /more than \d+ bytes/],
    [
      'more than was asked for',
      json({ choices: [{ message: { content: 'x'.repeat(100_000) } }] }),
      'failed',
      /100000 characters: no 256 tokens/,
    ],
    [
      'more tokens counted than were asked for',
      json({ choices: [choice], usage: { prompt_tokens: 1, completion_tokens: 1e6 } }),
      'failed',
      /1000000 tokens, 256 at most/,
    ],
    [
      'a name that would paint a terminal',
      json({ model: 'tiny@\u001b[2J', choices: [choice] }),
      'failed',
      /`model` is no name/,
    ],
    [
      'a name that would turn what is read',
      json({ model: 'tiny@\u202e', choices: [choice] }),
      'failed',
      /`model` is no name/,
    ],
    [
      'words that are cut within a character',
      (_, response) => done(response.writeHead(400).end(`{"error": "${'😀'.repeat(400)}`)),
      'failed',
      /^(?!.*\p{Surrogate}).*😀$/u,
    ],
    [
      'a fault too deep to be told',
      (_, response) => done(response.end(`{"error": ${'['.repeat(30_000)}${']'.repeat(30_000)}}`)),
      'failed',
      /answers with a fault: \?/,
    ],
    ['another model', json({ model: 'large', choices: [choice] }), 'failed', /answers as model large; tiny was asked/],
    ['no choices', json({ model: 'tiny', choices: [] }), 'failed', /no `choices`/],
    ['no object', json([1]), 'failed', /no object/],
    ['a fault as an answer', json({ error: { message: 'out of memory' } }), 'failed', /out of memory/],
    [
      'counts that are none',
      json({ choices: [choice], usage: { prompt_tokens: -1 } }),
      'failed',
      /no counts of tokens/,
    ],
    ['a content that is none', json({ choices: [{ message: { content: 7 } }] }), 'failed', /no text/],
    [
      'a refusal',
      (_, response) => done(response.writeHead(400).end('{"error": {"message": "too long"}}')),
      'failed',
      /400: .*too long/,
    ],
    [
      'a redirect to another host',
      (_, response) => done(response.writeHead(307, { location: 'http://203.0.113.9/' }).end()),
      'failed',
      /redirects are not followed/,
    ],
    [
      '503 for ever',
      (_, response) => done(response.writeHead(503).end()),
      'failed',
      /503 \(after 2 attempts\)/,
      ', attempts: 2',
    ],
    ['no answer', () => true, 'timed-out', /no answer within the time limit/, ', attempts: 1, timeout: 0.3'],
  ])('%s', async (_, mischief, cause, message, more = '') => {
    let healed = false;
    const { server, open } = await serve(`, concurrency: 3${more}`, (request, response, nth, answer) =>
      !healed && nth >= 3 ? mischief(request, response, nth, answer) : undefined,
    );
    const found = await faultOf(askAll(open()));
    expect(found).toMatchObject({ unmeasured: cause });
    expect(found.message).toMatch(message);
    // What was answered before is kept: the second run asks for the rest alone.
    await server.stop();
    await server.restart();
    healed = true;
    await askAll(open());
    askedOnce(server);
  });
});

test('an answer that comes a byte at a time is one answer, and takes no room for each', async () => {
  const spaces = 60_000;
  const { server, open } = await serve(', stream: false', (_, response, __, answer) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    for (let at = 0; at < spaces; at++) response.write(' ');
    return done(response.end(JSON.stringify(answer())));
  });
  await open().ask(user('one'));
  const line = openLine(1);
  const url = new URL(`${server.url}/chat/completions`);
  const body = JSON.stringify({ model: 'tiny', messages: [{ role: 'user', content: 'one' }] });
  const ended = await line.exchange({ url, headers: {}, body, seconds: 60, maxBytes: 1e6 });
  line.close();
  const pieces = ended.kind === 'answered' ? ended.pieces : [];
  expect(pieces.length).toBeLessThan(spaces / 2);
  expect(Buffer.concat(pieces.map(({ bytes }) => bytes)).length).toBeGreaterThan(spaces);
});

test('answers of two models are not in one figure', async () => {
  const { open } = await serve('', (_, response, nth, answer) => {
    response.end(JSON.stringify({ ...(answer() as object), model: nth === 0 ? 'tiny-2026-01-01' : 'tiny-2026-06-01' }));
    return true;
  });
  const model = open();
  await model.ask(user('one'));
  expect(model.backend).toBe('openai tiny-2026-01-01');
  const found = await faultOf(model.ask(user('two')));
  expect(found).toMatchObject({ unmeasured: 'failed', message: expect.stringContaining('tiny-2026-01-01 before') });
});

describe('budgets', () => {
  test('of requests; the next process goes on from there', async () => {
    const { server, open } = await serve(', budget: {requests: 7}');
    expect(await faultOf(askAll(open()))).toMatchObject({ unmeasured: 'budget' });
    expect(server.requests.length).toBe(7);
    await askAll(open());
    askedOnce(server);
  });

  test('of tokens: what requests may cost together never exceeds it', async () => {
    // A question takes 3 tokens by the server's count, and at most 10 bytes, 32 for its form, and 4 of an answer.
    const { server, open } = await serve(', concurrency: 8, generation: {maxTokens: 4}, budget: {tokens: 60}');
    const model = open();
    expect(await faultOf(askAll(model))).toMatchObject({
      unmeasured: 'budget',
      message: expect.stringMatching(/60 tokens/),
    });
    await Promise.allSettled(Array.from({ length: QUESTIONS }, (_, nth) => model.ask(user(`question ${nth}`))));
    const { promptTokens, answerTokens } = model.spent;
    expect(promptTokens + answerTokens).toBeLessThanOrEqual(60);
    expect(server.answered.length).toBeGreaterThanOrEqual(5);
    expect(server.answered.length).toBeLessThan(QUESTIONS);
  });

  test('of tokens, where the server does not count them', async () => {
    const { server, open } = await serve(
      ', generation: {maxTokens: 4}, budget: {tokens: 100}',
      (_, response, __, answer) => {
        const { model, choices } = answer() as { readonly model: string; readonly choices: unknown };
        response.end(JSON.stringify({ model, choices }));
        return true;
      },
    );
    const model = open();
    expect(await faultOf(askAll(model))).toMatchObject({ unmeasured: 'budget' });
    expect(model.spent).toMatchObject({ promptTokens: 0, uncounted: server.answered.length });
    expect(server.answered.length).toBe(2);
  });

  test('of tokens, of answers that say nothing', async () => {
    const { server, open } = await serve(', generation: {maxTokens: 4}, budget: {tokens: 100}', (_, response) =>
      done(response.end(JSON.stringify({ model: 'large', choices: [] }))),
    );
    expect(await faultOf(askAll(open()))).toMatchObject({ unmeasured: 'failed' });
    expect(server.requests.length).toBe(2);
  });

  test('of seconds', async () => {
    const { open } = await serve(', budget: {seconds: 0.4}', () => true);
    const since = performance.now();
    expect(await faultOf(open().ask(user('anybody?')))).toMatchObject({ unmeasured: 'budget' });
    expect(performance.now() - since).toBeLessThan(2000);
  });
});

describe('secrets', () => {
  const headers = ', headers: {Authorization: {environment: ASSAY_TEST_KEY, prefix: "Bearer "}}';
  const environment = { ASSAY_TEST_KEY: 'sesame-"9431"-open' };

  const logOf = (folder: string): string =>
    readdirSync(join(folder, '.assay', 'answers'))
      .map((name) => readFileSync(join(folder, '.assay', 'answers', name), 'utf8'))
      .join('');

  test('go to the server and nowhere else, though it repeats them', async () => {
    const { server, open, folder } = await serve(headers, (request, response, nth) => {
      const key = request.headers.authorization!;
      if (nth === 1) return done(response.writeHead(403).end(`bad ${key}`));
      const said = { model: 'tiny', choices: [{ message: { content: `your key is ${key}` }, finish_reason: 'stop' }] };
      return done(response.end(JSON.stringify(said)));
    });
    const model = open({ environment });
    expect((await model.ask(user('my key?'))).text).toBe('your key is Bearer …');
    const found = await faultOf(model.ask(user('again?')));
    expect(server.headers.every(({ authorization }) => authorization === 'Bearer sesame-"9431"-open')).toBe(true);
    expect(found.message).toContain('403');
    expect(found.message + logOf(folder)).not.toContain('sesame');
  });

  test('such as sealed questions stand neither in messages nor in what is kept, which has them all the same', async () => {
    const key = parseKey(secretText(new Uint8Array(32).fill(7)), 'test');
    const { server, open, folder } = await serve('', (_, response, nth, answer) => {
      if (nth === 0) return done(response.writeHead(400).end('no word about "my secret"'));
      if (nth === 1) return done(response.end('my secret'));
      if (nth === 2) return done(response.end(JSON.stringify({ error: { message: 'my secret' } })));
      if (nth === 3) return done(response.writeHead(200, EVENTS).end('data: my secret\n\n'));
      return done(response.end(JSON.stringify(answer())));
    });
    for (const told of ['it answers 400', 'is no JSON', 'answers with a fault', 'is no JSON']) {
      const { message } = await faultOf(open({ key }).ask(user('my secret')));
      expect(message.endsWith(told)).toBe(true);
    }
    expect((await open({ key }).ask(user('my secret'))).text).toBe(' SECRET');
    const asked = server.requests.length;
    expect((await open({ key, offline: true }).ask(user('my secret'))).text).toBe(' SECRET');
    expect(await faultOf(open({ offline: true }).ask(user('my secret')))).toMatchObject({ unmeasured: 'unsupported' });
    expect(server.requests.length).toBe(asked);
    expect(logOf(folder).toLowerCase()).not.toContain('secret');
  });

  test('are not needed where nothing is asked', async () => {
    const { server, open } = await serve(headers);
    await open({ environment }).ask(user('hello'));
    expect((await open({ environment: {} }).ask(user('hello'))).text).toBe(' HELLO');
    expect(await faultOf(open({ environment: {} }).ask(user('bye')))).toMatchObject({ unmeasured: 'unsupported' });
    expect(server.requests.length).toBe(1);
  });
});

test('--offline asks nobody, and has what is known', async () => {
  const { server, open } = await serve();
  const answer = await open().ask(user('hello'));
  expect(await open({ offline: true }).ask(user('hello'))).toEqual(answer);
  expect(await faultOf(open({ offline: true }).ask(user('bye')))).toMatchObject({ unmeasured: 'unsupported' });
  expect(server.requests.length).toBe(1);
});

const slowly: Mischief = (_, response, __, answer) => {
  setTimeout(() => response.end(JSON.stringify(answer())), 100);
  return true;
};

test('whoever gives up does not spoil it for the others', async () => {
  const { server, open } = await serve(', concurrency: 1', slowly);
  const model = open();
  const impatient = new AbortController();
  const before = model.ask(user('zero'));
  const first = faultOf(model.ask(user('one'), { signal: impatient.signal }));
  const second = model.ask(user('one'));
  setTimeout(() => impatient.abort(new Error('given up')), 20);
  expect((await first).message).toBe('given up');
  expect((await Promise.all([before, second])).map(({ text }) => text)).toEqual([' ZERO', ' ONE']);
  expect(server.requests.length).toBe(2);
});

test('at the end of a measurement what is under way is let end and kept, and what waits is not asked', async () => {
  const { server, open } = await serve(', concurrency: 2', slowly);
  const model = open();
  const asked = askAll(model).catch((error: Error) => error.message);
  await expect.poll(() => server.requests.length).toBe(2);
  await model.settle();
  expect(await asked).toBe('nobody needs the answer any more');
  expect(server.answered.length).toBe(2);
  await askAll(open());
  askedOnce(server);
});

test('a fault that quotes the question leaves it out of the message', async () => {
  const { open } = await serve('', (_, response) =>
    done(
      response
        .writeHead(400)
        .end('{"error": "max_tokens of tiny: \\"What did the\\nlast patient say?\\" is too long"}'),
    ),
  );
  const { message } = await faultOf(open().ask(user('What did the\nlast patient say?')));
  expect(message).toMatch(/answers 400: .*max_tokens of tiny: "…" is too long/);
});

test('a line that a killed process left unfinished is asked again, and nothing else', async () => {
  const { server, open, folder } = await serve(', budget: {requests: 7}');
  await faultOf(askAll(open()));
  const [name] = readdirSync(join(folder, '.assay', 'answers'));
  appendFileSync(join(folder, '.assay', 'answers', name!), '0123456789abcdef [["torn');
  await askAll(open());
  await askAll(open());
  askedOnce(server);
});

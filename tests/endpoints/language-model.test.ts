/** Language models over OpenAI's protocol: what is sent, what is read, what is kept. */
import { describe, expect, test, vi } from 'vitest';
import { UsedDays } from '../../engine/subject/endpoint/used-days.js';
import type { Prompt } from '../../engine/subject/language/language-model.js';
import type { OpenLanguageModel } from '../../engine/subject/language/open-language-model.js';
import type { Mischief } from './listening.js';
import { serve, user } from './served-language.js';

describe('what is sent and what is read', () => {
  test.each([
    ['token by token', ''],
    ['at once', ', stream: false'],
  ])('a conversation, %s', async (_, more) => {
    const { server, open } = await serve(`${more}, generation: {maxTokens: 9, seed: 4, stop: ["\\n"]}`);
    const model = open();
    const { timing, ...answer } = await model.ask(
      {
        messages: [
          { role: 'system', content: 'Be brief.' },
          { role: 'user', content: 'Say yes' },
        ],
      },
      { sample: 2 },
    );
    expect(answer).toEqual({ text: ' YES', finish: 'stop', tokens: { prompt: 4, answer: 1 } });
    expect(timing.firstTokenSeconds !== undefined).toBe(more === '');
    expect(server.answered[0]).toEqual({
      path: '/v1/chat/completions',
      body: {
        model: 'tiny',
        messages: [
          { role: 'system', content: 'Be brief.' },
          { role: 'user', content: 'Say yes' },
        ],
        temperature: 0,
        max_tokens: 9,
        seed: 6,
        stop: ['\n'],
        ...(more === '' && { stream: true, stream_options: { include_usage: true } }),
      },
    });
    expect(model.spent).toEqual({ requests: 1, promptTokens: 4, answerTokens: 1, uncounted: 0, known: 0 });
    expect(model.backend).toBe('openai tiny');
  });

  test.each([
    ['chat', user('Say yes')],
    ['completions', { text: 'Say yes' }],
  ])('log probabilities of answers (%s)', async (kind, prompt) => {
    const { open } = await serve(`, interface: ${kind}`);
    const { logProbabilities } = await open().ask(prompt as Prompt, { logProbabilities: 1 });
    const half = { token: ' YES', logProbability: Math.log(0.5) };
    expect(logProbabilities).toEqual([{ ...half, alternatives: [half] }]);
  });

  test('the probability of a given text', async () => {
    const { server, open } = await serve();
    const model = open();
    expect(await model.logProbability({ text: 'One two' }, ' three four')).toEqual({
      sum: 2 * Math.log(0.5),
      tokens: 2,
    });
    await model.logProbability({ text: 'One two' }, ' three four');
    expect(server.answered.length).toBe(1);
  });

  test('the probability of a text whose tokens are bytes: those of the prompt alone are counted', async () => {
    // Three tokens a character, as those of UTF-8's bytes; the last is generated.
    const { server, open } = await serve('', (_, response, __, answer) => {
      answer();
      const { prompt } = server.answered.at(-1)!.body;
      const tokens = [...Array.from({ length: 3 * prompt!.length }, () => '\ufffd'), '!'];
      const logprobs = { tokens, token_logprobs: tokens.map((_token, at) => (at === 0 ? null : -1)) };
      const usage = { prompt_tokens: tokens.length - 1, completion_tokens: 1 };
      response.end(JSON.stringify({ model: 'tiny', choices: [{ text: `${prompt!}!`, logprobs }], usage }));
      return true;
    });
    const model = open();
    expect(await model.logProbability({ text: '首都是' }, '北京')).toEqual({ sum: -6, tokens: 6 });
    expect(await model.logProbability({ text: '首都是' }, '上海市')).toEqual({ sum: -9, tokens: 9 });
    expect(server.answered.map(({ body }) => body.prompt)).toEqual(['首都是北京', '首都是', '首都是上海市']);
  });

  test.each<[string, Mischief]>([
    [
      'refuses',
      (_, response) => response.writeHead(500).end('{"error": {"message": "Only no echo is supported"}}') !== null,
    ],
    [
      'gives the generated token alone',
      (_, response) =>
        response.end(JSON.stringify({ model: 'tiny', choices: [{ text: ' x', logprobs: { content: [] } }] })) !== null,
    ],
  ])('a server that %s offers no probability of a given text', async (_, mischief) => {
    const { open } = await serve('', mischief);
    await expect(open().logProbability({ text: 'One' }, ' two')).rejects.toMatchObject({ unmeasured: 'unsupported' });
  });

  test('embeddings, in the order of the texts; equal ones once', async () => {
    const { server, open } = await serve();
    const model = open();
    const vectors = await model.embed(['a', 'bbb', 'a']);
    expect(vectors.map((vector) => [...vector])).toEqual([
      [1, 1, 0.5],
      [3, 1, 0.5],
      [1, 1, 0.5],
    ]);
    await model.embed(['bbb', 'a']);
    expect(server.answered.map(({ body }) => body.input)).toEqual([['a', 'bbb']]);
  });
});

test('nothing is asked twice: not in flight, not by another process, not for another concurrency', async () => {
  const { server, open } = await serve();
  const model = open();
  const answers = await Promise.all(Array.from({ length: 20 }, (_, at) => model.ask(user(`question ${at % 5}`))));
  expect(server.answered.length).toBe(5);
  const again = open();
  const repeated = await Promise.all(Array.from({ length: 20 }, (_, at) => again.ask(user(`question ${at % 5}`))));
  expect(repeated).toEqual(answers);
  expect(server.requests.length).toBe(5);
  expect(again.spent).toEqual({ requests: 0, promptTokens: 0, answerTokens: 0, uncounted: 0, known: 20 });
  await again.ask(user('question 0'), { sample: 1 });
  expect(server.answered.length).toBe(6);
});

test('it is known of which days the answers are that were used', async () => {
  const { open } = await serve();
  const used = new UsedDays();
  const on = async (day: string, use: (model: OpenLanguageModel) => Promise<unknown>): Promise<unknown> => {
    vi.useFakeTimers({ toFake: ['Date'], now: new Date(`${day}T23:59:00Z`) });
    try {
      await use(open({ used }));
      return used.take();
    } finally {
      vi.useRealTimers();
    }
  };
  const [first, later] = ['2026-10-01', '2026-11-02'] as const;
  expect(await on(first, (model) => model.ask(user('a')))).toEqual({ from: first, to: first });
  expect(await on(later, (model) => model.ask(user('b')))).toEqual({ from: later, to: later });
  const both = (model: OpenLanguageModel): Promise<unknown> =>
    Promise.all([model.ask(user('b')), model.ask(user('a'))]);
  expect(await on('2026-11-20', both)).toEqual({ from: first, to: later });
  expect(await on(later, (model) => model.ask(user('a'), { fresh: true }))).toEqual({ from: later, to: later });
  const told = (model: OpenLanguageModel): Promise<unknown> =>
    Promise.all([
      model.logProbability({ text: 'One' }, ' two'),
      model.embed(['a']),
      model.keptReading(['r'], async () => 1),
    ]);
  expect(await on(first, told)).toEqual({ from: first, to: first });
  for (const each of [
    (model: OpenLanguageModel) => model.logProbability({ text: 'One' }, ' two'),
    (model: OpenLanguageModel) => model.embed(['a']),
    (model: OpenLanguageModel) => model.keptReading(['r'], async () => 1),
  ])
    expect(await on(later, each)).toEqual({ from: first, to: first });
  expect(await on(later, async () => undefined)).toBeUndefined();
});

test('readings are asked for anew, and kept once they are whole, as long as it is asked in the same way', async () => {
  const { server, open } = await serve();
  const model = open();
  await model.ask(user('Say yes'));
  const take = async () => ({ text: (await model.ask(user('Say yes'), { fresh: true })).text });
  await expect(model.keptReading(['slice'], () => Promise.reject(new Error('cut')))).rejects.toThrow('cut');
  expect(await model.keptReading(['slice'], take)).toEqual({ text: ' YES' });
  expect(await open().keptReading(['slice'], () => Promise.reject(new Error('known')))).toEqual({ text: ' YES' });
  expect(server.answered).toHaveLength(2);
  await model.keptReading(['another'], take);
  expect(server.answered).toHaveLength(3);
});

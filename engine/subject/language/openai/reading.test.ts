/** What servers of OpenAI's protocol answer, and what it means. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CutShort } from '../../endpoint/client.js';
import { readCompletion } from './completion.js';
import { readEmbeddings } from './embeddings.js';
import { joinStream } from './event-stream.js';
import { readEcho, sumOf, tokensFrom } from './given-text.js';
import { checkServed } from './served.js';

const answer = (message: object, more: object = {}): object => ({
  model: 'tiny',
  choices: [{ index: 0, message: { role: 'assistant', ...message }, finish_reason: 'stop', ...more }],
});

describe('answers', () => {
  test.each<[string, object, object]>([
    ['a text', answer({ content: 'yes' }), { text: 'yes', finish: 'stop' }],
    ['a text that was cut', answer({ content: 'y' }, { finish_reason: 'length' }), { text: 'y', finish: 'length' }],
    ['no content', answer({ content: null }), { text: '', finish: 'stop' }],
    ['a refusal', answer({ content: null, refusal: 'No.' }), { text: 'No.', finish: 'refused' }],
    [
      'a refusal beside an answer',
      answer({ content: 'First mix', refusal: 'No.' }),
      { text: 'First mix\nNo.', finish: 'refused' },
    ],
    ['a filter', answer({ content: '' }, { finish_reason: 'content_filter' }), { text: '', finish: 'refused' }],
    [
      'a call of a tool',
      answer({ content: null, tool_calls: [{ id: '1' }] }, { finish_reason: 'tool_calls' }),
      { text: '', finish: 'other' },
    ],
    [
      'a content in parts',
      answer({ content: [{ type: 'text', text: 'ye' }, { type: 'reference' }, { type: 'text', text: 's' }] }),
      { text: 'yes', finish: 'stop' },
    ],
    ['no reason', answer({ content: 'yes' }, { finish_reason: null }), { text: 'yes', finish: 'other' }],
    ['a continuation', { choices: [{ text: ' so', finish_reason: 'stop' }] }, { text: ' so', finish: 'stop' }],
  ])('%s', (_, json, expected) => {
    const { text, finish } = readCompletion(json);
    expect({ text, finish }).toEqual(expected);
  });

  test.each<[string, object]>([
    ['above 1', { content: [{ token: 'a', logprob: 0.5 }] }],
    ['that is none', { content: [{ token: 'a', logprob: 'NaN' }] }],
    ['of no token', { content: [{ logprob: -1 }] }],
    ['fewer than tokens', { tokens: ['a', 'b'], token_logprobs: [-1] }],
  ])('a probability %s', (_, logprobs) => {
    expect(() => readCompletion(answer({ content: 'a' }, { logprobs }))).toThrow(/not OpenAI's/);
  });
});

describe('models', () => {
  test.each<[string, string, boolean]>([
    ['gpt-4o', 'gpt-4o-2024-08-06', true],
    ['llama3', 'llama3:latest', true],
    ['tiny', 'tiny@2026-11', true],
    ['gpt-4o', 'gpt-4o-mini', false],
    ['gpt-4', 'gpt-4o', false],
    ['tiny', 'large', false],
  ])('%s answers as %s', (name, served, same) => {
    const check = (): void => checkServed(served, { name });
    if (same) expect(check).not.toThrow();
    else expect(check).toThrow(/answers as model/);
  });

  test('a server that calls it by another name', () => {
    expect(() => checkServed('/models/tiny.gguf', { name: 'tiny', servedAs: '/models/tiny.gguf' })).not.toThrow();
    expect(() => checkServed('other', { name: 'tiny', servedAs: '/models/tiny.gguf' })).toThrow();
    expect(() => checkServed(undefined, { name: 'tiny' })).not.toThrow();
  });
});

describe('answers token by token', () => {
  const events = (...data: readonly unknown[]): string =>
    data.map((each) => `data: ${typeof each === 'string' ? each : JSON.stringify(each)}\n\n`).join('');
  const delta = (content: string | null, finish: string | null = null): object => ({
    model: 'tiny',
    choices: [{ index: 0, delta: { content }, finish_reason: finish }],
  });
  const join = (text: string, cuts: readonly number[] = []): ReturnType<typeof joinStream> => {
    const bytes = Buffer.from(text);
    const at = [0, ...cuts.map((cut) => cut % bytes.length).sort((a, b) => a - b), bytes.length];
    const pieces = at.slice(1).map((end, index) => ({ bytes: bytes.subarray(at[index]!, end), seconds: index + 1 }));
    return joinStream({ status: 200, headers: {}, pieces, seconds: pieces.length });
  };

  test('wherever the pieces are cut, the answer is the same', () => {
    const text = `: a comment\n\n${events(delta(''), delta('答'), delta('案 is '), delta('42'), delta(null, 'stop'), { model: 'tiny', choices: [], usage: { prompt_tokens: 2, completion_tokens: 3 } }, '[DONE]')}`;
    fc.assert(
      fc.property(fc.array(fc.nat(), { maxLength: 12 }), (cuts) => {
        expect(readCompletion(join(text, cuts).json)).toEqual({
          text: '答案 is 42',
          finish: 'stop',
          tokens: { prompt: 2, answer: 3 },
          served: 'tiny',
        });
      }),
    );
  });

  test('the time to the first token is that of the first that says something', () => {
    const role = events(delta(''));
    const first = events(delta('a'));
    const rest = events(delta('b', 'stop'), '[DONE]');
    const cuts = [role.length, role.length + first.length];
    expect(join(role + first + rest, cuts).firstTokenSeconds).toBe(2);
  });

  test('an answer without its end is cut short; a fault within it is told', () => {
    expect(() => join(events(delta('a')))).toThrow(CutShort);
    expect(() => join(events(delta('a'), { error: { message: 'out of memory' } }))).toThrow(/out of memory/);
    expect(join(events(delta('a'), '[DONE]')).json).toMatchObject({ choices: [{ message: { content: 'a' } }] });
  });
});

describe('the probability of a given text', () => {
  const echo = (tokens: readonly string[], values: readonly (number | null)[], usage?: object): object => ({
    choices: [{ text: tokens.join(''), logprobs: { tokens, token_logprobs: values } }],
    ...(usage !== undefined && { usage }),
  });
  const own = (tokens: readonly string[], text: string, from: number): readonly string[] | undefined =>
    tokensFrom(
      tokens.map((token) => ({ token, logProbability: -1 })),
      text,
      from,
    )?.map(({ token }) => token);

  test('tokens are found by their places, before a mark of the beginning and after what was generated', () => {
    expect(own(['<s>', 'One', ' two', ' three', ' four', '!'], 'One two three four', 7)).toEqual([' three', ' four']);
    // Across the border.
    expect(own(['On', 'e two', ' three'], 'One two three', 3)).toEqual(['e two', ' three']);
    expect(own(['\ufffd', '\ufffd', '\ufffd', ' x'], '答 x', 1)).toBeUndefined();
  });

  test('servers that do not offer it', () => {
    expect(() => readEcho({ choices: [{ text: ' four' }] }, 'One two')).toThrow(/give back/);
    expect(() => readEcho({ choices: [{ text: 'One two four', logprobs: null }] }, 'One two')).toThrow(/no log prob/);
    // Of the generated token alone.
    expect(() => sumOf([])).toThrow(/no log prob/);
    expect(() => sumOf([{ token: 'One' }])).toThrow(/first token/);
  });

  test('sums are of natural logarithms', () => {
    const { tokens, generated } = readEcho(
      echo(['One', ' two', ' x'], [null, -0.5, -3], { prompt_tokens: 2, completion_tokens: 1 }),
      'One two',
    );
    expect(generated).toBe(1);
    expect(sumOf(tokensFrom(tokens, 'One two', 3)!)).toEqual({ sum: -0.5, tokens: 1 });
  });
});

test.each<[string, object]>([
  ['too few', { data: [{ index: 0, embedding: [1] }] }],
  [
    'one twice',
    {
      data: [
        { index: 0, embedding: [1] },
        { index: 0, embedding: [1] },
      ],
    },
  ],
  [
    'of different lengths',
    {
      data: [
        { index: 0, embedding: [1] },
        { index: 1, embedding: [1, 2] },
      ],
    },
  ],
  [
    'of texts',
    {
      data: [
        { index: 0, embedding: 'AAAA' },
        { index: 1, embedding: [1] },
      ],
    },
  ],
  [
    'out of place',
    {
      data: [
        { index: 5, embedding: [1] },
        { index: 1, embedding: [1] },
      ],
    },
  ],
])('embeddings, %s', (_, json) => {
  expect(() => readEmbeddings(json, 2)).toThrow(/not OpenAI's/);
});
